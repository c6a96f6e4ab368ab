package dev.parley.session;

import dev.parley.value.Codec;
import dev.parley.value.Codecs;
import dev.parley.value.Output;
import dev.parley.wire.Abilities;
import dev.parley.wire.Frame;
import dev.parley.wire.Wire;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A protocol of one call at a time, which has calls without an answer. Tells what it is asked to write, and fails or hears
/// what a test wants.
final class OddWire implements Wire {
    final List<Frame> written = new ArrayList<>();
    final List<Frame> heard = new ArrayList<>();
    @Nullable RuntimeException failure;
    Frame.@Nullable OfCall known;

    @Override
    public int decode(byte[] bytes, int from, int to, Consumer<Frame> frames) {
        heard.forEach(frames);
        heard.clear();
        return to - from;
    }

    @Override
    public void encode(Frame frame, Output out) {
        if (failure != null) {
            throw failure;
        }
        written.add(frame);
    }

    @Override
    public Frame.@Nullable OfCall ownAnswer(Frame.Call call) {
        return known;
    }

    @Override
    public Abilities abilities() {
        return new Abilities(false, true, false, false, Abilities.Greeting.NONE);
    }

    @Override
    public Codec onlyCodec() {
        return Codecs.msgpack();
    }

    @Override
    public boolean tells() {
        return true;
    }
}
