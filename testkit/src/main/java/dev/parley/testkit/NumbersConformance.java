package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Command;
import dev.parley.Service;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/// Booleans and numbers, of every width and beyond.
abstract class NumbersConformance extends Conformance {
    private static final long BEYOND_DOUBLES = (1L << 53) + 1;

    @Service("numbers")
    @Command
    interface Numbers {
        boolean bool(boolean value);

        byte int8(byte value);

        short int16(short value);

        int int32(int value);

        long int64(long value);

        float float32(float value);

        double float64(double value);

        @Nullable Boolean maybeBool(@Nullable Boolean value);

        @Nullable Byte maybeInt8(@Nullable Byte value);

        @Nullable Short maybeInt16(@Nullable Short value);

        @Nullable Integer maybeInt32(@Nullable Integer value);

        @Nullable Long maybeInt64(@Nullable Long value);

        @Nullable Float maybeFloat32(@Nullable Float value);

        @Nullable Double maybeFloat64(@Nullable Double value);

        BigInteger integer(BigInteger value);

        BigDecimal decimal(BigDecimal value);
    }

    static class NumbersService implements Numbers {
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
        public BigInteger integer(BigInteger value) {
            return value;
        }

        @Override
        public BigDecimal decimal(BigDecimal value) {
            return value;
        }
    }

    private Numbers numbers;

    @SuppressWarnings("NullAway.Init") // by start()
    NumbersConformance(ConformanceSuite suite) {
        super(suite);
    }

    @BeforeEach
    void start() {
        serve(new NumbersService());
        numbers = connect().service(Numbers.class);
    }

    private @Nullable Object dynamic(String command, @Nullable Object argument) {
        return connect().service("numbers").call(command, argument);
    }

    @Test
    void booleansArrive() {
        assertThat(numbers.bool(true)).isTrue();
        assertThat(numbers.bool(false)).isFalse();
    }

    @Test
    void integersOfEveryWidthArriveUpToTheirBounds() {
        for (byte value : new byte[] {Byte.MIN_VALUE, -33, -32, -1, 0, 1, Byte.MAX_VALUE}) {
            assertThat(numbers.int8(value)).isEqualTo(value);
        }
        for (short value : new short[] {Short.MIN_VALUE, -129, -128, 0, 127, 128, 255, 256, Short.MAX_VALUE}) {
            assertThat(numbers.int16(value)).isEqualTo(value);
        }
        for (int value : new int[] {Integer.MIN_VALUE, -32769, -32768, 0, 65535, 65536, Integer.MAX_VALUE}) {
            assertThat(numbers.int32(value)).isEqualTo(value);
        }
        for (long value : new long[] {Long.MIN_VALUE, -1L << 31, 0, 1L << 31, 1L << 32, Long.MAX_VALUE}) {
            assertThat(numbers.int64(value)).isEqualTo(value);
        }
    }

    @Test
    void integersBeyondThePrecisionOfDoublesKeepEveryDigit() {
        assertThat(numbers.int64(BEYOND_DOUBLES)).isEqualTo(BEYOND_DOUBLES);
        assertThat(dynamic("int64", BEYOND_DOUBLES)).isEqualTo(BEYOND_DOUBLES);
        assertThat(dynamic("int64", -BEYOND_DOUBLES)).isEqualTo(-BEYOND_DOUBLES);
    }

    @Test
    void realNumbersKeepEveryBit() {
        for (double value :
                new double[] {
                    0.0, -0.0, 0.1, 1.0, -1.5, 1e300, Math.PI, Double.MIN_VALUE, Double.MIN_NORMAL, Double.MAX_VALUE
                }) {
            assertThat(Double.doubleToRawLongBits(numbers.float64(value)))
                    .as("%s", value)
                    .isEqualTo(Double.doubleToRawLongBits(value));
        }
        for (float value :
                new float[] {
                    0f, -0f, 0.1f, 1f, -1.5f, 7.038531E-26f, Float.MIN_VALUE, Float.MIN_NORMAL, Float.MAX_VALUE
                }) {
            assertThat(Float.floatToRawIntBits(numbers.float32(value)))
                    .as("%s", value)
                    .isEqualTo(Float.floatToRawIntBits(value));
        }
    }

    @Test
    void infinitiesAndNotANumberArrive() {
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertThat(numbers.float64(value)).isEqualTo(Double.valueOf(value));
            assertThat(numbers.float32((float) value)).isEqualTo(Float.valueOf((float) value));
            assertThat(numbers.maybeFloat64(value)).isEqualTo(Double.valueOf(value));
        }
    }

    @Test
    void anIntegerWillDoWhereARealNumberIsExpected() {
        assertThat(dynamic("float64", 5)).isEqualTo(5.0);
    }

    @Test
    void boxedValuesArrive() {
        assertThat(numbers.maybeBool(true)).isTrue();
        assertThat(numbers.maybeInt8((byte) -1)).isEqualTo((byte) -1);
        assertThat(numbers.maybeInt16((short) 300)).isEqualTo((short) 300);
        assertThat(numbers.maybeInt32(70_000)).isEqualTo(70_000);
        assertThat(numbers.maybeInt64(BEYOND_DOUBLES)).isEqualTo(BEYOND_DOUBLES);
        assertThat(numbers.maybeFloat32(0.1f)).isEqualTo(0.1f);
        assertThat(numbers.maybeFloat64(0.1)).isEqualTo(0.1);
    }

    @Test
    void nullArrivesWhereItIsAllowed() {
        assertThat(numbers.maybeBool(null)).isNull();
        assertThat(numbers.maybeInt8(null)).isNull();
        assertThat(numbers.maybeInt16(null)).isNull();
        assertThat(numbers.maybeInt32(null)).isNull();
        assertThat(numbers.maybeInt64(null)).isNull();
        assertThat(numbers.maybeFloat32(null)).isNull();
        assertThat(numbers.maybeFloat64(null)).isNull();
        assertThat(dynamic("maybeInt32", null)).isNull();
    }

    @Test
    void integersOfAnySizeArrive() {
        for (String digits :
                List.of(
                        "0",
                        "-1",
                        "9223372036854775807",
                        "9223372036854775808",
                        "18446744073709551615",
                        "-9223372036854775809",
                        "1" + "0".repeat(300))) {
            assertThat(numbers.integer(new BigInteger(digits))).isEqualTo(digits);
        }
    }

    @Test
    void decimalsKeepEveryDigitAndTheirScale() {
        for (String digits :
                List.of("0", "1.10", "-0.001", "12345678901234567890.123456789", "1E+20", "1E-20", "100")) {
            assertThat(numbers.decimal(new BigDecimal(digits))).isEqualTo(new BigDecimal(digits));
        }
    }
}
