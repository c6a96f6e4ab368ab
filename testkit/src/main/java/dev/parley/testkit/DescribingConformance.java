package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.Deadline;
import dev.parley.Default;
import dev.parley.Doc;
import dev.parley.Fails;
import dev.parley.Rest;
import dev.parley.RpcException;
import dev.parley.Service;
import dev.parley.model.ErrorModel;
import dev.parley.model.ParameterModel.Kind;
import dev.parley.model.ServiceDescriptor;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What a server says of itself and its services, and whether an interface fits.
abstract class DescribingConformance extends Conformance {
    enum Priority {
        LOW,
        HIGH
    }

    /// @param text what it says
    /// @param answer to it
    record Note(String text, List<String> tags, @Nullable Note answer) {}

    @Fails(Code.RESOURCE_EXHAUSTED)
    static class NotebookFull extends RuntimeException {}

    @Service("notes")
    @Doc("Keeps notes.")
    static class NotesService {
        @Command
        @Doc("Adds a note.")
        @Deadline("5s")
        int add(
                @Doc("What it says.") String text,
                @Default("high") Priority priority,
                Optional<String> color,
                @Nullable Integer count) {
            return text.length();
        }

        /// Finds notes.
        ///
        /// @param words that they have
        /// @return those notes
        /// @throws NotebookFull at times
        /// @throws IllegalArgumentException without words
        /// @throws UnknownError never
        @Command
        Stream<Note> find(String... words) {
            return Stream.of();
        }

        @Command("load-all")
        void loadAll(Stream<Note> notes, @Rest Map<String, Object> options) {
            notes.close();
        }
    }

    @Service("other")
    static class OtherService {
        @Command
        void nothing() {}
    }

    interface Notes {
        int add(String text, Priority priority, Optional<String> color, @Nullable Integer count);

        Stream<Note> find(String... words);

        @Command("load-all")
        void loadAll(Stream<Note> notes, @Rest Map<String, Object> options);
    }

    @Service("notes")
    interface Fewer {
        void add(String text);
    }

    @Service("notes")
    interface Wrong {
        String add(int text, Priority priority, Optional<String> color, Integer count, int fifth);

        Note find(String... words);

        @Command("load-all")
        void loadAll();

        void delete();
    }

    @Service("notes")
    interface WrongItems {
        int add();

        Stream<Integer> find(String... words);

        @Command("load-all")
        void loadAll(Stream<Integer> notes);
    }

    private Client client;

    @SuppressWarnings("NullAway.Init") // by start()
    DescribingConformance(ConformanceSuite suite) {
        super(suite);
    }

    @BeforeEach
    void start() {
        serve(
                server -> server.name("the test's server").service("_hidden", new OtherService()),
                new OtherService(),
                new NotesService());
        client = connect();
    }

    // ---- the server

    record Status(
            String name,
            String version,
            List<String> codecs,
            List<String> transports,
            String uptime,
            int connections) {}

    @Test
    void aServerTellsItsState() {
        Status status = client.service("_meta").command("status").returning(Status.class).call();
        assertThat(status.name).isEqualTo("the test's server");
        assertThat(status.version).isNotEmpty();
        assertThat(status.codecs).contains("msgpack");
        assertThat(status.transports).containsExactly(URI.create(url()).getScheme());
        assertThat(status.uptime).startsWith("PT");
        assertThat(status.connections).isEqualTo(1);
    }

    @Test
    void aServerNamesItsServicesExceptHiddenOnes() {
        assertThat(client.service("_meta").call("service_names")).isEqualTo(List.of("notes", "other"));
        assertThat(client.describe().stream().map(ServiceDescriptor::name)).containsExactlyInAnyOrder("notes", "other");
    }

    @Test
    void hiddenServicesCanBeCalledAndAskedFor() {
        client.service("_hidden").call("nothing");
        assertThat(client.describe("_hidden").name()).isEqualTo("_hidden");
        assertThat(client.describe("_meta").commands().stream().map(ServiceDescriptor.Command::name))
                .containsExactly("locks", "service", "service_names", "services", "status");
    }

    @Test
    void aServiceThatIsNotThereIsNotFound() {
        assertFails(Code.NOT_FOUND, "no service \"note\" (there are: notes, other)", () -> client.describe("note"));
    }

    // ---- a service

