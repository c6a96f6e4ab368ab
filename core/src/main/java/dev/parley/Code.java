package dev.parley;

import org.jspecify.annotations.Nullable;

/// Why a call failed, in gRPC's canonical codes. The number is what goes over the wire.
///
/// @see <a href="https://grpc.io/docs/guides/status-codes/">gRPC status codes</a>
public enum Code {
    CANCELLED(1),
    UNKNOWN(2),
    INVALID_ARGUMENT(3),
    DEADLINE_EXCEEDED(4),
    NOT_FOUND(5),
    ALREADY_EXISTS(6),
    PERMISSION_DENIED(7),
    RESOURCE_EXHAUSTED(8),
    FAILED_PRECONDITION(9),
    ABORTED(10),
    OUT_OF_RANGE(11),
    UNIMPLEMENTED(12),
    INTERNAL(13),
    UNAVAILABLE(14),
    DATA_LOSS(15),
    UNAUTHENTICATED(16);

    private final int number;

    Code(int number) {
        this.number = number;
    }

    /// The code's number on the wire.
    public int number() {
        return number;
    }

    /// The code of that name; null for a name that is none's.
    public static @Nullable Code named(String name) {
        for (Code code : values()) {
            if (code.name().equals(name)) {
                return code;
            }
        }
        return null;
    }

    /// The code of a number; [#UNKNOWN] for a number that has none.
    public static Code of(int number) {
        return number >= 1 && number <= values().length ? values()[number - 1] : UNKNOWN;
    }
}
