package dev.parley.value;

/// MessagePack, whole: every format of the specification is read, the shortest is written, with the timestamp extension.
///
/// @see <a href="https://github.com/msgpack/msgpack/blob/master/spec.md">The MessagePack specification</a>
public final class MsgPackCodec implements Codec {
    private final int maxDepth;

    public MsgPackCodec() {
        this(Writer.MAX_DEPTH);
    }

    /// @param maxDepth how deep lists and maps may be nested, in writing and in reading
    public MsgPackCodec(int maxDepth) {
        this.maxDepth = maxDepth;
    }

    @Override
    public String name() {
        return "msgpack";
    }

    @Override
    public Writer writer(Output out) {
        return new MsgPackWriter(out, maxDepth);
    }

    @Override
    public Reader reader(byte[] bytes, int offset, int length) {
        return new MsgPackReader(bytes, offset, length, maxDepth);
    }
}
