package dev.parley.wires;

import dev.parley.wire.Frame;
import dev.parley.wire.WireSetup;

import java.util.List;
import java.util.Map;

/// Calls of the service `_meta`, for protocols that have none, whose clients answer them themselves or in other words.
final class Metadata {
    private Metadata() {}

    /// The service whose description is asked for; empty where none is named.
    static String service(WireSetup setup, Frame.Call call) {
        Object arguments = setup.shapes().dynamic().read(call.body().reader());
        Object first =
                arguments instanceof List<?> list && !list.isEmpty()
                        ? list.getFirst()
                        : arguments instanceof Map<?, ?> map ? map.get("name") : null;
        return first instanceof String name ? name : "";
    }
}
