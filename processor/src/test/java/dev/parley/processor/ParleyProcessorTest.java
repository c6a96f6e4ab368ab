package dev.parley.processor;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Map.entry;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Collectors;

class ParleyProcessorTest {
    private static final String NOTES =
            """
            package a;

            import dev.parley.Command;
            import dev.parley.Service;

            /** Short notes. */
            @Service
            class Notes {
                /**
                 * Adds a note and
                 * returns its <b>number</b>.
                 *
                 * @param text what to
                 *     remember
                 * @param priority {@code LOW} or higher
                 * @return the number
                 * @throws java.io.IOException if the disk is full
                 */
                @Command
                int add(String text, Priority priority) throws java.io.IOException {
                    return text.length();
                }

                enum Priority { LOW, HIGH }
            }
            """;

    @Test
    void aUsersJavadocIsStoredWithoutTags() {
        assertThat(Compilation.of(NOTES).description("a.Notes"))
                .containsOnly(
                        entry("doc", "Short notes."),
                        entry("add(java.lang.String,a.Notes$Priority).names", "text,priority"),
                        entry("add(java.lang.String,a.Notes$Priority).doc", "Adds a note and returns its number."),
                        entry("add(java.lang.String,a.Notes$Priority).param.text", "what to remember"),
                        entry("add(java.lang.String,a.Notes$Priority).param.priority", "LOW or higher"),
                        entry("add(java.lang.String,a.Notes$Priority).return", "the number"),
                        entry("add(java.lang.String,a.Notes$Priority).throws.IOException", "if the disk is full"));
    }

    @Test
    void whatAnObjectIsMadeOfIsStored() {
        String text =
                """
                package a;

                class Limited {
                    /** @param most how many there may be */
                    Limited(int most, String... names) {}

                    Limited() {}

                    private Limited(String hidden) {}

                    @dev.parley.Command
                    void go() {}
                }
                """;
        assertThat(Compilation.of(text).description("a.Limited"))
                .containsOnly(
                        entry("<init>(int,[Ljava.lang.String;).names", "most,names"),
                        entry("<init>(int,[Ljava.lang.String;).param.most", "how many there may be"),
                        entry("go().names", ""));
    }

    @Test
    void theFileIsSortedAndHasNoDate() {
        assertThat(Compilation.of(NOTES).text("a/Notes.parley"))
                .isEqualTo(
                        """
                        add(java.lang.String,a.Notes$Priority).doc=Adds a note and returns its number.
                        add(java.lang.String,a.Notes$Priority).names=text,priority
                        add(java.lang.String,a.Notes$Priority).param.priority=LOW or higher
                        add(java.lang.String,a.Notes$Priority).param.text=what to remember
                        add(java.lang.String,a.Notes$Priority).return=the number
                        add(java.lang.String,a.Notes$Priority).throws.IOException=if the disk is full
                        doc=Short notes.
                        """);
    }

    @Test
    void theSameSourceGivesTheSameBytes() {
        assertThat(Compilation.of(NOTES).bytes("a/Notes.parley"))
                .isEqualTo(Compilation.of(NOTES).bytes("a/Notes.parley"));
    }

    @Test
    void aMarkdownCommentStaysMarkdown() {
        var compilation =
                Compilation.of(
                        """
                        package a;
                        @dev.parley.Service class Notes {
                            /// Finds *notes* with [String#contains(CharSequence)]:
                            ///
                            /// - all `words`
                            ///   must be there
                            /// - case does not matter
                            ///
                            /// @param words some
                            ///     words
                            @dev.parley.Command void find(String words) {}
                        }
                        """);
        assertThat(compilation.description("a.Notes"))
                .containsOnly(
                        entry(
                                "find(java.lang.String).doc",
                                "Finds *notes* with String.contains:\n\n- all `words` must be there\n"
                                        + "- case does not matter"),
                        entry("find(java.lang.String).names", "words"),
                        entry("find(java.lang.String).param.words", "some words"));
    }

