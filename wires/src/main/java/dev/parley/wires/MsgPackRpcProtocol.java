package dev.parley.wires;

import dev.parley.wire.Protocol;
import dev.parley.wire.Wire;
import dev.parley.wire.WireSetup;

import java.util.List;

/// MessagePack-RPC: requests `[0, msgid, method, params]`, responses `[1, msgid, error, result]` and notifications
/// `[2, method, params]`, one behind the other. Both ends may call. Thread-safe.
///
/// @see <a href="https://github.com/msgpack-rpc/msgpack-rpc/blob/master/spec.md">The MessagePack-RPC specification</a>
public final class MsgPackRpcProtocol implements Protocol {
    static final String CODEC = "msgpack";

    @Override
    public String name() {
        return "msgpackrpc";
    }

    /// A request or a notification.
    @Override
    public Likeness looksLike(byte[] bytes, int from, int to) {
        int head =
                switch (bytes[from] & 0xFF) {
                    case 0x93, 0x94 -> 1;
                    case 0xDC -> 3;
                    case 0xDD -> 5;
                    default -> 0;
                };
        if (head == 0) {
            return Likeness.NO;
        } else if (to - from <= head) {
            return Likeness.PERHAPS;
        }
        int size = bytes[from + head - 1] & 0x0F;
        int type = bytes[from + head];
        boolean fits = size == 4 && type == MsgPackRpcWire.REQUEST || size == 3 && type == MsgPackRpcWire.NOTIFICATION;
        return fits ? Likeness.YES : Likeness.NO;
    }

    @Override
    public boolean namesArguments() {
        return false;
    }

    @Override
    public boolean describes() {
        return false;
    }

    @Override
    public List<String> codecs() {
        return List.of(CODEC);
    }

    @Override
    public Wire server(WireSetup setup) {
        return new MsgPackRpcWire(setup, false);
    }

    @Override
    public Wire client(WireSetup setup) {
        return new MsgPackRpcWire(setup, true);
    }
}
