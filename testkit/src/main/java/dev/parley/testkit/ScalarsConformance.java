package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Command;
import dev.parley.Service;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Single values: numbers, text, bytes, enums and what is written as text.
abstract class ScalarsConformance extends Conformance {
    private static final long BEYOND_DOUBLES = (1L << 53) + 1;

    enum Priority {
        LOW,
        NORMAL,
        VERY_HIGH
    }

    @Service("scalars")
    @Command
    interface Scalars {
        boolean bool(boolean value);

        byte int8(byte value);

        short int16(short value);

        int int32(int value);

        long int64(long value);

        float float32(float value);

        double float64(double value);

        char character(char value);

        @Nullable Boolean maybeBool(@Nullable Boolean value);

        @Nullable Byte maybeInt8(@Nullable Byte value);

        @Nullable Short maybeInt16(@Nullable Short value);

        @Nullable Integer maybeInt32(@Nullable Integer value);

        @Nullable Long maybeInt64(@Nullable Long value);

        @Nullable Float maybeFloat32(@Nullable Float value);

        @Nullable Double maybeFloat64(@Nullable Double value);

        @Nullable Character maybeCharacter(@Nullable Character value);

        @Nullable String text(@Nullable String value);

        char[] characters(char[] value);

        byte[] bytes(byte[] value);

        ByteBuffer buffer(ByteBuffer value);

        BigInteger integer(BigInteger value);

        BigDecimal decimal(BigDecimal value);

        Priority priority(Priority value);

        UUID uuid(UUID value);

        URI uri(URI value);

        Path path(Path value);
    }

    static class ScalarsService implements Scalars {
        @Override
        public boolean bool(boolean value) {
            return value;
        }

        @Override
        public byte int8(byte value) {
            return value;
        }

        @Override
        public short int16(short value) {
            return value;
        }

        @Override
        public int int32(int value) {
            return value;
        }

        @Override
        public long int64(long value) {
            return value;
        }

        @Override
        public float float32(float value) {
            return value;
        }

        @Override
        public double float64(double value) {
            return value;
        }

        @Override
        public char character(char value) {
            return value;
        }

        @Override
        public @Nullable Boolean maybeBool(@Nullable Boolean value) {
            return value;
        }

        @Override
        public @Nullable Byte maybeInt8(@Nullable Byte value) {
            return value;
        }

        @Override
        public @Nullable Short maybeInt16(@Nullable Short value) {
            return value;
        }

        @Override
        public @Nullable Integer maybeInt32(@Nullable Integer value) {
            return value;
        }

        @Override
        public @Nullable Long maybeInt64(@Nullable Long value) {
            return value;
        }

        @Override
        public @Nullable Float maybeFloat32(@Nullable Float value) {
            return value;
        }

        @Override
        public @Nullable Double maybeFloat64(@Nullable Double value) {
            return value;
        }

        @Override
        public @Nullable Character maybeCharacter(@Nullable Character value) {
            return value;
        }

        @Override
        public @Nullable String text(@Nullable String value) {
            return value;
        }

        @Override
        public char[] characters(char[] value) {
            return value;
        }

        @Override
        public byte[] bytes(byte[] value) {
            return value;
        }

        @Override
        public ByteBuffer buffer(ByteBuffer value) {
            return value;
        }

        @Override
        public BigInteger integer(BigInteger value) {
            return value;
        }

        @Override
        public BigDecimal decimal(BigDecimal value) {
            return value;
        }

        @Override
        public Priority priority(Priority value) {
            return value;
        }

        @Override
        public UUID uuid(UUID value) {
            return value;
        }

        @Override
        public URI uri(URI value) {
            return value;
        }

        @Override
        public Path path(Path value) {
            return value;
        }
    }

    private Scalars scalars;

    @SuppressWarnings("NullAway.Init") // by start()
    ScalarsConformance(ConformanceSuite suite) {
        super(suite);
    }

    @BeforeEach
    void start() {
        serve(new ScalarsService());
        scalars = connect().service(Scalars.class);
    }

    private @Nullable Object dynamic(String command, @Nullable Object argument) {
        return connect().service("scalars").call(command, argument);
    }

