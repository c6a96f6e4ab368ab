/// Small services to try things out with; `parley demo` serves them.
///
/// ```java
/// Server server = Server.builder().service(new NotesService(1000)).service(new SlowService()).start();
/// ```
module dev.parley.examples {
    requires transitive dev.parley.core;
    requires dev.parley.services;
    requires static org.jspecify;

    exports dev.parley.examples;

    opens dev.parley.examples to
            dev.parley.core;
}
