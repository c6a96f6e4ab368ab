package dev.parley.bench;

import dev.parley.value.Codec;
import dev.parley.value.Output;
import dev.parley.value.Shape;
import dev.parley.value.Shapes;

import java.util.Objects;

/// Our way to write and read a [Track]. The buffer that is written to is used again, as Jackson does with its own.
final class ShapeFormat implements RoundTrip.Format<Track> {
    private final Shape shape = new Shapes().of(Track.class);
    private final Output out = new Output();
    private final Codec codec;

    ShapeFormat(Codec codec) {
        this.codec = codec;
    }

    @Override
    public byte[] write(Track track) {
        out.clear();
        shape.write(codec.writer(out), track);
        return out.toByteArray();
    }

    @Override
    public Track read(byte[] bytes) {
        return (Track) Objects.requireNonNull(shape.read(codec.reader(bytes, 0, bytes.length)));
    }
}