    @Test
    void aServiceIsStoredWithAllMethodsThatMayBeCommands() {
        var compilation =
                Compilation.of(
                        """
                        package a;
                        @dev.parley.Service class Notes {
                            void open(int a) {}
                            public void add(int b) {}
                            private void hidden(int c) {}
                            static void general(int d) {}
                        }
                        """);
        assertThat(compilation.description("a.Notes"))
                .containsOnly(entry("open(int).names", "a"), entry("add(int).names", "b"));
    }

    @Test
    void anInterfaceOfCommandsIsStoredWithAllItsMethods() {
        var compilation =
                Compilation.of(
                        """
                        package a;
                        @dev.parley.Command interface Notes {
                            int add(String text);
                            default void clear() {}
                            static void general(int d) {}
                        }
                        """);
        assertThat(compilation.description("a.Notes"))
                .containsOnly(entry("add(java.lang.String).names", "text"), entry("clear().names", ""));
    }

    @Test
    void aTypeWithoutMarkIsStoredWithItsCommandsOnly() {
        var compilation =
                Compilation.of(
                        """
                        package a;
                        /** Notes. */
                        interface Notes {
                            @dev.parley.Command int add(String text);
                            int other(String text);
                        }
                        """,
                        "package a; class Impl implements Notes { public int add(String a) { return 1; } "
                                + "public int other(String b) { return 2; } }");
        assertThat(compilation.description("a.Notes"))
                .containsOnly(entry("doc", "Notes."), entry("add(java.lang.String).names", "text"));
        assertThat(compilation.descriptions()).containsExactly("a/Notes.parley");
    }

    @Test
    void typesWithoutAnythingToSayGetNoFile() {
        var compilation =
                Compilation.of(
                        """
                        package a;
                        /** Text. */
                        public class Other {
                            /** @param a text */
                            void plain(int a) {}
                            @Deprecated void old() {}
                            /** No component is described. */
                            record Point(int x, int y) {}
                            /** @param x hidden */
                            private record Hidden(int x) {}
                            record Undocumented(int x) {}
                            /** @param <T> not a component */
                            record Box<T>(T value) {}
                        }
                        """);
        assertThat(compilation.descriptions()).isEmpty();
    }

    @Test
    void recordsWithDocumentedComponentsAreStored() {
        var compilation =
                Compilation.of(
                        """
                        package a;
                        /**
                         * A note.
                         * @param id its number,
                         *           from 1
                         * @param <T> no component
                         * @param other neither
                         */
                        public record Note<T>(int id, String text) {
                            /// A tag.
                            /// @param name its *name*
                            record Tag(String name) {}
                        }
                        """);
        assertThat(compilation.description("a.Note"))
                .containsOnly(entry("doc", "A note."), entry("param.id", "its number, from 1"));
        assertThat(compilation.description("a.Note$Tag"))
                .containsOnly(entry("doc", "A tag."), entry("param.name", "its *name*"));
    }

    @Test
    void aRecordMayBeAService() {
        var compilation =
                Compilation.of(
                        """
                        package a;
                        /** @param path where */
                        @dev.parley.Service record Notes(String path) {
                            void add(String text) {}
                        }
                        """);
        assertThat(compilation.description("a.Notes"))
                .contains(entry("param.path", "where"), entry("add(java.lang.String).names", "text"))
                .doesNotContainKey("doc");
    }

    @Test
    void nestedTypesHaveTheirBinaryName() {
        var compilation =
                Compilation.of(
                        """
                        package a;
                        class Outer {
                            interface Inner {
                                @dev.parley.Service class Notes {
                                    void add(Inner inner, java.util.Map.Entry<String, Notes> entry) {}
                                }
                            }
                        }
                        """,
                        "@dev.parley.Service class Unnamed { @dev.parley.Service static class Inner {} }");
        assertThat(compilation.descriptions())
                .containsExactly("Unnamed$Inner.parley", "Unnamed.parley", "a/Outer$Inner$Notes.parley");
        assertThat(compilation.description("a.Outer$Inner$Notes"))
                .containsOnly(entry("add(a.Outer$Inner,java.util.Map$Entry).names", "inner,entry"));
    }