    @Test
    void booleansArrive() {
        assertThat(scalars.bool(true)).isTrue();
        assertThat(scalars.bool(false)).isFalse();
    }

    @Test
    void integersOfEveryWidthArriveUpToTheirBounds() {
        for (byte value : new byte[] {Byte.MIN_VALUE, -33, -32, -1, 0, 1, Byte.MAX_VALUE}) {
            assertThat(scalars.int8(value)).isEqualTo(value);
        }
        for (short value : new short[] {Short.MIN_VALUE, -129, -128, 0, 127, 128, 255, 256, Short.MAX_VALUE}) {
            assertThat(scalars.int16(value)).isEqualTo(value);
        }
        for (int value : new int[] {Integer.MIN_VALUE, -32769, -32768, 0, 65535, 65536, Integer.MAX_VALUE}) {
            assertThat(scalars.int32(value)).isEqualTo(value);
        }
        for (long value : new long[] {Long.MIN_VALUE, -1L << 31, 0, 1L << 31, 1L << 32, Long.MAX_VALUE}) {
            assertThat(scalars.int64(value)).isEqualTo(value);
        }
    }

    @Test
    void integersBeyondThePrecisionOfDoublesKeepEveryDigit() {
        assertThat(scalars.int64(BEYOND_DOUBLES)).isEqualTo(BEYOND_DOUBLES);
        assertThat(dynamic("int64", BEYOND_DOUBLES)).isEqualTo(BEYOND_DOUBLES);
        assertThat(dynamic("int64", -BEYOND_DOUBLES)).isEqualTo(-BEYOND_DOUBLES);
    }

    @Test
    void realNumbersKeepEveryBit() {
        for (double value : new double[] {
            0.0, -0.0, 0.1, 1.0, -1.5, 1e300, Math.PI, Double.MIN_VALUE, Double.MIN_NORMAL, Double.MAX_VALUE
        }) {
            assertThat(Double.doubleToRawLongBits(scalars.float64(value)))
                    .as("%s", value)
                    .isEqualTo(Double.doubleToRawLongBits(value));
        }
        for (float value : new float[] {
            0f, -0f, 0.1f, 1f, -1.5f, 7.038531E-26f, Float.MIN_VALUE, Float.MIN_NORMAL, Float.MAX_VALUE
        }) {
            assertThat(Float.floatToRawIntBits(scalars.float32(value)))
                    .as("%s", value)
                    .isEqualTo(Float.floatToRawIntBits(value));
        }
    }

