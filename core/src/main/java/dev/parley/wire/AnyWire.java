package dev.parley.wire;

import dev.parley.Code;
import dev.parley.value.Codec;
import dev.parley.value.Output;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// A server's wire that finds out from the first bytes which of several protocols its client speaks.
public final class AnyWire implements Wire {
    private final WireSetup setup;
    private final List<Protocol> candidates;
    private final Wire own;
    private volatile @Nullable Wire chosen;

    /// @param own ours, which is one of the candidates
    /// @param others beside it
    public AnyWire(Wire own, List<Protocol> others, WireSetup setup) {
        this.own = own;
        this.setup = setup;
        candidates = new ArrayList<>(others);
    }

    private Wire wire() {
        Wire known = chosen;
        return known == null ? own : known;
    }

    @Override
    public int decode(byte[] bytes, int from, int to, Consumer<Frame> frames) throws WireException {
        if (chosen == null && from < to) {
            if (!choose(bytes, from, to)) {
                return 0;
            }
            greet(frames);
        }
        return wire().decode(bytes, from, to, frames);
    }

    /// @return false where that needs more bytes
    private boolean choose(byte[] bytes, int from, int to) throws WireException {
        if (bytes[from] == ParleyWire.PREAMBLE[0]) {
            chosen = own;
            return true;
        }
        boolean open = false;
        for (Protocol protocol : candidates) {
            Protocol.Likeness likeness = protocol.looksLike(bytes, from, to);
            if (likeness == Protocol.Likeness.YES) {
                chosen = protocol.server(setup);
                return true;
            }
            open |= likeness == Protocol.Likeness.PERHAPS;
        }
        if (!open) {
            List<String> names = candidates.stream().map(Protocol::name).toList();
            throw new WireException(
                    Code.UNIMPLEMENTED,
                    "the peer speaks none of parley, "
                            + String.join(", ", names)
                            + " (it begins with "
                            + LooksLike.describe(bytes, from, to)
                            + ")");
        }
        return false;
    }

    /// Says what is to be said of a client that does not greet.
    private void greet(Consumer<Frame> frames) {
        Codec only = onlyCodec();
        if (only != null && abilities().greeting() == Abilities.Greeting.NONE) {
            frames.accept(Frame.Hello.unsaid(only.name()));
        }
    }

    @Override
    public @Nullable ByteBuffer room() {
        return wire().room();
    }

    @Override
    public void unused() {
        wire().unused();
    }

    @Override
    public void encode(Frame frame, Output out) {
        Wire known = chosen;
        if (known != null) {
            known.encode(frame, out);
        } else if (frame instanceof Frame.GoAway) { // before it is known what the peer speaks: perhaps it is ours
            own.encode(frame, out);
        }
    }

    @Override
    public int itemHead() {
        return wire().itemHead();
    }

    @Override
    public void encodeItems(int id, Output items) {
        wire().encodeItems(id, items);
    }

    @Override
    public int largestPiece() {
        return wire().largestPiece();
    }

    @Override
    public int largestCopied() {
        return wire().largestCopied();
    }

    @Override
    public boolean joinsItems() {
        return wire().joinsItems();
    }

    @Override
    public @Nullable Formats formats(CommandName command) {
        return wire().formats(command);
    }

    @Override
    public @Nullable Set<String> reserves() {
        return wire().reserves();
    }

    @Override
    public Abilities abilities() {
        return wire().abilities();
    }

    @Override
    public @Nullable Codec onlyCodec() {
        return wire().onlyCodec();
    }

    @Override
    public boolean announcesStreams() {
        return wire().announcesStreams();
    }

    @Override
    public boolean tells() {
        return wire().tells();
    }

    @Override
    public boolean isAskedAgain() {
        return wire().isAskedAgain();
    }

    @Override
    public boolean isBusy() {
        return wire().isBusy();
    }

    @Override
    public boolean waits() {
        return wire().waits();
    }
}
