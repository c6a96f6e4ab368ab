package dev.parley.model;

import static dev.parley.model.Models.parameters;
import static dev.parley.model.Models.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Code;
import dev.parley.Command;
import dev.parley.Doc;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Map;

/// Where the names of parameters and the texts of help come from: the annotation processor's notes, `-parameters`, @Doc.
class NotesTest {
    private static final String NOTES =
            """
            public class Notes {
                @Command public int add(String text, int... tags) { return 0; }
                @Command public void clear() {}
            }
            """;

    private static final String NOTES_ON_NOTES =
            """
            doc=Keeps notes.\\nFor ever.
            add(java.lang.String,[I).names=what,marks
            add(java.lang.String,[I).doc=Adds a note and returns its number.
            add(java.lang.String,[I).param.what=the text, größer als nichts
            add(java.lang.String,[I).return=the note's number
            clear().names=
            clear().doc=Forgets all.
            """;

    @TempDir Path folder;

    @Test
    void withoutNamesItIsSaidWhatToAdd() throws Exception {
        Class<?> notes = new Sources(folder).compile("Notes", NOTES);
        Models.assertRefused(
                notes,
                "command notes.add: the names of its parameters are not known (compile app.Notes with the annotation"
                        + " processor dev.parley:parley-processor, or with -parameters)");
    }

    @Test
    void withoutParametersNoNamesAreNeeded() throws Exception {
        Class<?> notes = new Sources(folder).compile("Notes", "public class Notes { @Command public void clear() {} }");
        assertThat(parameters(Models.command(notes))).isEmpty();
    }

    @Test
    void theCompilersNamesWillDo() throws Exception {
        Class<?> notes = new Sources(folder).withParameterNames().compile("Notes", NOTES);
        CommandModel add = Models.command(notes, "add");
        assertThat(parameters(add)).containsExactly("text", "tags");
        assertThat(add.doc()).isEmpty();
        assertThat(service(notes).doc()).isEmpty();
    }

    @Test
    void notesHaveNamesAndTexts() throws Exception {
        Class<?> notes = new Sources(folder).withNotes("app.Notes", NOTES_ON_NOTES).compile("Notes", NOTES);
        ServiceModel model = service(notes);
        assertThat(model.doc()).isEqualTo("Keeps notes.\nFor ever.");
        CommandModel add = model.commands().get(0);
        assertThat(parameters(add)).containsExactly("what", "marks");
        assertThat(add.doc()).isEqualTo("Adds a note and returns its number.");
        assertThat(add.parameters().get(0).doc()).isEqualTo("the text, größer als nichts");
        assertThat(add.parameters().get(1).doc()).isEmpty();
        assertThat(add.result().doc()).isEqualTo("the note's number");
        CommandModel clear = model.commands().get(1);
        assertThat(parameters(clear)).isEmpty();
        assertThat(clear.doc()).isEqualTo("Forgets all.");
        assertThat(clear.result().doc()).isEmpty();
    }

    @Test
    void notesGoBeforeTheCompilersNames() throws Exception {
        Class<?> notes =
                new Sources(folder).withParameterNames().withNotes("app.Notes", NOTES_ON_NOTES).compile("Notes", NOTES);
        assertThat(parameters(Models.command(notes, "add"))).containsExactly("what", "marks");
    }

    @Test
    void notesOnAnInterfaceServeItsClass() throws Exception {
        Class<?> type =
                new Sources(folder)
                        .withNotes(
                                "app.Notes",
                                """
                                doc=Keeps notes.
                                add(java.lang.String).names=what
                                add(java.lang.String).doc=Adds a note.
                                add(java.lang.String).param.what=its text
                                """)
                        .compile(
                                "Impl",
                                """
                                public class Impl implements Notes {
                                    @Override public int add(String text) { return 0; }
                                }
                                @Service @Command interface Notes { int add(String text); }
                                """);
        ServiceModel model = service(type);
        assertThat(model.name()).isEqualTo("notes");
        assertThat(model.doc()).isEqualTo("Keeps notes.");
        CommandModel add = model.commands().getFirst();
        assertThat(parameters(add)).containsExactly("what");
        assertThat(add.doc()).isEqualTo("Adds a note.");
        assertThat(add.parameters().getFirst().doc()).isEqualTo("its text");
    }

