package dev.parley.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Command;
import dev.parley.Default;
import dev.parley.value.Shapes;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Objects of services' classes, made of plain values.
class ConstructorModelTest {
    record Place(int row, String seat) {}

    static class Show {
        final String made;

        /// @param title what is shown
        Show(
                Path title,
                @Default("1m30s") Duration length,
                Optional<Place> place,
                @Nullable Integer row,
                boolean open,
                String... names) {
            made = title + " " + length + " " + place + " " + row + " " + open + " " + Arrays.toString(names);
        }

        @Command
        void go() {}
    }

    static class Simple {
        final int size;

        Simple(int size, @Default("x") String ignored) {
            this.size = size;
        }

        Simple() {
            this(7, "");
        }

        @Command
        void go() {}
    }

    public static class Public {
        final int size;

        public Public(int size) {
            if (size < 0) {
                throw new IllegalArgumentException("less than nothing");
            }
            this.size = size;
        }

        Public() {
            this(7);
        }

        @Command
        void go() {}
    }

    static class Torn {
        Torn(int size) {}

        Torn(String size) {}

        @Command
        void go() {}
    }

    static class Hidden {
        private Hidden() {}

        @Command
        void go() {}
    }

    class Inner {
        @Command
        void go() {}
    }

    static class Threaded {
        Threaded(Runnable thread) {}

        @Command
        void go() {}
    }

    private static Object make(Class<?> type, Map<String, ?> values) throws InvocationTargetException {
        return ConstructorModel.of(type, new Shapes()).make(values);
    }

    @Test
    void valuesBecomeWhatTheConstructorTakes() throws Exception {
        Map<String, Object> values =
                Map.of(
                        "title",
                        "a/b",
                        "length",
                        "PT5S",
                        "place",
                        Map.of("row", 3, "seat", "c"),
                        "row",
                        4,
                        "open",
                        true,
                        "names",
                        List.of("x", "y"));
        assertThat(((Show) make(Show.class, values)).made)
                .isEqualTo("a/b PT5S Optional[Place[row=3, seat=c]] 4 true [x, y]");
        assertThat(((Show) make(Show.class, Map.of("title", "t", "open", false))).made)
                .isEqualTo("t PT1M30S Optional.empty null false []");
    }

    @Test
    void theyAreDescribedAsParametersOfCommandsAre() {
        List<ServiceDescriptor.Parameter> described = ConstructorModel.of(Show.class, new Shapes()).describe();
        assertThat(described)
                .extracting(
                        p -> p.name() + " " + p.type() + " " + p.required() + " " + p.defaultValue() + " " + p.doc())
                .containsExactly(
                        "title path true null what is shown",
                        "length duration false 1m30s ",
                        "place Place false null ",
                        "row integer false null ",
                        "open boolean true null ",
                        "names list<text> false  ");
    }

    @Test
    void theOneWithoutParametersIsTakenElseTheLongestAndPublicOnesFirst() throws Exception {
        assertThat(((Simple) make(Simple.class, Map.of())).size).isEqualTo(7);
        assertThat(((Public) make(Public.class, Map.of("size", 2))).size).isEqualTo(2);
    }

    @Test
    void whatDoesNotFitIsTold() {
        assertThatThrownBy(() -> make(Public.class, Map.of())).hasMessage("size: missing (expected integer)");
        assertThatThrownBy(() -> make(Public.class, Map.of("size", "x")))
                .hasMessage("size: got text (expected integer)");
        assertThatThrownBy(() -> make(Public.class, Map.of("site", 1)))
                .hasMessage("site: no such parameter (there are: size)");
        assertThatThrownBy(() -> make(Public.class, Map.of("size", -1)))
                .isInstanceOf(InvocationTargetException.class)
                .hasRootCauseMessage("less than nothing");
    }

    @Test
    void whatCannotBeMadeIsTold() {
        assertThatThrownBy(() -> make(Torn.class, Map.of()))
                .hasMessage(
                        "class dev.parley.model.ConstructorModelTest$Torn has several constructors with 1 parameters"
                                + " (expected one with the most, or one without any)");
        assertThatThrownBy(() -> make(Hidden.class, Map.of()))
                .hasMessage(
                        "class dev.parley.model.ConstructorModelTest$Hidden has only private constructors (add"
                                + " another)");
        assertThatThrownBy(() -> make(Inner.class, Map.of()))
                .hasMessage(
                        "class dev.parley.model.ConstructorModelTest$Inner is made by an object of the class around it"
                                + " (make it static)");
        assertThatThrownBy(() -> make(Threaded.class, Map.of()))
                .hasMessageStartingWith(
                        "class dev.parley.model.ConstructorModelTest$Threaded: the constructor's parameter"
                                + " \"thread\": type java.lang.Runnable cannot be carried");
    }
}
