package dev.parley.wires;

import dev.parley.wire.Protocol;
import dev.parley.wire.Wire;
import dev.parley.wire.WireSetup;

/// The protocol of the Python library snekrpc 0.8 on stream sockets: messages in MessagePack or JSON, each behind its length
/// in four bytes; one call at a time on a connection, with streams both ways.
public final class SnekProtocol implements Protocol {
    /// The first element of a call's message.
    private static final byte[] JSON = "[\"CommandMessage\"".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    @Override
    public String name() {
        return "snekrpc";
    }

    /// A message of one byte, 0, that asks for the codec, or the beginning of a call.
    @Override
    public Likeness looksLike(byte[] bytes, int from, int to) {
        int there = to - from;
        if (bytes[from] != 0) {
            return Likeness.NO; // its first messages are shorter than 16 MiB
        } else if (there < 5) {
            return Likeness.PERHAPS;
        }
        int length = SnekFrames.length(bytes, from);
        int first = bytes[from + 4] & 0xFF;
        boolean fits = length == 1 ? first == 0 : length > 1 && (first == JSON[0] || first == 0x95);
        return fits ? Likeness.YES : Likeness.NO;
    }

    @Override
    public Wire server(WireSetup setup) {
        return new SnekServerWire(setup);
    }

    @Override
    public Wire client(WireSetup setup) {
        return new SnekClientWire(setup);
    }
}
