package dev.parley.wires;

import dev.parley.value.Codec;
import dev.parley.wire.Protocol;
import dev.parley.wire.Wire;
import dev.parley.wire.WireSetup;

import java.util.List;
import java.util.Objects;

/// JSON-RPC 2.0 on stream sockets: each message one line of JSON. The ends are equals: either may call the other.
///
/// @see <a href="https://www.jsonrpc.org/specification">the specification</a>
public final class JsonRpcProtocol implements Protocol {
    /// As much space before the first message is looked at.
    private static final int MOST_SPACE = 64;

    @Override
    public String name() {
        return "jsonrpc";
    }

    /// A map, or a list of them.
    @Override
    public Likeness looksLike(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && at < from + MOST_SPACE && JsonScanner.isSpace(bytes[at])) {
            at++;
        }
        if (at == to) {
            return Likeness.PERHAPS;
        }
        return bytes[at] == '{' || bytes[at] == '[' ? Likeness.YES : Likeness.NO;
    }

    @Override
    public boolean describes() {
        return false;
    }

    @Override
    public Wire server(WireSetup setup) {
        return new JsonRpcWire(setup, codec(setup), false);
    }

    @Override
    public Wire client(WireSetup setup) {
        return new JsonRpcWire(setup, codec(setup), true);
    }

    @Override
    public List<String> codecs() {
        return List.of("json");
    }

    private static Codec codec(WireSetup setup) {
        return Objects.requireNonNull(setup.codecs().apply("json"));
    }
}
