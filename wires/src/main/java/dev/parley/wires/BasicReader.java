package dev.parley.wires;

import dev.parley.value.Extension;
import dev.parley.value.Kind;
import dev.parley.value.Names;
import dev.parley.value.Reader;
import dev.parley.value.Texts;
import dev.parley.value.ValueException;
import dev.parley.wires.BasicType.Array;
import dev.parley.wires.BasicType.Bool;
import dev.parley.wires.BasicType.Bytes;
import dev.parley.wires.BasicType.Fixed;
import dev.parley.wires.BasicType.Nothing;
import dev.parley.wires.BasicType.Text;
import dev.parley.wires.BasicType.Tuple;
import dev.parley.wires.BasicType.Unsigned;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;

/// Reads a value whose type is known.
final class BasicReader implements Reader {
    private final byte[] bytes;
    private final int start;
    private final boolean arguments;
    private int pos;
    private int end; // of the innermost array, or of all
    private @Nullable BasicType whole; // null when it has been read
    private @Nullable Level level;

    /// A list or map that is being read.
    private static final class Level {
        final BasicType type;
        final @Nullable Level outer;
        final int outerEnd;
        final long size;
        final boolean map;
        long index; // of the next element
        boolean keyed; // the key of the next element has been read

        Level(BasicType type, @Nullable Level outer, int outerEnd, long size, boolean map) {
            this.type = type;
            this.outer = outer;
            this.outerEnd = outerEnd;
            this.size = size;
            this.map = map;
        }

        BasicType element() {
            return switch (type) {
                case Array array -> array.element();
                case Fixed fixed -> fixed.element();
                case Tuple tuple -> tuple.parts().get((int) index).type();
                default -> throw new IllegalStateException(type + " has no elements");
            };
        }
    }

    /// @param arguments whether the tuple is one of arguments, which is a list, whatever its names
    BasicReader(byte[] bytes, int offset, int length, BasicType type, boolean arguments) {
        this.bytes = bytes;
        this.arguments = arguments;
        start = offset;
        pos = offset;
        end = offset + length;
        whole = type;
    }

    /// The type of the next value; null where none is left.
    private @Nullable BasicType next() {
        Level in = level;
        if (in == null) {
            return whole;
        }
        return in.index < in.size ? in.element() : null;
    }

    private boolean atKey() {
        Level in = level;
        return in != null && in.map && !in.keyed;
    }

    /// The type of the next value, which is about to be read.
    private BasicType begin(Kind wanted) {
        BasicType type = next();
        if (type == null || atKey()) {
            throw ValueException.mismatch(peek().text(), wanted.text());
        }
        Level in = level;
        if (in == null) {
            whole = null;
        } else {
            in.index++;
            in.keyed = false;
        }
        return type;
    }

    private static ValueException mismatch(BasicType type, Kind wanted) {
        return ValueException.mismatch(type.toString(), wanted.text());
    }

    /// Moves past bytes, and gives where they begin.
    private int take(long n) {
        if (n > end - pos) {
            throw new ValueException(n + " bytes announced, " + (end - pos) + " there");
        }
        int at = pos;
        pos += (int) n;
        return at;
    }

    private long unsigned(int size) {
        return BasicBytes.get(bytes, take(size), size);
    }

    @Override
    public Kind peek() {
        if (atKey()) {
            return Kind.TEXT;
        }
        BasicType type = next();
        if (type == null) {
            return pos == end ? Kind.END : Kind.BYTES;
        }
        return switch (type) {
            case Unsigned _ -> Kind.INTEGER;
            case Bool _ -> Kind.BOOLEAN;
            case Text _ -> Kind.TEXT;
            case Bytes _ -> Kind.BYTES;
            case Fixed _, Array _ -> Kind.LIST;
            case Tuple tuple -> tuple.isNamed() && !(arguments && level == null) ? Kind.MAP : Kind.LIST;
            case Nothing _ -> Kind.NIL;
        };
    }

    // ---- scalars

    @Override
    public void nil() {
        BasicType type = begin(Kind.NIL);
        if (type != BasicType.NOTHING) {
            throw mismatch(type, Kind.NIL);
        }
    }

    @Override
    public boolean bool() {
        BasicType type = begin(Kind.BOOLEAN);
        if (type != BasicType.BOOL) {
            throw mismatch(type, Kind.BOOLEAN);
        }
        long value = unsigned(1);
        if (value > 1) {
            throw ValueException.mismatch(Long.toString(value), "0 or 1 for a bool");
        }
        return value == 1;
    }

    @Override
    public long integer() {
        long value = bits();
        if (value < 0) {
            throw BasicErrors.tooBig(Long.toUnsignedString(value), Long.MAX_VALUE);
        }
        return value;
    }

