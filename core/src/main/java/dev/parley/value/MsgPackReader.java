package dev.parley.value;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;

/// Reads MessagePack from a byte array. A container's announced size is only believed as far as bytes for it are there.
final class MsgPackReader extends Cursor implements Reader {
    private final int maxDepth;

    /// How many elements or entries are left in each open container, outermost first.
    private int[] left = new int[4];

    private int depth;

    MsgPackReader(byte[] bytes, int offset, int length, int maxDepth) {
        super(bytes, offset, length);
        this.maxDepth = maxDepth;
    }

    @Override
    public int position() {
        return pos - start;
    }

    @Override
    public Kind peek() {
        return pos == end ? Kind.END : kind(buf[pos] & 0xFF);
    }

    private Kind kind(int head) {
        if (head < 0x80 || head >= 0xE0) {
            return Kind.INTEGER;
        }
        if (head < 0xC0) {
            return head < 0x90 ? Kind.MAP : head < 0xA0 ? Kind.LIST : Kind.TEXT;
        }
        return switch (head) {
            case 0xC0 -> Kind.NIL;
            case 0xC1 -> throw new ValueException("malformed MessagePack: the byte 0xc1, which is never used");
            case 0xC2, 0xC3 -> Kind.BOOLEAN;
            case 0xC4, 0xC5, 0xC6 -> Kind.BYTES;
            case 0xC7, 0xC8, 0xC9 -> extensionKind(pos + 1 + (1 << (head - 0xC7)));
            case 0xCA, 0xCB -> Kind.REAL;
            case 0xCC, 0xCD, 0xCE, 0xCF, 0xD0, 0xD1, 0xD2, 0xD3 -> Kind.INTEGER;
            case 0xD4, 0xD5, 0xD6, 0xD7, 0xD8 -> extensionKind(pos + 1);
            case 0xD9, 0xDA, 0xDB -> Kind.TEXT;
            case 0xDC, 0xDD -> Kind.LIST;
            default -> Kind.MAP;
        };
    }

    private Kind extensionKind(int typeAt) {
        return typeAt < end && buf[typeAt] == -1 ? Kind.TIMESTAMP : Kind.EXTENSION;
    }

    private ValueException mismatch(String expected) {
        return ValueException.mismatch(peek().text(), expected);
    }

    @Override
    public void nil() {
        if (peek() != Kind.NIL) {
            throw mismatch("null");
        }
        pos++;
    }

    @Override
    public boolean bool() {
        if (peek() != Kind.BOOLEAN) {
            throw mismatch("boolean");
        }
        return u8() == 0xC3;
    }

    @Override
    public long integer() {
        if (pos == end) {
            throw mismatch("integer");
        }
        int head = buf[pos];
        if (head >= -32) {
            pos++;
            return head;
        }
        switch (head & 0xFF) {
            case 0xCC:
                pos++;
                return u8();
            case 0xCD:
                pos++;
                return u16();
            case 0xCE:
                pos++;
                return u32() & 0xFFFFFFFFL;
            case 0xCF:
                pos++;
                long value = u64();
                if (value < 0) {
                    throw ValueException.mismatch(Long.toUnsignedString(value), "integer of at most " + Long.MAX_VALUE);
                }
                return value;
            case 0xD0:
                pos++;
                return (byte) u8();
            case 0xD1:
                pos++;
                return (short) u16();
            case 0xD2:
                pos++;
                return u32();
            case 0xD3:
                pos++;
                return u64();
            default:
                throw mismatch("integer");
        }
    }

    @Override
    public BigInteger bigInteger() {
        if (pos < end && (buf[pos] & 0xFF) == 0xCF) {
            pos++;
            return new BigInteger(Long.toUnsignedString(u64()));
        }
        if (peek() == Kind.TEXT) {
            return Texts.bigInteger(text());
        }
        return BigInteger.valueOf(integer());
    }

    @Override
    public double real() {
        int head = pos == end ? 0xC0 : buf[pos] & 0xFF;
        if (head == 0xCB) {
            pos++;
            return Double.longBitsToDouble(u64());
        }
        if (head == 0xCA) {
            pos++;
            return Float.intBitsToFloat(u32());
        }
        if (peek() != Kind.INTEGER) {
            throw mismatch("number");
        }
        return head == 0xCF ? bigInteger().doubleValue() : integer();
    }

    @Override
    public BigDecimal decimal() {
        return switch (peek()) {
            case TEXT -> Texts.decimal(text());
            case INTEGER -> new BigDecimal(bigInteger());
            case REAL -> {
                double value = real();
                if (!Double.isFinite(value)) {
                    throw ValueException.mismatch(Double.toString(value), "decimal number");
                }
                yield BigDecimal.valueOf(value);
            }
            default -> throw mismatch("decimal number");
        };
    }

    /// Consumes the head of a text and returns the length that follows.
    private int textLength() {
        int head = pos == end ? 0xC0 : buf[pos] & 0xFF;
        if ((head & 0xE0) == 0xA0) {
            pos++;
            return head & 0x1F;
        }
        if (head < 0xD9 || head > 0xDB) {
            throw mismatch("text");
        }
        pos++;
        return sized(head - 0xD9);
    }

    /// An unsigned length in 1, 2 or 4 bytes.
    private int sized(int width) {
        return width == 0 ? u8() : width == 1 ? u16() : u32();
    }

    @Override
    public String text() {
        return utf8(textLength());
    }

