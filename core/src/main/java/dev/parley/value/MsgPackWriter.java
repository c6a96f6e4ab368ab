package dev.parley.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;

/// Writes the shortest MessagePack form of each value.
final class MsgPackWriter implements Writer {
    private static final int SHORT_TEXT = 64;
    private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);

    private final Output out;
    private final int maxDepth;
    private int depth;

    MsgPackWriter(Output out, int maxDepth) {
        this.out = out;
        this.maxDepth = maxDepth;
    }

    @Override
    public void nil() {
        out.u8(0xC0);
    }

    @Override
    public void bool(boolean value) {
        out.u8(value ? 0xC3 : 0xC2);
    }

    @Override
    public void integer(long value) {
        if (value >= -32 && value < 128) {
            out.u8((int) value);
        } else if (value >= 0) {
            positive(value);
        } else if (value >= Byte.MIN_VALUE) {
            out.u16(0xD0 << 8 | (int) value & 0xFF);
        } else if (value >= Short.MIN_VALUE) {
            out.u8(0xD1);
            out.u16((int) value);
        } else if (value >= Integer.MIN_VALUE) {
            out.u8(0xD2);
            out.u32((int) value);
        } else {
            out.u8(0xD3);
            out.u64(value);
        }
    }

    private void positive(long value) {
        if (value < 1 << 8) {
            out.u16(0xCC << 8 | (int) value);
        } else if (value < 1 << 16) {
            out.u8(0xCD);
            out.u16((int) value);
        } else if (value < 1L << 32) {
            out.u8(0xCE);
            out.u32((int) value);
        } else {
            out.u8(0xCF);
            out.u64(value);
        }
    }

    @Override
    public void integer(BigInteger value) {
        if (value.bitLength() < 64) {
            integer(value.longValue());
        } else if (value.signum() > 0 && value.compareTo(TWO_64) < 0) {
            out.u8(0xCF);
            out.u64(value.longValue());
        } else {
            text(value.toString());
        }
    }

    @Override
    public void real(double value) {
        out.u8(0xCB);
        out.u64(Double.doubleToRawLongBits(value));
    }

    @Override
    public void real(float value) {
        out.u8(0xCA);
        out.u32(Float.floatToRawIntBits(value));
    }

    @Override
    public void decimal(BigDecimal value) {
        text(value.toString());
    }

    @Override
    public void text(String value) {
        int length = value.length();
        if (length <= SHORT_TEXT && shortAscii(value, length)) {
            return;
        }
        byte[] utf8 = Texts.utf8(value);
        textHeader(utf8.length);
        out.bytes(utf8);
    }

    /// Writes a text that turns out to be ASCII in one pass; otherwise takes back what it wrote.
    private boolean shortAscii(String value, int length) {
        int start = out.size();
        textHeader(length);
        int at = out.claim(length);
        byte[] array = out.array();
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c >= 0x80) {
                out.truncate(start);
                return false;
            }
            array[at + i] = (byte) c;
        }
        return true;
    }

    private void textHeader(int length) {
        if (length < 32) {
            out.u8(0xA0 | length);
        } else if (length < 1 << 8) {
            out.u16(0xD9 << 8 | length);
        } else if (length < 1 << 16) {
            out.u8(0xDA);
            out.u16(length);
        } else {
            out.u8(0xDB);
            out.u32(length);
        }
    }

    @Override
    public void bytes(byte[] value, int offset, int length) {
        bytesHead(length);
        out.bytes(value, offset, length);
    }

    @Override
    public void bytes(ByteBuffer value) {
        bytesHead(value.remaining());
        out.bytes(value);
    }

    private void bytesHead(int length) {
        if (length < 1 << 8) {
            out.u16(0xC4 << 8 | length);
        } else if (length < 1 << 16) {
            out.u8(0xC5);
            out.u16(length);
        } else {
            out.u8(0xC6);
            out.u32(length);
        }
    }

    @Override
    public void timestamp(Instant value) {
        long seconds = value.getEpochSecond();
        int nanos = value.getNano();
        if (seconds >>> 34 != 0) {
            out.u8(0xC7);
            out.u16(12 << 8 | 0xFF);
            out.u32(nanos);
            out.u64(seconds);
        } else if (nanos == 0 && seconds >>> 32 == 0) {
            out.u16(0xD6FF);
            out.u32((int) seconds);
        } else {
            out.u16(0xD7FF);
            out.u64((long) nanos << 34 | seconds);
        }
    }

    @Override
    public void extension(Extension value) {
        int length = value.data().length;
        if (Integer.bitCount(length) == 1 && length <= 16) {
            out.u8(0xD4 + Integer.numberOfTrailingZeros(length));
        } else if (length < 1 << 8) {
            out.u16(0xC7 << 8 | length);
        } else if (length < 1 << 16) {
            out.u8(0xC8);
            out.u16(length);
        } else {
            out.u8(0xC9);
            out.u32(length);
        }
        out.u8(value.type());
        out.bytes(value.data());
    }

    @Override
    public void beginList(int size) {
        enter();
        if (size < 16) {
            out.u8(0x90 | size);
        } else if (size < 1 << 16) {
            out.u8(0xDC);
            out.u16(size);
        } else {
            out.u8(0xDD);
            out.u32(size);
        }
    }

    @Override
    public void endList() {
        depth--;
    }

    @Override
    public void beginMap(int size) {
        enter();
        if (size < 16) {
            out.u8(0x80 | size);
        } else if (size < 1 << 16) {
            out.u8(0xDE);
            out.u16(size);
        } else {
            out.u8(0xDF);
            out.u32(size);
        }
    }

    @Override
    public void endMap() {
        depth--;
    }

    private void enter() {
        if (depth == maxDepth) {
            throw ValueException.mismatch("a value nested deeper than " + maxDepth, "at most " + maxDepth);
        }
        depth++;
    }

    @Override
    public void raw(byte[] value, int offset, int length) {
        out.bytes(value, offset, length);
    }

    @Override
    public void field(Names names, int index) {
        byte[] utf8 = names.utf8(index);
        textHeader(utf8.length);
        out.bytes(utf8);
    }
}
