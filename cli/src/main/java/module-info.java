/// The `parley` command: serves Java sources, and calls the commands of any server with a command line that is made from
/// what the server says of itself.
///
/// ```
/// parley serve Notes.java
/// parley notes add milk --priority high
/// ```
module dev.parley.cli {
    requires dev.parley.certs;
    requires dev.parley.core;
    requires dev.parley.examples;
    requires dev.parley.services;
    requires java.compiler;
    requires org.jline.reader;
    requires org.jline.terminal;
    requires static org.jspecify;

    uses javax.annotation.processing.Processor;
}
