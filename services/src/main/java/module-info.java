/// Ready-made services, to be added to a server beside one's own:
///
/// ```java
/// HealthService health = new HealthService("notes");
/// Server server = Server.builder().service(new NotesService()).service(health).start();
/// health.set("notes", HealthService.Status.NOT_SERVING);
/// ```
module dev.parley.services {
    requires transitive dev.parley.core;
    requires static org.jspecify;

    exports dev.parley.services;

    opens dev.parley.services to
            dev.parley.core;
}
