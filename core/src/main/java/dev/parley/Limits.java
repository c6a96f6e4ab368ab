package dev.parley;

import java.time.Duration;

/// What one end takes from the other before it refuses. A refusal is [Code#RESOURCE_EXHAUSTED] and names its limit.
///
/// @param maxMessage bytes of one value: all arguments of a call, one result, one item (4 MiB)
/// @param maxMetadata bytes of the keys and values sent along with a call, and two for each entry (8 KiB, at most 32 KiB)
/// @param window bytes of a stream's items that wait to be consumed (256 KiB)
/// @param maxCalls calls in flight on one connection (10,000)
/// @param maxConnections connections to a server (10,000)
/// @param handshake how long a new connection may take to say what it is (5 s)
/// @param keepaliveInterval how long a connection may be silent before it is asked whether it lives (10 s, or up to 1.5 s less);
///     zero for never
/// @param keepaliveTimeout how long it may take to answer that (10 s). Together with the interval, unless that is shorter than
///     2 s, the longest time until a peer that has vanished is known to be lost
public record Limits(
        int maxMessage,
        int maxMetadata,
        int window,
        int maxCalls,
        int maxConnections,
        Duration handshake,
        Duration keepaliveInterval,
        Duration keepaliveTimeout) {
    public static final Limits DEFAULT =
            new Limits(
                    4 << 20,
                    8 << 10,
                    256 << 10,
                    10_000,
                    10_000,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10));

    public Limits {
        positive("maxMessage", maxMessage);
        positive("maxMetadata", maxMetadata);
        if (maxMetadata > 32 << 10) {
            throw new IllegalArgumentException(
                    "limit maxMetadata: got " + maxMetadata + " (expected at most 32 KiB, it travels in one piece)");
        }
        positive("window", window);
        positive("maxCalls", maxCalls);
        positive("maxConnections", maxConnections);
    }

    private static void positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("limit " + name + ": got " + value + " (expected at least 1)");
        }
    }

    public Limits withMaxMessage(int bytes) {
        return new Limits(
                bytes, maxMetadata, window, maxCalls, maxConnections, handshake, keepaliveInterval, keepaliveTimeout);
    }

    public Limits withMaxMetadata(int bytes) {
        return new Limits(
                maxMessage, bytes, window, maxCalls, maxConnections, handshake, keepaliveInterval, keepaliveTimeout);
    }

    public Limits withWindow(int bytes) {
        return new Limits(
                maxMessage,
                maxMetadata,
                bytes,
                maxCalls,
                maxConnections,
                handshake,
                keepaliveInterval,
                keepaliveTimeout);
    }

    public Limits withMaxCalls(int calls) {
        return new Limits(
                maxMessage, maxMetadata, window, calls, maxConnections, handshake, keepaliveInterval, keepaliveTimeout);
    }

    public Limits withMaxConnections(int connections) {
        return new Limits(
                maxMessage, maxMetadata, window, maxCalls, connections, handshake, keepaliveInterval, keepaliveTimeout);
    }

    public Limits withHandshake(Duration most) {
        return new Limits(
                maxMessage, maxMetadata, window, maxCalls, maxConnections, most, keepaliveInterval, keepaliveTimeout);
    }

    public Limits withKeepalive(Duration interval, Duration timeout) {
        return new Limits(maxMessage, maxMetadata, window, maxCalls, maxConnections, handshake, interval, timeout);
    }
}
