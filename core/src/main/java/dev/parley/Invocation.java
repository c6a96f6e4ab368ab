package dev.parley;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A call on its way through the [Interceptor]s, at either end. Belongs to one thread at a time.
public final class Invocation {
    private final String service;
    private final String command;
    private final Peer peer;
    private final List<@Nullable Object> arguments;
    private final Map<String, @Nullable Object> named;
    private final Map<String, String> metadata;
    private final Map<String, String> replyMetadata;
    private Optional<Duration> timeout;

    /// @param arguments by position; on the server all of them, in the order of the method's parameters
    /// @param named by name; on the server empty
    /// @param metadata on the client to be changed, on the server the caller's
    /// @param replyMetadata on the server to be changed, on the client filled when the call is over
    public Invocation(
            String service,
            String command,
            Peer peer,
            List<@Nullable Object> arguments,
            Map<String, @Nullable Object> named,
            Map<String, String> metadata,
            Map<String, String> replyMetadata,
            Optional<Duration> timeout) {
        this.service = service;
        this.command = command;
        this.peer = peer;
        this.arguments = arguments;
        this.named = named;
        this.metadata = metadata;
        this.replyMetadata = replyMetadata;
        this.timeout = timeout;
    }

    public String service() {
        return service;
    }

    public String command() {
        return command;
    }

    public Peer peer() {
        return peer;
    }

    /// The arguments by position. May be changed in place; a stream among them is in the form that the method takes.
    public List<@Nullable Object> arguments() {
        return arguments;
    }

    /// The arguments by name.
    public Map<String, @Nullable Object> named() {
        return named;
    }

    /// What the caller sends along. A client's interceptor adds to it; a server's reads it.
    public Map<String, String> metadata() {
        return metadata;
    }

    /// What comes back. A server's interceptor adds to it; a client's finds it filled when `next` has returned a value.
    public Map<String, String> replyMetadata() {
        return replyMetadata;
    }

    /// How long the call may take; empty for as long as it likes. On the server what remains of it.
    public Optional<Duration> timeout() {
        return timeout;
    }

    /// On the client: lets the call take so long.
    public void timeout(Duration most) {
        timeout = Optional.of(most);
    }

    /// The same call once more, as for a repetition: with its own copies of what can be changed.
    public Invocation again() {
        return new Invocation(
                service,
                command,
                peer,
                new java.util.ArrayList<>(arguments),
                new LinkedHashMap<>(named),
                new LinkedHashMap<>(metadata),
                new LinkedHashMap<>(),
                timeout);
    }

    @Override
    public String toString() {
        return service + "." + command;
    }
}