    @Override
    public byte[] bytes() {
        int length = beginBytes();
        int at = take(length);
        return Arrays.copyOfRange(buf, at, at + length);
    }

    @Override
    public ByteBuffer bytesInPlace() {
        int length = beginBytes();
        return ByteBuffer.wrap(buf, take(length), length);
    }

    private int beginBytes() {
        if (peek() != Kind.BYTES) {
            throw mismatch("bytes");
        }
        return sized(u8() - 0xC4);
    }

    @Override
    public Instant timestamp() {
        if (peek() != Kind.TIMESTAMP) {
            if (peek() == Kind.TEXT) {
                return Texts.instant(text());
            }
            throw mismatch("timestamp");
        }
        int length = extensionLength(u8());
        u8();
        try {
            return switch (length) {
                case 4 -> Instant.ofEpochSecond(u32() & 0xFFFFFFFFL);
                case 8 -> {
                    long packed = u64();
                    yield instant(packed & (1L << 34) - 1, packed >>> 34);
                }
                case 12 -> {
                    long nanos = u32() & 0xFFFFFFFFL;
                    yield instant(u64(), nanos);
                }
                default -> throw ValueException.mismatch("timestamp of " + length + " bytes", "4, 8 or 12");
            };
        } catch (DateTimeException e) {
            throw new ValueException("timestamp out of range", e);
        }
    }

    private static Instant instant(long seconds, long nanos) {
        if (nanos > 999_999_999) {
            throw ValueException.mismatch("timestamp with " + nanos + " nanoseconds", "at most 999999999");
        }
        return Instant.ofEpochSecond(seconds, nanos);
    }

    private int extensionLength(int head) {
        return head >= 0xD4 ? 1 << (head - 0xD4) : sized(head - 0xC7);
    }

    @Override
    public Extension extension() {
        Kind kind = peek();
        if (kind != Kind.EXTENSION && kind != Kind.TIMESTAMP) {
            throw mismatch("extension");
        }
        int length = extensionLength(u8());
        int type = (byte) u8();
        int at = take(length);
        return new Extension(type, Arrays.copyOfRange(buf, at, at + length));
    }

    @Override
    public int beginList() {
        if (peek() != Kind.LIST) {
            throw mismatch("list");
        }
        int head = u8();
        return enter(head < 0xA0 ? head & 0x0F : sized(head - 0xDC + 1), 1);
    }

    @Override
    public int beginMap() {
        if (peek() != Kind.MAP) {
            throw mismatch("map");
        }
        int head = u8();
        return enter(head < 0x90 ? head & 0x0F : sized(head - 0xDE + 1), 2);
    }

    private int enter(int size, int least) {
        if (size < 0 || (long) size * least > end - pos) {
            throw new ValueException(
                    "malformed MessagePack: "
                            + (size & 0xFFFFFFFFL)
                            + " elements announced, "
                            + (end - pos)
                            + " bytes there");
        }
        if (depth == maxDepth) {
            throw ValueException.mismatch("a value nested deeper than " + maxDepth, "at most " + maxDepth);
        }
        if (depth == left.length) {
            left = Arrays.copyOf(left, depth * 2);
        }
        left[depth++] = size;
        return size;
    }

    @Override
    public boolean more() {
        if (left[depth - 1] == 0) {
            depth--;
            return false;
        }
        left[depth - 1]--;
        return true;
    }

    @Override
    public int field(Names names, int hint) {
        int length = textLength();
        int at = take(length);
        return names.find(buf, at, pos, hint);
    }

    @Override
    public @Nullable String findText(String key) {
        if (peek() != Kind.MAP) {
            return null;
        }
        int at = pos;
        int outer = depth;
        try {
            beginMap();
            while (more()) {
                boolean match = false;
                if (peek() == Kind.TEXT) {
                    match = text().equals(key);
                } else {
                    skip();
                }
                if (match) {
                    return peek() == Kind.TEXT ? text() : null;
                }
                skip();
            }
            return null;
        } finally {
            pos = at;
            depth = outer;
        }
    }

    /// Counts what is still to be passed instead of recursing, so that depth costs nothing here; the limit is kept.
    @Override
    public void skip() {
        int outer = depth;
        do {
            switch (peek()) {
                case END -> throw mismatch("a value");
                case LIST -> beginList();
                case MAP -> {
                    beginMap();
                    left[depth - 1] *= 2;
                }
                case TEXT -> take(textLength());
                case BYTES -> take(sized(u8() - 0xC4));
                case EXTENSION, TIMESTAMP -> {
                    int length = extensionLength(u8());
                    take(1);
                    take(length);
                }
                case REAL -> take(u8() == 0xCA ? 4 : 8);
                case BOOLEAN, NIL -> pos++;
                case INTEGER -> take(1 + integerWidth(buf[pos] & 0xFF));
            }
            while (depth > outer && !more()) {
                // left one more container; the count of the one around it decides
            }
        } while (depth > outer);
    }

    @Override
    public byte[] raw() {
        int from = pos;
        skip();
        return Arrays.copyOfRange(buf, from, pos);
    }

    private static int integerWidth(int head) {
        return switch (head) {
            case 0xCC, 0xD0 -> 1;
            case 0xCD, 0xD1 -> 2;
            case 0xCE, 0xD2 -> 4;
            case 0xCF, 0xD3 -> 8;
            default -> 0;
        };
    }
}
