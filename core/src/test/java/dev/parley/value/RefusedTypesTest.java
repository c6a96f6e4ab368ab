package dev.parley.value;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.Timestamp;
import java.util.Date;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Types that cannot be carried are refused when their shape is built, with a text that says what would do.
class RefusedTypesTest {
    private static final String EXPECTED =
            " cannot be carried (expected a record, an enum, a sealed type of records, a class with properties,"
                    + " or one of the types in docs/values.md)";

    private record PrivateRecord(int x) {}

    private static final class PrivateHome {
        record Inner(int x) {}

        @SuppressWarnings("unused")
        static class Bean {
            public int x;
        }
    }

    @SuppressWarnings("unused")
    private static class PrivateBean {
        public int x;
    }

    interface Plain {
        int x();
    }

    abstract static class Abstract {
        public int x;
    }

    static class NoConstructor {
        public int x;

        NoConstructor(int x) {
            this.x = x;
        }
    }

    static class NoProperties {
        @SuppressWarnings("unused")
        private int x;
    }

    @SuppressWarnings("ClassCanBeStatic")
    class Inner {
        public int x;
    }

    record Direct(Thread thread) {}

    record Nested(List<Map<String, Optional<Direct>>> list) {}

    record Holder(
            PrivateRecord hidden,
            Iterable<Integer> iterable,
            Stream<Integer> stream,
            Queue<Integer> queue,
            Deque<Integer> deque,
            EnumMap<Locale.Category, String> enumMap,
            EnumSet<Locale.Category> enumSet,
            Enum<?> anyEnum) {}

    public static class Bean {
        public NoProperties none = new NoProperties();
    }

    private static void assertRefused(Class<?> type, String message) {
        assertThatThrownBy(() -> new Shapes().of(type))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Thread.class,
                Runnable.class,
                Number.class,
                Comparable.class,
                CharSequence.class,
                StringBuilder.class,
                Class.class,
                Locale.class,
                Date.class,
                AtomicInteger.class,
                Iterator.class,
                Stream.class,
                Void.class,
                void.class,
                Exception.class,
                Override.class
            })
    void otherTypesOfTheJdk(Class<?> type) {
        assertRefused(type, "type " + type.getName() + EXPECTED);
    }

    /// Nobody can give them a constructor, or open their module.
    @ParameterizedTest
    @ValueSource(classes = {Timestamp.class, javax.xml.namespace.QName.class, java.util.logging.Level.class})
    void typesOfTheJdksOtherModules(Class<?> type) {
        assertRefused(type, "type " + type.getName() + EXPECTED);
    }

    @Test
    void interfacesAndAbstractClasses() {
        assertRefused(Plain.class, "type " + Plain.class.getName() + EXPECTED);
        assertRefused(Abstract.class, "type " + Abstract.class.getName() + EXPECTED);
    }

    @Test
    void privateClasses() {
        String home = "dev.parley.value.RefusedTypesTest$";
        assertRefused(
                PrivateRecord.class, "class " + home + "PrivateRecord is private (make it package-private or public)");
        assertRefused(
                PrivateBean.class, "class " + home + "PrivateBean is private (make it package-private or public)");
        assertRefused(
                PrivateHome.Inner.class,
                "class " + home + "PrivateHome$Inner is private (make PrivateHome package-private or public)");
        assertRefused(
                PrivateHome.Bean.class,
                "class " + home + "PrivateHome$Bean is private (make PrivateHome package-private or public)");
    }

    @Test
    void classesThatCannotBeMade() {
        assertRefused(
                NoConstructor.class,
                "class "
                        + NoConstructor.class.getName()
                        + " has no constructor without parameters (give it one, or make it a record)");
        assertRefused(
                Inner.class,
                "class "
                        + Inner.class.getName()
                        + " has no constructor without parameters (give it one, or make it a record)");
    }

    @Test
    void classesWithoutProperties() {
        assertRefused(
                NoProperties.class,
                "class "
                        + NoProperties.class.getName()
                        + " has no properties (make it a record, or give it public fields or pairs of getters and"
                        + " setters)");
    }

    @Test
    void theInnermostPlaceIsNamed() {
        assertRefused(Direct.class, "Direct.thread: type java.lang.Thread" + EXPECTED);
        assertRefused(Nested.class, "Direct.thread: type java.lang.Thread" + EXPECTED);
        assertRefused(Thread[].class, "type java.lang.Thread" + EXPECTED);
        assertRefused(
                Bean.class,
                "Bean.none: class "
                        + NoProperties.class.getName()
                        + " has no properties (make it a record, or give it public fields or pairs of getters and"
                        + " setters)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hidden", "iterable", "stream"})
    void typesWithinOthers(String component) {
        assertThatThrownBy(() -> new Shapes().of(Types.component(Holder.class, component)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// A parameter of such a type would fail at each call.
    @ParameterizedTest
    @ValueSource(strings = {"queue", "deque", "enumMap", "enumSet", "anyEnum"})
    void collectionsThatCannotBeMade(String component) throws Exception {
        String name = Holder.class.getDeclaredMethod(component).getReturnType().getName();
        assertThatThrownBy(() -> new Shapes().of(Types.component(Holder.class, component)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }
}
