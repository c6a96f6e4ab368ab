package dev.parley.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Code;
import dev.parley.Command;
import dev.parley.Deadline;
import dev.parley.Default;
import dev.parley.Doc;
import dev.parley.Fails;
import dev.parley.Rest;
import dev.parley.model.ParameterModel.Kind;
import dev.parley.model.ServiceDescriptor.Parameter;
import dev.parley.model.ServiceDescriptor.Result;
import dev.parley.value.Codec;
import dev.parley.value.Codecs;
import dev.parley.value.Output;
import dev.parley.value.Shape;
import dev.parley.value.Shapes;

import org.junit.jupiter.api.Test;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What is said of a service to others.
class DescriptorTest {
    enum Priority {
        LOW,
        HIGH
    }

    record Note(@Doc("what it says") String text) {}

    @Fails(Code.RESOURCE_EXHAUSTED)
    static class Full extends Exception {}

    @Doc("Keeps notes.")
    static class NotesService {
        @Command
        @Doc("Adds a note.")
        @Deadline("5s")
        int add(@Doc("its text") String text, @Default("low") Priority priority, Optional<Note> before) {
            return 0;
        }

        @Command
        @Deadline("none")
        Stream<Note> find(Stream<String> words, @Rest Map<String, Integer> options, Note... further) throws Full {
            return Stream.of();
        }

        @Command
        void load(InputStream bytes) {}
    }

    private static final Map<String, Object> TEXT = Map.of("type", "string");
    private static final Map<String, Object> INTEGER =
            Map.of(
                    "type",
                    "integer",
                    "format",
                    "int32",
                    "minimum",
                    (long) Integer.MIN_VALUE,
                    "maximum",
                    (long) Integer.MAX_VALUE);
    private static final Map<String, Object> DEFINITIONS =
            Map.of(
                    "Note",
                    Map.of(
                            "type",
                            "object",
                            "properties",
                            Map.of("text", Map.of("type", "string", "description", "what it says")),
                            "required",
                            List.of("text")));
    private static final Map<String, Object> REFERENCE = Map.of("$ref", "#/$defs/Note");
    private static final Map<String, Object> NOTE = Map.of("$ref", "#/$defs/Note", "$defs", DEFINITIONS);
    private static final Map<String, Object> NOTE_OR_NULL =
            Map.of("anyOf", List.of(REFERENCE, Map.of("type", "null")), "$defs", DEFINITIONS);
    private static final Map<String, Object> BASE64 = Map.of("type", "string", "contentEncoding", "base64");

    private static final ServiceDescriptor NOTES =
            new ServiceDescriptor(
                    "notes",
                    "Keeps notes.",
                    List.of(
                            new ServiceDescriptor.Command(
                                    "add",
                                    "Adds a note.",
                                    List.of(
                                            new Parameter(
                                                    "text", "its text", Kind.NORMAL, "text", TEXT, true, false, null),
                                            new Parameter(
                                                    "priority",
                                                    "",
                                                    Kind.NORMAL,
                                                    "low|high",
                                                    Map.of("type", "string", "enum", List.of("low", "high")),
                                                    false,
                                                    false,
                                                    "low"),
                                            new Parameter(
                                                    "before",
                                                    "",
                                                    Kind.NORMAL,
                                                    "Note",
                                                    NOTE_OR_NULL,
                                                    false,
                                                    true,
                                                    null)),
                                    new Result("", false, "integer", INTEGER),
                                    List.of(),
                                    "PT5S"),
                            new ServiceDescriptor.Command(
                                    "find",
                                    "",
                                    List.of(
                                            new Parameter("words", "", Kind.STREAM, "text", TEXT, false, false, null),
                                            new Parameter(
                                                    "options",
                                                    "",
                                                    Kind.NAMED_REST,
                                                    "integer",
                                                    INTEGER,
                                                    false,
                                                    false,
                                                    null),
                                            new Parameter("further", "", Kind.REST, "Note", NOTE, false, false, null)),
                                    new Result("", true, "Note", NOTE),
                                    List.of(new ErrorModel("Full", Code.RESOURCE_EXHAUSTED, "")),
                                    "PT0S"),
                            new ServiceDescriptor.Command(
                                    "load",
                                    "",
                                    List.of(
                                            new Parameter(
                                                    "bytes", "", Kind.STREAM, "bytes", BASE64, false, false, null)),
                                    new Result("", false, "nothing", Map.of()),
                                    List.of(),
                                    null)));

    @Test
    void aServiceIsDescribedWhole() {
        assertThat(ServiceDescriptor.of(Models.service(NotesService.class)))
                .usingRecursiveComparison()
                .isEqualTo(NOTES);
    }

    @Test
    void descriptorsTravel() {
        Codec codec = Codecs.msgpack();
        Shape shape = new Shapes().of(ServiceDescriptor.class);
        ServiceDescriptor described = ServiceDescriptor.of(Models.service(NotesService.class));
        Output out = new Output();
        shape.write(codec.writer(out), described);
        assertThat(shape.read(codec.reader(out.array(), 0, out.size())))
                .usingRecursiveComparison()
                .isEqualTo(described);
    }

    @Test
    void interfacesAreDescribedAlike() {
        ServiceModel model = ServiceModel.ofInterface(Finder.class, null, new Shapes());
        assertThat(ServiceDescriptor.of(model).commands().getFirst().result())
                .isEqualTo(new Result("", true, "text", TEXT));
    }

    interface Finder {
        Stream<String> find(String words);
    }
}
