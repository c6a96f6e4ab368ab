package dev.parley.dispatch;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// What a client sets for its calls.
///
/// @param timeout how long a call may take; zero for as long as it likes; null for the default
/// @param metadata what is sent along, in this order; copied
public record CallOptions(@Nullable Duration timeout, Map<String, String> metadata) {
    public static final CallOptions NONE = new CallOptions(null, Map.of());

    /// How long calls without streams may take when nobody says anything.
    static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    public CallOptions {
        Map<String, String> copy = new LinkedHashMap<>();
        metadata.forEach((key, value) -> copy.put(Objects.requireNonNull(key), Objects.requireNonNull(value)));
        metadata = Collections.unmodifiableMap(copy);
    }

    /// Whether nobody has said how long a call of a plan may take.
    boolean isDefault(Plan plan) {
        return timeout == null && plan.deadline() == null;
    }

    /// How long a call of a plan may take; zero for as long as it likes.
    Duration timeoutFor(Plan plan) {
        if (timeout != null) {
            return timeout;
        } else if (plan.deadline() != null) {
            return plan.deadline();
        }
        return plan.streams() ? Duration.ZERO : DEFAULT_TIMEOUT;
    }
}
