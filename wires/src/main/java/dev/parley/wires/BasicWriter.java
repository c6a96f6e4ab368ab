package dev.parley.wires;

import dev.parley.value.Extension;
import dev.parley.value.Kind;
import dev.parley.value.Names;
import dev.parley.value.Output;
import dev.parley.value.Texts;
import dev.parley.value.ValueException;
import dev.parley.value.Writer;
import dev.parley.wires.BasicType.Array;
import dev.parley.wires.BasicType.Fixed;
import dev.parley.wires.BasicType.Tuple;
import dev.parley.wires.BasicType.Unsigned;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;

/// Writes a value whose type is known. Of a tuple, the parts may be given in a list, or by name in any order.
final class BasicWriter implements Writer {
    /// Both lengths before the elements of an array.
    private static final int ARRAY_HEAD = 2 * Integer.BYTES;

    private final Output out;
    private final boolean mixed; // a list of a list and a map that are one tuple
    private @Nullable BasicType whole; // null when it has been written
    private @Nullable Level level;
    private @Nullable Level both; // where mixed: the tuple
    private boolean opened; // where mixed: the list of both

    /// A list or map that is being written.
    private static final class Level {
        final BasicType type;
        final @Nullable Level outer;
        final int from; // where its bytes begin
        final int[] starts; // of the parts of a tuple; -1 for those that are not there
        final int[] ends;
        boolean map;
        int index; // of the next element
        int key = -1; // of the part that is written or comes next, where they go by name

        Level(BasicType type, @Nullable Level outer, int from) {
            this.type = type;
            this.outer = outer;
            this.from = from;
            int parts = type instanceof Tuple tuple ? tuple.parts().size() : 0;
            starts = new int[parts];
            ends = new int[parts];
            Arrays.fill(starts, -1);
        }
    }

    BasicWriter(Output out, BasicType type, BasicCodec.Role role) {
        this.out = out;
        whole = type;
        mixed = role == BasicCodec.Role.MIXED;
    }

    /// The type of the value that comes.
    private BasicType begin(Kind got) {
        Level in = level;
        BasicType type = null;
        if (in == null) {
            type = whole;
            whole = null;
        } else if (in.type instanceof Tuple tuple) {
            if (!in.map && in.index < tuple.parts().size()) {
                in.key = in.index++;
            }
            if (in.key >= 0 && in.ends[in.key] == 0) {
                in.starts[in.key] = out.size();
                in.ends[in.key] = -1; // until it is known
                type = tuple.parts().get(in.key).type();
            }
        } else {
            in.index++;
            type = in.type instanceof Array array ? array.element() : ((Fixed) in.type).element();
        }
        if (type == null) {
            throw ValueException.mismatch(got.text(), "nothing more");
        }
        return type;
    }

    private static ValueException mismatch(Kind got, BasicType type) {
        return ValueException.mismatch(got.text(), type.toString());
    }

    /// Where it would be a key, takes it for one.
    private boolean isKey() {
        Level in = level;
        return in != null && in.map && (in.key < 0 || in.starts[in.key] >= 0);
    }

    // ---- scalars

    @Override
    public void nil() {
        BasicType type = begin(Kind.NIL);
        if (type != BasicType.NOTHING) {
            throw mismatch(Kind.NIL, type);
        }
    }

    @Override
    public void bool(boolean value) {
        BasicType type = begin(Kind.BOOLEAN);
        if (type != BasicType.BOOL) {
            throw mismatch(Kind.BOOLEAN, type);
        }
        out.u8(value ? 1 : 0);
    }

    @Override
    public void integer(long value) {
        Unsigned type = unsigned();
        if (value < 0) {
            throw BasicErrors.negative(Long.toString(value));
        } else if (Long.compareUnsigned(value, type.most()) > 0) {
            throw BasicErrors.tooBig(Long.toString(value), type.most());
        }
        BasicBytes.put(out, value, type.bits() / Byte.SIZE);
    }

    @Override
    public void integer(BigInteger value) {
        Unsigned type = unsigned();
        if (value.signum() < 0) {
            throw BasicErrors.negative(value.toString());
        } else if (value.bitLength() > Long.SIZE || Long.compareUnsigned(value.longValue(), type.most()) > 0) {
            throw BasicErrors.tooBig(value.toString(), type.most());
        }
        BasicBytes.put(out, value.longValue(), type.bits() / Byte.SIZE);
    }

    private Unsigned unsigned() {
        BasicType type = begin(Kind.INTEGER);
        if (type instanceof Unsigned unsigned) {
            return unsigned;
        }
        throw mismatch(Kind.INTEGER, type);
    }

    @Override
    public void real(double value) {
        throw mismatch(Kind.REAL, begin(Kind.REAL));
    }

    @Override
    public void real(float value) {
        real((double) value);
    }

    @Override
    public void decimal(BigDecimal value) {
        throw mismatch(Kind.REAL, begin(Kind.REAL));
    }

    @Override
    public void text(String value) {
        if (isKey()) {
            key(value);
            return;
        }
        BasicType type = begin(Kind.TEXT);
        if (type == BasicType.BYTES) { // from formats without bytes
            byte[] bytes = Texts.bytes(value);
            BasicBytes.bytes(out, bytes, 0, bytes.length);
        } else if (type == BasicType.TEXT) {
            byte[] utf8 = Texts.utf8(value);
            BasicBytes.bytes(out, utf8, 0, utf8.length);
        } else {
            throw mismatch(Kind.TEXT, type);
        }
    }

