package dev.parley.cli;

import dev.parley.Server;
import dev.parley.ServerBuilder;
import dev.parley.services.HealthService;

import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The objects that are served, made of what the command line says, and closed in the end if they can be. Our health is
/// among them, and knows of the others, unless it has another name or another service has its name. Belongs to one thread.
final class ServedObjects implements AutoCloseable {
    private static final String HEALTH = "health";

    private final Map<String, ServedService> services = new LinkedHashMap<>();
    private final Map<String, Object> objects = new LinkedHashMap<>();

    /// @throws dev.parley.RpcException where one cannot be made
    ServedObjects(List<ServedService> wanted) {
        List<ServedService> all = new ArrayList<>(wanted);
        if (all.stream().noneMatch(each -> each.isHealth() || each.name().equals(HEALTH))) {
            all.add(new ServedService(HEALTH, HealthService.class, false, InputStream.nullInputStream()));
        }
        all.forEach(each -> services.put(each.name(), each));
        objects.putAll(make(all));
        all.forEach(each -> tell(each.name(), HealthService.Status.SERVING));
    }

    /// Either all, or none is left.
    private static Map<String, Object> make(List<ServedService> services) {
        Map<String, Object> made = new LinkedHashMap<>();
        try {
            services.forEach(each -> made.put(each.name(), each.make()));
        } catch (RuntimeException e) {
            made.values().forEach(ServedObjects::close);
            throw e;
        }
        return made;
    }

    List<ServedService> services() {
        return List.copyOf(services.values());
    }

    /// @throws dev.parley.RpcException for what the server refuses
    ServerBuilder addTo(ServerBuilder builder) {
        try {
            objects.forEach(builder::service);
            return builder;
        } catch (IllegalArgumentException e) {
            throw Serving.refusal(e);
        }
    }

    /// Takes what sources have become: replaces those of the server, adds new ones, and removes those that are gone. What
    /// happened to each is said in a line.
    ///
    /// @throws dev.parley.RpcException where one cannot be made; nothing has changed then, as for the next
    /// @throws RuntimeException for what the server refuses
    List<String> replace(List<ServedService> fresh, Server server) {
        Map<String, Object> made = make(fresh);
        Set<String> gone = new LinkedHashSet<>();
        for (ServedService service : services()) {
            if (service.changes() && !made.containsKey(service.name())) {
                gone.add(service.name());
            }
        }
        try {
            server.replaceAll(made, gone); // which closes the old ones
        } catch (RuntimeException e) {
            made.values().forEach(ServedObjects::close);
            throw e;
        }
        List<String> done = new ArrayList<>();
        for (ServedService service : fresh) {
            boolean known = services.put(service.name(), service) != null;
            done.add((known ? "Reloaded " : "Added ") + service.name());
        }
        objects.putAll(made);
        made.keySet().forEach(name -> tell(name, HealthService.Status.SERVING));
        for (String name : gone) {
            services.remove(name);
            objects.remove(name);
            tell(name, HealthService.Status.NOT_SERVING);
            done.add("Removed " + name);
        }
        return done;
    }

    private void tell(String name, HealthService.Status status) {
        for (Object object : objects.values()) {
            if (object instanceof HealthService health) {
                health.set(name, status);
            }
        }
    }

    @Override
    public void close() {
        objects.values().forEach(ServedObjects::close);
    }

    private static void close(Object object) {
        if (object instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) { // of the user's, and nothing that could be done about it
                System.getLogger(Serving.class.getName()).log(Level.WARNING, "closing " + object + " failed", e);
            }
        }
    }
}
