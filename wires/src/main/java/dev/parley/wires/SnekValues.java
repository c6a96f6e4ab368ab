package dev.parley.wires;

import dev.parley.value.Codec;
import dev.parley.value.Extension;
import dev.parley.value.Kind;
import dev.parley.value.Names;
import dev.parley.value.Output;
import dev.parley.value.Reader;
import dev.parley.value.Texts;
import dev.parley.value.Writer;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/// A codec for the values that Python writes: a time without an offset, such as its command line makes, is one in UTC.
record SnekValues(Codec codec) implements Codec {
    @Override
    public String name() {
        return codec.name();
    }

    @Override
    public Writer writer(Output out) {
        return codec.writer(out);
    }

    @Override
    public Reader reader(byte[] bytes, int offset, int length) {
        return new Values(codec.reader(bytes, offset, length));
    }

    /// Reads all as the codec does, but for times.
    private record Values(Reader in) implements Reader {
        @Override
        public Instant timestamp() {
            if (in.peek() != Kind.TEXT) {
                return in.timestamp();
            }
            String text = in.text();
            try {
                return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
            } catch (DateTimeParseException e) {
                return Texts.instant(text);
            }
        }

        @Override
        public Kind peek() {
            return in.peek();
        }

        @Override
        public void nil() {
            in.nil();
        }

        @Override
        public boolean bool() {
            return in.bool();
        }

        @Override
        public long integer() {
            return in.integer();
        }

        @Override
        public BigInteger bigInteger() {
            return in.bigInteger();
        }

        @Override
        public double real() {
            return in.real();
        }

        @Override
        public BigDecimal decimal() {
            return in.decimal();
        }

        @Override
        public String text() {
            return in.text();
        }

        @Override
        public byte[] bytes() {
            return in.bytes();
        }

        @Override
        public ByteBuffer bytesInPlace() {
            return in.bytesInPlace();
        }

        @Override
        public Extension extension() {
            return in.extension();
        }

        @Override
        public int beginList() {
            return in.beginList();
        }

        @Override
        public int beginMap() {
            return in.beginMap();
        }

        @Override
        public boolean more() {
            return in.more();
        }

        @Override
        public int field(Names names, int hint) {
            return in.field(names, hint);
        }

        @Override
        public @Nullable String findText(String key) {
            return in.findText(key);
        }

        @Override
        public void skip() {
            in.skip();
        }

        @Override
        public int position() {
            return in.position();
        }

        @Override
        public byte[] raw() {
            return in.raw();
        }
    }
}
