package dev.parley.wires;

import java.util.List;
import java.util.stream.Collectors;

/// How a value is composed of bytes in basic-socket-rpc. Its text is what [BasicText] reads.
sealed interface BasicType {
    Bool BOOL = new Bool();
    Text TEXT = new Text();
    Bytes BYTES = new Bytes();
    Nothing NOTHING = new Nothing();

    /// How many bytes a value takes at least.
    long least();

    /// An integer, little-endian.
    ///
    /// @param most the largest that is taken, unsigned: that of the bits, or less where the Java type has no room for it
    record Unsigned(int bits, long most) implements BasicType {
        Unsigned(int bits) {
            this(bits, -1L >>> (Long.SIZE - bits));
        }

        @Override
        public long least() {
            return bits / Byte.SIZE;
        }

        @Override
        public String toString() {
            return "uint" + bits;
        }
    }

    record Bool() implements BasicType {
        @Override
        public long least() {
            return 1;
        }

        @Override
        public String toString() {
            return "bool";
        }
    }

    /// UTF-8 behind its length.
    record Text() implements BasicType {
        @Override
        public long least() {
            return Integer.BYTES;
        }

        @Override
        public String toString() {
            return "string";
        }
    }

    /// Bytes behind their length.
    record Bytes() implements BasicType {
        @Override
        public long least() {
            return Integer.BYTES;
        }

        @Override
        public String toString() {
            return "bytes";
        }
    }

    /// So many elements.
    record Fixed(int size, BasicType element) implements BasicType {
        @Override
        public long least() {
            return size * element.least();
        }

        @Override
        public String toString() {
            return "fixed(" + size + ", " + element + ")";
        }
    }

    /// Any number of elements: the length of the rest in bytes, their number, the elements.
    record Array(BasicType element) implements BasicType {
        @Override
        public long least() {
            return 2 * Integer.BYTES;
        }

        @Override
        public String toString() {
            return "array(" + element + ")";
        }
    }

    /// @param name empty where it has none
    record Part(String name, BasicType type) {
        @Override
        public String toString() {
            return name.isEmpty() ? type.toString() : name + ": " + type;
        }
    }

    /// Values of several types.
    record Tuple(List<Part> parts) implements BasicType {
        @Override
        public long least() {
            return parts.stream().mapToLong(part -> part.type.least()).sum();
        }

        /// Whether each part has a name.
        boolean isNamed() {
            return !parts.isEmpty() && parts.stream().noneMatch(part -> part.name.isEmpty());
        }

        /// The index of the part of a name, or -1.
        int find(String name) {
            for (int i = 0; i < parts.size(); i++) {
                if (parts.get(i).name.equals(name)) {
                    return i;
                }
            }
            return -1;
        }

        /// The parts between commas.
        String list() {
            return parts.stream().map(Part::toString).collect(Collectors.joining(", "));
        }

        @Override
        public String toString() {
            return "tuple(" + list() + ")";
        }
    }

    /// No value: of results only.
    record Nothing() implements BasicType {
        @Override
        public long least() {
            return 0;
        }

        @Override
        public String toString() {
            return "nothing";
        }
    }
}
