package dev.parley.value;

import java.util.Map;

/// Passes values on as their bytes in a codec. Those of another codec are decoded as what they are there.
final class RawShape extends Shape {
    private final Codec codec;
    private final Shape dynamic;

    RawShape(Codec codec, Shape dynamic) {
        this.codec = codec;
        this.dynamic = dynamic;
    }

    @Override
    public boolean acceptsNull() {
        return false; // it is bytes as well
    }

    @Override
    void put(Writer out, Object value) {
        Raw raw = (Raw) value;
        if (raw.codec().name().equals(codec.name())) {
            out.raw(raw.bytes(), 0, raw.bytes().length);
        } else {
            dynamic.write(out, dynamic.read(raw.codec().reader(raw.bytes(), 0, raw.bytes().length)));
        }
    }

    @Override
    Object take(Reader in) {
        return new Raw(codec, in.raw());
    }

    @Override
    public String text() {
        return "any";
    }

    @Override
    public Map<String, Object> schema(Schemas definitions) {
        return Map.of();
    }
}