    @Override
    public BigInteger bigInteger() {
        long value = bits();
        return value < 0 ? new BigInteger(Long.toUnsignedString(value)) : BigInteger.valueOf(value);
    }

    /// The bits of the next integer, which is unsigned.
    private long bits() {
        BasicType type = begin(Kind.INTEGER);
        if (!(type instanceof Unsigned unsigned)) {
            throw mismatch(type, Kind.INTEGER);
        }
        long value = unsigned(unsigned.bits() / Byte.SIZE);
        if (Long.compareUnsigned(value, unsigned.most()) > 0) {
            throw BasicErrors.tooBig(Long.toUnsignedString(value), unsigned.most());
        }
        return value;
    }

    @Override
    public double real() {
        return bigInteger().doubleValue();
    }

    @Override
    public BigDecimal decimal() {
        return new BigDecimal(bigInteger());
    }

    @Override
    public String text() {
        Level in = level;
        if (in != null && in.map && !in.keyed) {
            in.keyed = true;
            return BasicCommand.name(((Tuple) in.type).parts().get((int) in.index), (int) in.index);
        }
        BasicType type = begin(Kind.TEXT);
        if (type != BasicType.TEXT) {
            throw mismatch(type, Kind.TEXT);
        }
        long length = unsigned(Integer.BYTES);
        return BasicBytes.text(bytes, take(length), (int) length);
    }

    @Override
    public byte[] bytes() {
        ByteBuffer there = bytesInPlace();
        return Arrays.copyOfRange(bytes, there.position(), there.limit());
    }

    @Override
    public ByteBuffer bytesInPlace() {
        BasicType type = begin(Kind.BYTES);
        if (type != BasicType.BYTES) {
            throw mismatch(type, Kind.BYTES);
        }
        long length = unsigned(Integer.BYTES);
        return ByteBuffer.wrap(bytes, take(length), (int) length);
    }

    @Override
    public Instant timestamp() {
        return Texts.instant(text());
    }

    @Override
    public Extension extension() {
        throw mismatch(begin(Kind.EXTENSION), Kind.EXTENSION);
    }

    // ---- lists and tuples

    @Override
    public int beginList() {
        BasicType type = begin(Kind.LIST);
        long size =
                switch (type) {
                    case Fixed fixed -> fixed.size();
                    case Tuple tuple -> tuple.parts().size();
                    case Array _ -> -1;
                    default -> throw mismatch(type, Kind.LIST);
                };
        int outerEnd = end;
        if (type instanceof Array array) {
            size = announced(array);
        }
        level = new Level(type, level, outerEnd, size, false);
        return (int) size;
    }

    /// How many elements an array has, which ends where its bytes do.
    private long announced(Array array) {
        long length = unsigned(Integer.BYTES);
        int from = take(length);
        pos = from;
        end = from + (int) length;
        long size = unsigned(Integer.BYTES);
        if (size > (end - pos) / array.element().least()) {
            throw new ValueException("an array of " + size + " elements announced, " + (end - pos) + " bytes there");
        }
        return size;
    }

    @Override
    public int beginMap() {
        BasicType type = begin(Kind.MAP);
        if (!(type instanceof Tuple tuple)) {
            throw mismatch(type, Kind.MAP);
        }
        level = new Level(type, level, end, tuple.parts().size(), true);
        return tuple.parts().size();
    }

    @Override
    public boolean more() {
        Level in = level;
        if (in == null) {
            throw new IllegalStateException("more() outside of a list or map");
        }
        if (in.index < in.size) {
            return true;
        }
        if (in.type instanceof Array && pos != end) {
            throw new ValueException("an array with " + (end - pos) + " bytes more than its elements take");
        }
        end = in.outerEnd;
        level = in.outer;
        return false;
    }

    /// Parts that have no names are those of the same place.
    @Override
    public int field(Names names, int hint) {
        Level in = level;
        if (in != null && in.map && !in.keyed && ((Tuple) in.type).parts().get((int) in.index).name().isEmpty()) {
            in.keyed = true;
            return in.index < names.size() ? (int) in.index : -1;
        }
        return names.find(text());
    }

    @Override
    public @Nullable String findText(String key) {
        return null; // nothing is said of what a value is
    }

    @Override
    public void skip() {
        if (atKey()) {
            text();
            return;
        }
        switch (peek()) {
            case NIL -> nil();
            case BOOLEAN -> bool();
            case INTEGER -> bigInteger();
            case TEXT -> text();
            case BYTES -> bytesInPlace();
            case LIST, MAP -> {
                for (beginList(); more(); ) {
                    skip();
                }
            }
            default -> throw ValueException.mismatch("nothing", "a value");
        }
    }

    @Override
    public int position() {
        return pos - start;
    }

    @Override
    public byte[] raw() {
        int from = pos;
        skip();
        return Arrays.copyOfRange(bytes, from, pos);
    }
}
