package dev.parley.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// The bytes of a frame, put together by hand from `docs/protocol.md`: nothing of the code under test is used.
public final class RawFrame {
    public static final int HELLO = 1;
    public static final int CALL = 2;
    public static final int ITEM = 3;
    public static final int END = 4;
    public static final int RESULT = 5;
    public static final int FAILURE = 6;
    public static final int CANCEL = 7;
    public static final int CREDIT = 8;
    public static final int MORE_PART = 9;
    public static final int PING = 10;
    public static final int PONG = 11;
    public static final int GO_AWAY = 12;

    public static final int MORE = 0x01;
    public static final int VALUE = 0x02;
    public static final int DEFINE = 0x02;
    public static final int ABANDONED = 0x02;
    public static final int DEADLINE = 0x04;
    public static final int RAN = 0x04;
    public static final int METADATA = 0x08;
    public static final int STREAM = 0x10;
    public static final int TRACE = 0x10;
    public static final int MIXED = 0x20;
    public static final int SOFT = 0x40;
    public static final int EXTENDED = 0x80;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private RawFrame() {}

    public static RawFrame of(int kind, int flags, int id) {
        return new RawFrame().u8(kind).u8(flags).u32(id);
    }

    /// The preamble and a greeting.
    public static byte[] greeting() {
        byte[] hello = of(HELLO, 0, 0).varint(1).text("codec").text("msgpack").end();
        return join(HexFormat.of().parseHex("c150524c5901"), hello);
    }

    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    public RawFrame u8(int value) {
        out.write(value);
        return this;
    }

    public RawFrame u32(int value) {
        return u8(value >>> 24).u8(value >>> 16).u8(value >>> 8).u8(value);
    }

    public RawFrame u64(long value) {
        return u32((int) (value >>> 32)).u32((int) value);
    }

    public RawFrame varint(long value) {
        long rest = value;
        for (; rest >>> 7 != 0; rest >>>= 7) {
            u8((int) (rest & 0x7F | 0x80));
        }
        return u8((int) rest);
    }

    public RawFrame text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return varint(utf8.length).raw(utf8);
    }

    public RawFrame raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    public RawFrame hex(String digits) {
        return raw(HexFormat.of().parseHex(digits.replace(" ", "")));
    }

    /// The frame: its length, and what was put together.
    public byte[] end() {
        return join(new RawFrame().u32(out.size()).out.toByteArray(), out.toByteArray());
    }

    /// The frame with another length than it has.
    public byte[] endWithLength(int length) {
        return join(new RawFrame().u32(length).out.toByteArray(), out.toByteArray());
    }
}