    @Test
    void infinitiesAndNotANumberArrive() {
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertThat(scalars.float64(value)).isEqualTo(Double.valueOf(value));
            assertThat(scalars.float32((float) value)).isEqualTo(Float.valueOf((float) value));
            assertThat(scalars.maybeFloat64(value)).isEqualTo(Double.valueOf(value));
        }
    }

    @Test
    void anIntegerWillDoWhereARealNumberIsExpected() {
        assertThat(dynamic("float64", 5)).isEqualTo(5.0);
    }

    @Test
    void charactersArrive() {
        for (char value : new char[] {'a', ' ', '"', '\\', '\0', '\n', 'é', '中', '\uFFFD', '\uFFFF'}) {
            assertThat(scalars.character(value)).isEqualTo(value);
        }
    }

    @Test
    void boxedValuesArrive() {
        assertThat(scalars.maybeBool(true)).isTrue();
        assertThat(scalars.maybeInt8((byte) -1)).isEqualTo((byte) -1);
        assertThat(scalars.maybeInt16((short) 300)).isEqualTo((short) 300);
        assertThat(scalars.maybeInt32(70_000)).isEqualTo(70_000);
        assertThat(scalars.maybeInt64(BEYOND_DOUBLES)).isEqualTo(BEYOND_DOUBLES);
        assertThat(scalars.maybeFloat32(0.1f)).isEqualTo(0.1f);
        assertThat(scalars.maybeFloat64(0.1)).isEqualTo(0.1);
        assertThat(scalars.maybeCharacter('x')).isEqualTo('x');
    }

    @Test
    void nullArrivesWhereItIsAllowed() {
        assertThat(scalars.maybeBool(null)).isNull();
        assertThat(scalars.maybeInt8(null)).isNull();
        assertThat(scalars.maybeInt16(null)).isNull();
        assertThat(scalars.maybeInt32(null)).isNull();
        assertThat(scalars.maybeInt64(null)).isNull();
        assertThat(scalars.maybeFloat32(null)).isNull();
        assertThat(scalars.maybeFloat64(null)).isNull();
        assertThat(scalars.maybeCharacter(null)).isNull();
        assertThat(scalars.text(null)).isNull();
        assertThat(dynamic("text", null)).isNull();
    }

    @Test
    void textOfEveryKindArrives() {
        for (String value : List.of(
                "",
                "milk",
                "\"quoted\" \\ and 'quoted' / too",
                "\0\1\b\f\n\r\t\u001F\u007F",
                "äöü ß é ñ",
                "中文字符",
                "👩‍🚀 and 𝄞",
                "\u2028\u2029\uFEFF",
                "null",
                "x".repeat(31),
                "x".repeat(32),
                "é".repeat(200),
                "中".repeat(70_000))) {
            assertThat(scalars.text(value)).isEqualTo(value);
        }
        assertThat(scalars.characters("mülk".toCharArray())).isEqualTo("mülk".toCharArray());
    }

    @Test
    void bytesOfEveryValueArrive() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        assertThat(scalars.bytes(all)).isEqualTo(all);
        assertThat(scalars.bytes(new byte[0])).isEmpty();
        assertThat(scalars.bytes(new byte[100_000])).hasSize(100_000).containsOnly(0);
    }

    @Test
    void buffersOfEveryKindArriveAndAreLeftAsTheyWere() {
        byte[] milk = "one milk please".getBytes(StandardCharsets.UTF_8);
        ByteBuffer part = ByteBuffer.wrap(milk, 4, 4);
        ByteBuffer direct = ByteBuffer.allocateDirect(4).put(milk, 4, 4).flip();
        ByteBuffer slice = ByteBuffer.wrap(milk).slice(4, 4);
        for (ByteBuffer buffer : List.of(part, direct, slice, part.asReadOnlyBuffer())) {
            assertThat(scalars.buffer(buffer)).isEqualTo(ByteBuffer.wrap("milk".getBytes(StandardCharsets.UTF_8)));
            assertThat(buffer.remaining()).isEqualTo(4);
        }
    }

    @Test
    void integersOfAnySizeArrive() {
        for (String digits : List.of(
                "0", "-1", "9223372036854775807", "9223372036854775808", "18446744073709551615", "-9223372036854775809",
                "1" + "0".repeat(300))) {
            assertThat(scalars.integer(new BigInteger(digits))).isEqualTo(digits);
        }
    }

    @Test
    void decimalsKeepEveryDigitAndTheirScale() {
        for (String digits : List.of("0", "1.10", "-0.001", "12345678901234567890.123456789", "1E+20", "1E-20", "100")) {
            assertThat(scalars.decimal(new BigDecimal(digits))).isEqualTo(new BigDecimal(digits));
        }
    }

    @Test
    void enumsAreTextInLowerCase() {
        for (Priority value : Priority.values()) {
            assertThat(scalars.priority(value)).isEqualTo(value);
        }
        assertThat(dynamic("priority", Priority.VERY_HIGH)).isEqualTo("very_high");
        for (String text : List.of("very_high", "VERY_HIGH", "Very-High")) {
            assertThat(dynamic("priority", text)).isEqualTo("very_high");
        }
    }

    @Test
    void uuidsUrisAndPathsAreText() {
        UUID uuid = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
        assertThat(scalars.uuid(uuid)).isEqualTo(uuid);
        assertThat(dynamic("uuid", uuid)).isEqualTo(uuid.toString());
        URI uri = URI.create("https://example.org/a%20b?c=d#e");
        assertThat(scalars.uri(uri)).isEqualTo(uri);
        assertThat(dynamic("uri", uri)).isEqualTo(uri.toString());
        Path path = Path.of("notes", "2030 ä.txt");
        assertThat(scalars.path(path)).isEqualTo(path);
        assertThat(dynamic("path", path)).isEqualTo(path.toString());
    }
}
