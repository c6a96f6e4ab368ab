package dev.parley.value;

import static dev.parley.value.MsgPack.plain;
import static dev.parley.value.MsgPack.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Locale;

class EnumShapeTest {
    private static final Shapes SHAPES = new Shapes();

    enum Priority {
        LOW,
        VERY_HIGH,
        mixedCase
    }

    /// Constants that differ in case only, so that case counts.
    enum Unit {
        m,
        M,
        K_B
    }

    enum Operation {
        PLUS {
            @Override
            int apply(int a, int b) {
                return a + b;
            }
        },
        TITLE_I {
            @Override
            int apply(int a, int b) {
                return a - b;
            }
        };

        abstract int apply(int a, int b);
    }

    private enum Hidden {
        ONE
    }

    enum None {}

    @ParameterizedTest
    @CsvSource({"LOW, low", "VERY_HIGH, very_high", "mixedCase, mixedcase"})
    void aConstantIsItsNameInLowerCase(Priority constant, String text) {
        assertThat(MsgPack.bytesOf(SHAPES.of(Priority.class), constant)).isEqualTo(plain(text));
        assertThat(read(SHAPES.of(Priority.class), plain(text))).isEqualTo(constant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"very_high", "VERY_HIGH", "Very-High", "very-high", "VERY-high"})
    void caseAndDashesDoNotCount(String text) {
        assertThat(read(SHAPES.of(Priority.class), plain(text))).isEqualTo(Priority.VERY_HIGH);
    }

    @Test
    void caseCountsWhereItTellsConstantsApart() {
        Shape shape = SHAPES.of(Unit.class);
        assertThat(shape.text()).isEqualTo("m|M|K_B");
        for (Unit unit : Unit.values()) {
            assertThat(MsgPack.bytesOf(shape, unit)).isEqualTo(plain(unit.name()));
            assertThat(MsgPack.again(shape, unit)).isEqualTo(unit);
        }
        assertThatThrownBy(() -> read(shape, plain("k-b")))
                .isInstanceOf(ValueException.class)
                .hasMessage("got \"k-b\" (expected one of: m, M, K_B)");
    }

    @Test
    void anotherTextIsRefusedWithAllThatWouldDo() {
        assertThatThrownBy(() -> read(SHAPES.of(Priority.class), plain("hig")))
                .isInstanceOf(ValueException.class)
                .hasMessage("got \"hig\" (expected one of: low, very_high, mixedcase)");
        assertThatThrownBy(() -> read(SHAPES.of(Priority.class), "00")).hasMessage("got integer (expected text)");
        assertThatThrownBy(() -> read(SHAPES.of(None.class), plain("a"))).isInstanceOf(ValueException.class);
    }

    @Test
    void constantsWithBodiesArePartOfTheirEnum() {
        for (Operation operation : Operation.values()) {
            assertThat(MsgPack.again(SHAPES.of(Operation.class), operation)).isEqualTo(operation);
            assertThat(SHAPES.of(operation.getClass()).text()).isEqualTo("plus|title_i");
        }
    }

    @Test
    void noLocaleChangesTheNames() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.of("tr"));
            Shape shape = new Shapes().of(Operation.class);
            assertThat(shape.text()).isEqualTo("plus|title_i");
            assertThat(read(shape, plain("TITLE_I"))).isEqualTo(Operation.TITLE_I);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void privateEnumsWillDo() {
        assertThat(MsgPack.again(SHAPES.of(Hidden.class), Hidden.ONE)).isEqualTo(Hidden.ONE);
    }

    @Test
    void nullIsNoConstantButAValue() {
        assertThat(MsgPack.again(SHAPES.of(Priority.class), null)).isNull();
    }
}
