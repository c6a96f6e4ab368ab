package dev.parley.dispatch;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// The gates of services whose annotations limit them. A service that takes another's place has the same ones as far as
/// its limits are the same, so that who holds a place there or waits for it keeps it.
final class ServiceLimits {
    private final List<Gate> gates;
    private final Map<String, Map<String, Gate>> known = new HashMap<>(); // by service and limit; guarded by this
    private final Set<Gate> former = new HashSet<>(); // guarded by this

    /// @param gates are told when sessions end; also former ones, which may have to let others in then
    ServiceLimits(List<Gate> gates) {
        this.gates = gates;
    }

    /// @param limit in words, all that matters of it
    synchronized Gate of(String service, String limit, Supplier<Gate> otherwise) {
        Gate gate =
                known.computeIfAbsent(service, _ -> new HashMap<>())
                        .computeIfAbsent(
                                limit,
                                _ -> {
                                    Gate fresh = otherwise.get();
                                    gates.add(fresh);
                                    return fresh;
                                });
        former.remove(gate);
        return gate;
    }

    /// The others of the service are former ones from now on.
    synchronized void keepOnly(String service, Set<Gate> current) {
        for (Gate gate : known.getOrDefault(service, Map.of()).values()) {
            if (!current.contains(gate)) {
                former.add(gate);
            }
        }
    }

    synchronized boolean isCurrent(Gate gate) {
        return !former.contains(gate);
    }
}
