/// Parley's core: write a plain Java class, call it from elsewhere.
///
/// ```java
/// @Service
/// class NotesService {
///     @Command String greet(String name) { return "Hello " + name; }
/// }
///
/// interface Notes { String greet(String name); }
///
/// try (Server server = Server.builder().service(new NotesService()).listen("memory://notes").start();
///      Client client = Client.connect("memory://notes")) {
///     client.service(Notes.class).greet("you");
/// }
/// ```
module dev.parley.core {
    requires static transitive org.jspecify;
    requires jdk.net; // says who is at the other end of a Unix socket

    exports dev.parley;
    exports dev.parley.link;
    exports dev.parley.model;
    exports dev.parley.value;
    exports dev.parley.wire;

    uses dev.parley.link.Transport;
    uses dev.parley.value.Codec;
    uses dev.parley.wire.Protocol;
}
