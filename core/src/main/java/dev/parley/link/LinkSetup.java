package dev.parley.link;

import dev.parley.Tls;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// What transports get from the server or client that they make links for.
///
/// @param threads reads the core's own sockets
/// @param tls who it is and whom it trusts; null where nothing was said
/// @param handshake how long greetings of the transport's own may take
public record LinkSetup(Reactor threads, @Nullable Tls tls, Duration handshake) {}
