package dev.parley.wire;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeSet;

/// Finds protocols by their names.
public final class Protocols {
    private Protocols() {}

    /// The protocol of a name.
    ///
    /// @throws IllegalArgumentException where there is none
    public static Protocol of(String name) {
        Protocol found = find(name);
        if (found == null) {
            List<String> known = names();
            throw new IllegalArgumentException(
                    "wire: got \""
                            + name
                            + "\" (expected "
                            + (known.isEmpty()
                                    ? "the name of one whose module is there, such as snekrpc of parley-wires"
                                    : "one of: " + String.join(", ", known))
                            + ")");
        }
        return found;
    }

    /// The names of all that are there, sorted.
    public static List<String> names() {
        TreeSet<String> known = new TreeSet<>();
        ServiceLoader.load(Protocol.class, Protocols.class.getClassLoader()).forEach(p -> known.add(p.name()));
        return List.copyOf(known);
    }

    /// The protocol of a name; null where there is none.
    public static @Nullable Protocol find(String name) {
        for (Protocol protocol : ServiceLoader.load(Protocol.class, Protocols.class.getClassLoader())) {
            if (protocol.names().contains(name)) {
                return protocol;
            }
        }
        return null;
    }
}