    @Test
    void overloadsAreToldApart() {
        var compilation =
                Compilation.of(
                        """
                        package a;
                        @dev.parley.Service class Notes {
                            /** One. */ void add(int number) {}
                            /** Two. */ void add(String text) {}
                            /** Three. */ void add(String text, int number) {}
                        }
                        """);
        assertThat(compilation.description("a.Notes"))
                .containsOnly(
                        entry("add(int).names", "number"),
                        entry("add(int).doc", "One."),
                        entry("add(java.lang.String).names", "text"),
                        entry("add(java.lang.String).doc", "Two."),
                        entry("add(java.lang.String,int).names", "text,number"),
                        entry("add(java.lang.String,int).doc", "Three."));
    }

    @Test
    void keysAreThoseThatRunTimeFormsFromAMethod() throws ClassNotFoundException {
        var compilation =
                Compilation.of(
                        """
                        package a;
                        import java.lang.annotation.*;
                        import java.util.*;
                        @dev.parley.Service class Notes<S extends Comparable<S> & Runnable> {
                            @Target(ElementType.TYPE_USE) @interface Odd {}
                            class Inner {}
                            void none() {}
                            void primitives(boolean a, byte b, char c, double d, float e, int f, long g, short h) {}
                            void arrays(boolean[] a, byte[] b, char[] c, double[] d, float[] e, int[] f, long[] g, short[] h) {}
                            void nested(int[][] a, String[][][] b, Map.Entry<String, Inner>[] c, Inner d, Inner[] e) {}
                            <T, U extends List<? super T>, V extends U> void generic(T a, U b, V c, S d, T[] e, U[][] f) {}
                            void varargs(int a, String... b) {}
                            <T> void genericVarargs(List<T>... b) {}
                            void annotated(@Odd String a, String @Odd [] b, @Odd int c, java.util.@Odd List<@Odd String> d) {}
                            void odd(Notes<S> this, int größe, String $x) {}
                        }
                        """
                                .replace(
                                        "<T> void gen",
                                        "@SuppressWarnings({\"unchecked\", \"varargs\"}) <T> void gen"));
        Class<?> type = compilation.load("a.Notes");
        var keys =
                Arrays.stream(type.getDeclaredMethods())
                        .map(ParleyProcessorTest::key)
                        .map(key -> key + ".names")
                        .toList();
        assertThat(keys).hasSize(9).contains("varargs(int,[Ljava.lang.String;).names");
        assertThat(compilation.description("a.Notes")).containsOnlyKeys(keys);
        assertThat(compilation.description("a.Notes")).containsEntry("odd(int,java.lang.String).names", "größe,$x");
    }

    private static String key(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getName)
                .collect(Collectors.joining(",", method.getName() + "(", ")"));
    }

    @Test
    void anyTextSurvivesTheFile() {
        var compilation =
                Compilation.of(
                        """
                        package a;
                        /** {@literal # = : ! \\\\ \\\\u0041} ä 漢字 😀
                         *
                         * second&#35; */
                        @dev.parley.Service class Notes {
                            void größe(Notes $a) {}
                        }
                        """);
        assertThat(compilation.description("a.Notes"))
                .containsEntry("doc", "# = : ! \\\\ \\\\u0041 ä 漢字 😀\n\nsecond#")
                .containsEntry("größe(a.Notes).names", "$a");
        assertThat(compilation.text("a/Notes.parley").lines()).hasSize(2).first().asString().contains("ä 漢字 😀");
    }

    @Test
    void anEmptyServiceHasAnEmptyFile() {
        assertThat(Compilation.of("@dev.parley.Service class Empty {}").text("Empty.parley")).isEmpty();
    }

    @Test
    void annotationsOfTheSameSimpleNameMarkNothing() {
        var compilation =
                Compilation.of(
                        """
                        package a;
                        @interface Service {}
                        @Service class Notes { @Command void add(int a) {} @interface Command {} }
                        """
                                .replaceFirst("@interface Service", "@SuppressWarnings(\"x\") @interface Service"));
        assertThat(compilation.descriptions()).isEmpty();
    }
}