    @Override
    public void bytes(byte[] value, int offset, int length) {
        BasicType type = begin(Kind.BYTES);
        if (type != BasicType.BYTES) {
            throw mismatch(Kind.BYTES, type);
        }
        BasicBytes.bytes(out, value, offset, length);
    }

    /// As text, like formats without timestamps.
    @Override
    public void timestamp(Instant value) {
        text(value.toString());
    }

    @Override
    public void extension(Extension value) {
        throw mismatch(Kind.EXTENSION, begin(Kind.EXTENSION));
    }

    @Override
    public void raw(byte[] value, int offset, int length) {
        begin(Kind.BYTES);
        out.bytes(value, offset, length);
    }

    // ---- lists and tuples

    @Override
    public void beginList(int size) {
        if (mixed && level == null && !opened) {
            opened = true;
            both = new Level(begin(Kind.LIST), null, out.size());
            return;
        } else if (mixed && level == null) {
            level = both;
            requireAtMost(size, ((Tuple) java.util.Objects.requireNonNull(both).type).parts().size());
            return;
        }
        BasicType type = begin(Kind.LIST);
        switch (type) {
            case Array _ -> {
                level = new Level(type, level, out.size());
                out.claim(ARRAY_HEAD);
            }
            case Fixed fixed -> {
                if (size != fixed.size()) {
                    throw ValueException.mismatch("a list of " + size, type.toString());
                }
                level = new Level(type, level, out.size());
            }
            case Tuple tuple -> {
                requireAtMost(size, tuple.parts().size());
                level = new Level(type, level, out.size());
            }
            default -> throw mismatch(Kind.LIST, type);
        }
    }

    private static void requireAtMost(int size, int parts) {
        if (size > parts) {
            throw ValueException.mismatch(size + " values", parts == 1 ? "1" : "at most " + parts);
        }
    }

    @Override
    public void endList() {
        Level in = level;
        if (in == null) {
            return; // the end of the list of both
        }
        level = in.outer;
        if (in.type instanceof Array) {
            BasicBytes.put(out, in.from, out.size() - in.from - Integer.BYTES, Integer.BYTES);
            BasicBytes.put(out, in.from + Integer.BYTES, in.index, Integer.BYTES);
        } else if (in.type instanceof Tuple tuple && in != both) {
            requireAll(in, tuple);
        } else if (in == both) {
            endPart(in);
        }
    }

    @Override
    public void beginMap(int size) {
        Level in = mixed && level == null ? both : null;
        if (in == null) {
            BasicType type = begin(Kind.MAP);
            if (!(type instanceof Tuple)) {
                throw mismatch(Kind.MAP, type);
            }
            in = new Level(type, level, out.size());
        }
        in.map = true;
        in.key = -1;
        level = in;
    }

    private void key(String name) {
        Level in = java.util.Objects.requireNonNull(level);
        Tuple tuple = (Tuple) in.type;
        for (int i = 0; i < tuple.parts().size(); i++) {
            if (BasicCommand.name(tuple.parts().get(i), i).equals(name)) {
                key(in, i, name);
                return;
            }
        }
        throw new ValueException("no part " + ValueException.quote(name) + " (expected " + tuple.list() + ")");
    }

    private void key(Level in, int i, String name) {
        endPart(in);
        if (in.starts[i] >= 0) {
            throw new ValueException("part " + ValueException.quote(name) + " is given twice");
        }
        in.key = i;
    }

    /// Parts that have no names are those of the same place.
    @Override
    public void field(Names names, int i) {
        Level in = java.util.Objects.requireNonNull(level);
        Tuple tuple = (Tuple) in.type;
        if (i < tuple.parts().size()
                && (tuple.parts().get(i).name().isEmpty() || tuple.parts().get(i).name().equals(names.name(i)))) {
            key(in, i, names.name(i));
        } else {
            key(names.name(i));
        }
    }

    private void endPart(Level in) {
        for (int i = 0; i < in.starts.length; i++) { // the last one only, or those of the list before the map
            if (in.ends[i] < 0) {
                in.ends[i] = endOf(in, i);
            }
        }
    }

    /// Where a part ends: where the next that was written begins.
    private int endOf(Level in, int part) {
        int end = out.size();
        for (int start : in.starts) {
            end = start > in.starts[part] ? Math.min(end, start) : end;
        }
        return end;
    }

    @Override
    public void endMap() {
        Level in = java.util.Objects.requireNonNull(level);
        level = in.outer;
        endPart(in);
        requireAll(in, (Tuple) in.type);
        int before = in.from;
        boolean inOrder = true;
        for (int start : in.starts) {
            inOrder &= start >= before;
            before = start;
        }
        if (inOrder) {
            return;
        }
        byte[] given = Arrays.copyOfRange(out.array(), in.from, out.size());
        out.truncate(in.from);
        for (int i = 0; i < in.starts.length; i++) {
            out.bytes(given, in.starts[i] - in.from, in.ends[i] - in.starts[i]);
        }
    }

    private static void requireAll(Level in, Tuple tuple) {
        for (int i = 0; i < in.starts.length; i++) {
            if (in.starts[i] < 0) {
                throw ValueException.mismatch("nothing", tuple.parts().get(i).type().toString())
                        .inField(BasicCommand.name(tuple.parts().get(i), i));
            }
        }
    }
}