    @Test
    void notesOnASuperclassServeThoseBelow() throws Exception {
        Class<?> type =
                new Sources(folder)
                        .withNotes(
                                "app.Base",
                                "add(java.lang.String).names=what\nadd(java.lang.String).doc=Adds a note.\n")
                        .compile(
                                "Below",
                                """
                                public class Below extends Base {
                                    @Override public int add(String text) { return 1; }
                                }
                                class Base { @Command public int add(String text) { return 0; } }
                                """);
        assertThat(parameters(Models.command(type))).containsExactly("what");
        assertThat(Models.command(type).doc()).isEqualTo("Adds a note.");
    }

    @Test
    void notesOnARecordDescribeItsComponentsInTheSchema() throws Exception {
        Class<?> type =
                new Sources(folder)
                        .withParameterNames()
                        .withNotes("app.Notes$Note", "doc=A note.\nparam.text=what it says\n")
                        .compile(
                                "Notes",
                                """
                                public class Notes {
                                    public record Note(String text, int size) {}
                                    @Command public void add(Note note) {}
                                }
                                """);
        Map<String, Object> schema =
                ServiceDescriptor.of(service(type)).commands().getFirst().parameters().getFirst().schema();
        assertThat(schema)
                .extracting("$defs.Note.properties.text")
                .isEqualTo(Map.of("type", "string", "description", "what it says"));
        assertThat(schema).extracting("$defs.Note.properties.size").asString().doesNotContain("description");
    }

    /// A comment has an exception's simple name only.
    @Test
    void notesTellOfErrorsWhoseCodesAreLookedUp() throws Exception {
        Class<?> type =
                new Sources(folder)
                        .withNotes(
                                "app.Notes",
                                """
                                clear().names=
                                clear().throws.Full=when it is
                                clear().throws.Late=after closing
                                clear().throws.NoSuchElementException=where there is none
                                clear().throws.Elsewhere=never
                                """)
                        .compile(
                                "Notes",
                                """
                                public class Notes {
                                    @Fails(Code.ABORTED) public static class Late extends RuntimeException {}
                                    @Command public void clear() {}
                                }
                                @Fails(Code.RESOURCE_EXHAUSTED) class Full extends RuntimeException {}
                                """);
        assertThat(Models.command(type).errors())
                .containsExactly(
                        new ErrorModel("Elsewhere", null, "never"),
                        new ErrorModel("Full", Code.RESOURCE_EXHAUSTED, "when it is"),
                        new ErrorModel("Late", Code.ABORTED, "after closing"),
                        new ErrorModel("NoSuchElementException", Code.NOT_FOUND, "where there is none"));
    }

    @Test
    void notesThatDoNotFitTheMethodAreNotBelieved() throws Exception {
        Class<?> notes =
                new Sources(folder)
                        .withParameterNames()
                        .withNotes("app.Notes", "add(java.lang.String,[I).names=one,two,three\n")
                        .compile("Notes", NOTES);
        assertThat(parameters(Models.command(notes, "add"))).containsExactly("text", "tags");
    }

    @Doc("Said of the class.")
    static class Documented {
        /// Not this.
        ///
        /// @param text nor this
        @Command
        @Doc("Said of the command.")
        int add(@Doc("Said of the parameter.") String text) {
            return 0;
        }
    }

    @Doc("Said of the interface.")
    interface DocumentedInterface {
        @Command
        @Doc("Said of the interface's command.")
        int add(@Doc("Said of the interface's parameter.") String text);
    }

    static class OfInterface implements DocumentedInterface {
        @Override
        public int add(String text) {
            return 0;
        }
    }

    @Test
    void docGoesBeforeNotes() {
        ServiceModel model = service(Documented.class);
        assertThat(model.doc()).isEqualTo("Said of the class.");
        CommandModel add = model.commands().getFirst();
        assertThat(add.doc()).isEqualTo("Said of the command.");
        assertThat(add.parameters().getFirst().doc()).isEqualTo("Said of the parameter.");
    }

    @Test
    void docOnAnInterfaceServesItsClass() {
        CommandModel add = Models.command(OfInterface.class);
        assertThat(add.doc()).isEqualTo("Said of the interface's command.");
        assertThat(add.parameters().getFirst().doc()).isEqualTo("Said of the interface's parameter.");
        assertThat(service(OfInterface.class).doc()).isEqualTo("Said of the interface.");
    }
}