    private ServiceDescriptor.Command command(String name) {
        return client.describe("notes").commands().stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aServiceIsDescribedWithItsCommands() {
        ServiceDescriptor notes = client.describe("notes");
        assertThat(notes.name()).isEqualTo("notes");
        assertThat(notes.doc()).isEqualTo("Keeps notes.");
        assertThat(notes.commands().stream().map(ServiceDescriptor.Command::name))
                .containsExactly("add", "find", "load-all");
        ServiceDescriptor.Command add = command("add");
        assertThat(add.doc()).isEqualTo("Adds a note.");
        assertThat(add.deadline()).isEqualTo("PT5S");
        assertThat(add.result().type()).isEqualTo("integer");
        assertThat(add.result().stream()).isFalse();
        assertThat(command("find").deadline()).isNull();
    }

    @Test
    void parametersAreDescribed() {
        List<ServiceDescriptor.Parameter> parameters = command("add").parameters();
        assertThat(parameters.stream().map(ServiceDescriptor.Parameter::name))
                .containsExactly("text", "priority", "color", "count");
        assertThat(parameters.stream().map(ServiceDescriptor.Parameter::type))
                .containsExactly("text", "low|high", "text", "integer");
        assertThat(parameters.stream().map(ServiceDescriptor.Parameter::required))
                .containsExactly(true, false, false, false);
        assertThat(parameters.stream().map(ServiceDescriptor.Parameter::nullable))
                .containsExactly(false, false, true, true);
        assertThat(parameters.stream().map(ServiceDescriptor.Parameter::defaultValue))
                .containsExactly(null, "high", null, null);
        assertThat(parameters.getFirst().doc()).isEqualTo("What it says.");
        assertThat(parameters.get(1).schema()).isEqualTo(Map.of("type", "string", "enum", List.of("low", "high")));
    }

    @Test
    void streamsAndRestsAreDescribed() {
        ServiceDescriptor.Command find = command("find");
        assertThat(find.parameters().getFirst().kind()).isEqualTo(Kind.REST);
        assertThat(find.parameters().getFirst().type()).isEqualTo("text");
        assertThat(find.result().stream()).isTrue();
        assertThat(find.result().type()).isEqualTo("Note");
        ServiceDescriptor.Command loadAll = command("load-all");
        assertThat(loadAll.parameters().stream().map(ServiceDescriptor.Parameter::kind))
                .containsExactly(Kind.STREAM, Kind.NAMED_REST);
        assertThat(loadAll.result().type()).isEqualTo("nothing");
        assertThat(loadAll.result().schema()).isEmpty();
    }

    @Test
    void theSchemaOfATypeThatContainsItselfEnds() {
        Map<String, Object> schema = command("find").result().schema();
        assertThat(schema).containsEntry("$ref", "#/$defs/Note").containsKey("$defs");
    }

    @Test
    void aComponentThatMayBeMissingIsNotRequiredAndMayBeNull() {
        Map<?, ?> definitions = (Map<?, ?>) command("find").result().schema().get("$defs");
        assertThat(definitions)
                .extracting("Note")
                .hasFieldOrPropertyWithValue("required", List.of("text", "tags"))
                .extracting("properties")
                .hasFieldOrPropertyWithValue(
                        "answer.anyOf", List.of(Map.of("$ref", "#/$defs/Note"), Map.of("type", "null")));
    }

    @Test
    void whatJavadocSaysIsDescribed() {
        ServiceDescriptor.Command find = command("find");
        assertThat(find.doc()).isEqualTo("Finds notes.");
        assertThat(find.parameters().getFirst().doc()).isEqualTo("that they have");
        assertThat(find.result().doc()).isEqualTo("those notes");
        assertThat(find.errors())
                .containsExactly(
                        new ErrorModel("IllegalArgumentException", Code.INVALID_ARGUMENT, "without words"),
                        new ErrorModel("NotebookFull", Code.RESOURCE_EXHAUSTED, "at times"),
                        new ErrorModel("UnknownError", null, "never"));
    }

    @Test
    void whatJavadocSaysOfComponentsIsInTheSchema() {
        assertThat(command("find").result().schema())
                .extracting("$defs.Note.properties.text")
                .isEqualTo(Map.of("type", "string", "description", "what it says"));
    }

    @Test
    void callersWithoutTypesGetDescriptionsToo() {
        Map<?, ?> other = (Map<?, ?>) client.service("_meta").call("service", "other");
        assertThat(other).extracting("name", "doc").containsExactly("other", "");
        assertThat(other)
                .extracting("commands")
                .asInstanceOf(LIST)
                .singleElement()
                .extracting("name", "parameters")
                .containsExactly("nothing", List.of());
    }

    // ---- interfaces

    @Test
    void anInterfaceThatFitsIsVerified() {
        assertThatCode(() -> client.verify(Notes.class)).doesNotThrowAnyException();
        assertThatCode(() -> client.verify(Fewer.class)).doesNotThrowAnyException();
    }

    @Test
    void whatDoesNotFitIsNamed() {
        assertThatThrownBy(() -> client.verify(Wrong.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(Wrong.class.getName() + " does not fit service notes: ")
                .hasMessageContaining("add: parameter text: is text (the interface has integer)")
                .hasMessageContaining("add: has 5 parameters (expected at most 4)")
                .hasMessageContaining("delete: no such command (there are: add, find, load-all)")
                .hasMessageContaining("find: gives a stream (the interface expects a single value)")
                .hasMessageContaining("load-all: takes a stream (the interface gives none)");
        assertThatThrownBy(() -> client.verify(WrongItems.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("add: misses parameter text, which is required")
                .hasMessageContaining("find: result: is Note (the interface has integer)")
                .hasMessageContaining("load-all: items of notes: is Note (the interface has integer)");
    }

    @Test
    void anInterfaceOfAServiceThatIsNotThereIsNotFound() {
        RpcException failure = failure(() -> client.verify(Notes.class, "nowhere"));
        assertThat(failure.code()).isEqualTo(Code.NOT_FOUND);
        assertThatCode(() -> client.verify(Notes.class, "notes")).doesNotThrowAnyException();
    }
}
