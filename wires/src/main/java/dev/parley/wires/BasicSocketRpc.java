package dev.parley.wires;

import dev.parley.model.ServiceModel;
import dev.parley.value.Texts;
import dev.parley.value.ValueException;
import dev.parley.wire.Protocol;
import dev.parley.wire.Wire;
import dev.parley.wire.WireSetup;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The protocol of the Python library basic-socket-rpc, version 0.0.1: commands with numbers, values whose types both ends
/// know beforehand, one call at a time on a connection, which may have to wait until it is admitted.
///
/// URLs of clients, `basic+tcp://host:port`, may say `?commands=FILE` ([BasicCommands]), `retry=500ms`, how often a client
/// that waits asks, and `timeout=30s` or `none`, how long it does. Those of servers may say `?commands=FILE`. Thread-safe.
public final class BasicSocketRpc implements Protocol {
    static final String NAME = "basic-socket-rpc";

    /// As large as one may be that is answered with what is wrong with it. ZeroMQ's greeting looks like one of 255 bytes.
    private static final int LONGEST_INIT = 16;

    private static final Duration RETRY = Duration.ofMillis(500);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final @Nullable BasicCommands commands;
    private final Duration retry;
    private final Duration timeout;
    private volatile @Nullable BasicTable table; // the last that was asked for

    public BasicSocketRpc() {
        this(null, RETRY, TIMEOUT);
    }

    private BasicSocketRpc(@Nullable BasicCommands commands, Duration retry, Duration timeout) {
        this.commands = commands;
        this.retry = retry;
        this.timeout = timeout;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> names() {
        return Set.of(NAME, "basic");
    }

    /// Numbers are those of the whole server.
    @Override
    public boolean namesServices() {
        return false;
    }

    @Override
    public Set<String> options() {
        return Set.of("commands", "retry", "timeout");
    }

    @Override
    public Protocol with(Map<String, String> options) {
        BasicSocketRpc result = this;
        for (Map.Entry<String, String> option : options.entrySet()) {
            String value = option.getValue();
            result =
                    switch (option.getKey()) {
                        case "commands" -> new BasicSocketRpc(BasicCommands.of(value), result.retry, result.timeout);
                        case "retry" -> new BasicSocketRpc(result.commands, duration("retry", value), result.timeout);
                        case "timeout" ->
                                new BasicSocketRpc(
                                        result.commands,
                                        result.retry,
                                        value.equals("none") ? Duration.ZERO : duration("timeout", value));
                        default -> result;
                    };
        }
        return result;
    }

    private static Duration duration(String option, String text) {
        try {
            Duration duration = Texts.duration(text);
            if (duration.isPositive() && duration.compareTo(Duration.ofDays(1)) <= 0) {
                return duration;
            }
        } catch (ValueException e) {
            // said below
        }
        throw new IllegalArgumentException(
                option + ": got " + ValueException.quote(text) + " (expected a duration such as 500ms or 2s)");
    }

    /// A short message of one of the two types, or one that is too short to be any.
    @Override
    public Likeness looksLike(byte[] bytes, int from, int to) {
        int there = to - from;
        boolean large = there > 2 && bytes[from + 2] != 0 || there > 3 && bytes[from + 3] != 0;
        if (large) {
            return Likeness.NO;
        } else if (there >= Integer.BYTES && BasicBytes.get(bytes, from, Integer.BYTES) < BasicWire.HEADER) {
            return Likeness.YES;
        } else if (there < BasicWire.HEADER) {
            return Likeness.PERHAPS;
        }
        int type = bytes[from + Integer.BYTES];
        boolean init = type == BasicWire.INIT && BasicBytes.get(bytes, from, Integer.BYTES) <= LONGEST_INIT;
        return init || type == BasicWire.REQUEST ? Likeness.YES : Likeness.NO;
    }

    @Override
    public void serving(List<ServiceModel> services) {
        table = new BasicTable(List.copyOf(services), commands).requireSome();
    }

    /// The commands of these services.
    BasicTable table(List<ServiceModel> services) {
        BasicTable known = table;
        if (known == null || !known.isOf(services)) {
            known = new BasicTable(services, commands);
            table = known;
        }
        return known;
    }

    @Override
    public Wire server(WireSetup setup) {
        return new BasicServerWire(setup, () -> table(setup.services().get()));
    }

    @Override
    public Wire client(WireSetup setup) {
        return new BasicClientWire(setup, commands, retry, timeout);
    }
}
