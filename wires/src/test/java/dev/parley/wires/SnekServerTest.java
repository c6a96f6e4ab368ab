package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Client;
import dev.parley.Command;
import dev.parley.Default;
import dev.parley.Limits;
import dev.parley.Server;
import dev.parley.Service;
import dev.parley.services.FileService;
import dev.parley.services.HealthService;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What clients of snekrpc may say that those of the recordings did not.
@Timeout(60)
class SnekServerTest {
    private static final int LIMIT = 64 << 10;
    private static final List<String> START = List.of("StreamStartMessage");
    private static final List<String> END = List.of("StreamEndMessage");

    @TempDir Path folder;

    private Server server;
    private SnekPeer client;

    @BeforeEach
    void start() throws Exception {
        server =
                Server.builder()
                        .service(new Sample())
                        .service(new FileService(Files.createDirectory(folder.resolve("files")), true, 1 << 20))
                        .service(new HealthService())
                        .limits(Limits.DEFAULT.withMaxMessage(LIMIT))
                        .listen("unix://" + folder.resolve("s"))
                        .wires("snekrpc")
                        .start();
        client = SnekPeer.connect(folder.resolve("s"));
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        server.close();
    }

    private static List<Object> data(Object value) {
        return List.of("DataMessage", value);
    }

    private static List<String> error(String type, String text) {
        return List.of("ErrorMessage", type, text, "");
    }

    private static String item(Object value) {
        return "[\"DataMessage\"," + value + "]";
    }

    private static String arguments(Object... values) {
        return "[" + String.join(",", Arrays.stream(values).map(v -> "[\"Argument\"," + v + "]").toList()) + "]";
    }

    private static String named(String name, Object value) {
        return "{\"" + name + "\":[\"Argument\"," + value + "]}";
    }

    private void call(String service, String command, String positional, String named) throws Exception {
        client.say(SnekPeer.command(service, command, positional, named));
    }

    // ---- the codec

    @Test
    void theCodecMayBeAskedForAgainAndInTheMiddle() throws Exception {
        client.say("\0", "\0");
        assertThat(client.next()).isEqualTo("handshake msgpack");
        assertThat(client.next()).isEqualTo("handshake msgpack");
        assertThat(client.call("sample.echo", arguments("\"hello\""), "{}")).isEqualTo(data("hello"));
        client.say("\0");
        assertThat(client.next()).isEqualTo("handshake json"); // which this client speaks
        call("sample", "upstream", "[[\"StreamArgument\"]]", "{}");
        client.say("[\"StreamStartMessage\"]", item(1), "\0", item(2), "[\"StreamEndMessage\"]");
        assertThat(client.next()).isEqualTo("handshake json");
        assertThat(client.next()).isEqualTo(data(List.of(1L, 2L)));
    }

    @Test
    void aClientIsToldTheCodecThatTheServerTakes() throws Exception {
        try (Server _ =
                        Server.builder()
                                .service(new Sample())
                                .onlyCodecs("json")
                                .listen("snekrpc+unix://" + folder.resolve("json"))
                                .start();
                SnekPeer other = SnekPeer.connect(folder.resolve("json"))) {
            other.say("\0");
            assertThat(other.next()).isEqualTo("handshake json");
            assertThat(other.call("sample.echo", arguments("\"hello\""), "{}")).isEqualTo(data("hello"));
        }
    }

    // ---- arguments

    @Test
    void argumentsComeByPositionByNameAndMixed() throws Exception {
        assertThat(client.call("sample.params", arguments(1, "\"b\"", false, true, 5, 6), named("z", 7)))
                .isEqualTo(data(List.of(1L, "b", false, true, List.of(5L, 6L), Map.of("z", 7L))));
        assertThat(client.call("sample.params", arguments(1), named("c", false)))
                .isEqualTo(data(List.of(1L, "null", false, false, List.of(), Map.of())));
        assertThat(client.call("sample.params", "[]", named("a", 1)))
                .isEqualTo(data(List.of(1L, "null", true, false, List.of(), Map.of())));
        assertThat(client.call("sample.params", arguments(1), named("a", 1)))
                .isEqualTo(error("ValueError", "sample.params.a: given twice, by position and by name"));
    }

    @Test
    void aStreamComesByPositionAmongOthersAndByName() throws Exception {
        call("file", "upload", "[[\"StreamArgument\"],[\"Argument\",\"first.txt\"]]", "{}");
        client.say("[\"StreamStartMessage\"]", item("\"b25l\""), "[\"StreamEndMessage\"]");
        assertThat(client.next()).isEqualTo(data("first.txt"));
        call("file", "upload", "[]", "{\"dst_path\":[\"Argument\",\"named.txt\"],\"src\":[\"StreamArgument\"]}");
        client.say("[\"StreamStartMessage\"]", item("\"dHdv\""), "[\"StreamEndMessage\"]");
        assertThat(client.next()).isEqualTo(data("named.txt"));
        assertThat(folder.resolve("files/first.txt")).hasContent("one");
        assertThat(folder.resolve("files/named.txt")).hasContent("two");
    }

    @Test
    void aStreamOfAnotherNameIsRefused() throws Exception {
        call("sample", "upstream", "[]", "{\"numbers\":[\"StreamArgument\"]}");
        client.say("[\"StreamStartMessage\"]", item(1), "[\"StreamEndMessage\"]");
        assertThat(client.next())
                .isEqualTo(error("ValueError", "sample.upstream.numbers: no such stream (there is: values)"));
        assertThat(client.call("sample.echo", arguments("\"next\""), "{}")).isEqualTo(data("next"));
    }

    // ---- streams

    @Test
    void aStreamThatFailsAtTheClientFailsTheCall() throws Exception {
        call("sample", "upstream", "[[\"StreamArgument\"]]", "{}");
        client.say("[\"StreamStartMessage\"]", item(1), "[\"ErrorMessage\",\"KeyError\",\"'lost'\",\"\"]");
        assertThat(client.next()).isEqualTo(error("KeyError", "'lost'"));
        assertThat(client.call("sample.echo", arguments("\"next\""), "{}")).isEqualTo(data("next"));
    }

    @Test
    void aStreamThatFailsAtTheServerEndsWithTheFailure() throws Exception {
        call("sample", "fail_midway", arguments(2), "{}");
        assertThat(client.upTo("ErrorMessage"))
                .containsExactly(START, data(0L), data(1L), error("ValueError", "midway"));
        assertThat(client.call("sample.echo", arguments("\"next\""), "{}")).isEqualTo(data("next"));
    }

    @Test
    void bothStreamsRunAtOnce() throws Exception {
        call("sample", "dualstream", "[]", "{\"values\":[\"StreamArgument\"]}");
        assertThat(client.next()).isEqualTo(START);
        client.say("[\"StreamStartMessage\"]");
        for (long i = 0; i < 100; i++) {
            client.say(item(i));
            assertThat(client.next()).isEqualTo(data(i)); // before there is more
        }
        client.say("[\"StreamEndMessage\"]");
        assertThat(client.next()).isEqualTo(END);
    }

    // ---- services that Python's clients know

    @Test
    void pingsAreOneLessThanAskedForAndEndlessOnesEndWithTheClient() throws Exception {
        call("health", "ping", "[]", "{\"count\":[\"Argument\",3],\"interval\":[\"Argument\",0.001]}");
        assertThat(client.upTo("StreamEndMessage")).containsExactly(START, data("null"), data("null"), END);
        for (int endless : new int[] {0, -1}) {
            try (SnekPeer other = SnekPeer.connect(folder.resolve("s"))) {
                other.say(
                        SnekPeer.command(
                                "health",
                                "ping",
                                "[]",
                                "{\"count\":[\"Argument\"," + endless + "],\"interval\":[\"Argument\",0.001]}"));
                assertThat(other.next()).isEqualTo(START);
                for (int i = 0; i < 50; i++) {
                    assertThat(other.next()).isEqualTo(data("null"));
                }
            }
            while (server.connections() > 1) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void filesAreKeptUnderPythonsNames() throws Exception {
        assertThat(client.call("file.create_dir", "[]", pythonic("a/b", "null"))).isEqualTo(data("null"));
        assertThat(client.call("file.touch", arguments("\"a/b/c\""), "{}")).isEqualTo(data("null"));
        assertThat(client.call("file.size", "[]", named("path", "\"a/b/c\""))).isEqualTo(data(0L));
        call("file", "paths", "[]", named("pattern", "\"a/*/*\""));
        assertThat(client.upTo("StreamEndMessage")).containsExactly(START, data("a/b/c"), END);
        for (String command : List.of("path_info", "paths")) {
            String arguments = command.equals("paths") ? arguments("\"a/b/c\"", true) : arguments("\"a/b/c\"");
            call("file", command, arguments, "{}");
            List<Object> described = client.upTo("StreamEndMessage");
            assertThat(described).hasSize(3);
            assertThat(described.get(1).toString()).contains("path=a/b/c", "size=0");
        }
        call("file", "download", "[]", named("src_path", "\"a/b/c\""));
        assertThat(client.upTo("StreamEndMessage")).containsExactly(START, END);
        assertThat(client.call("file.delete", "[]", "{\"path\":[\"Argument\",\"a\"],\"recurse\":[\"Argument\",true]}"))
                .isEqualTo(data("null"));
        assertThat(folder.resolve("files")).isEmptyDirectory();
    }

    private static String pythonic(String path, String mode) {
        return "{\"path\":[\"Argument\",\""
                + path
                + "\"],\"mode\":[\"Argument\","
                + mode
                + "],\"recurse\":[\"Argument\",true]}";
    }

    @Test
    void whatIsNotThereIsToldAsInPython() throws Exception {
        assertThat(client.call("nope.echo", "[]", "{}")).isEqualTo(error("KeyError", "'nope'"));
        assertThat(client.call("sample.nope", "[]", "{}"))
                .isEqualTo(error("AttributeError", "'sample' object has no attribute 'nope'"));
        assertThat(client.call("_meta.service", arguments("\"nope\""), "{}")).isEqualTo(error("KeyError", "'nope'"));
        assertThat(client.call("_meta.service", "[]", named("name", "\"nope\"")))
                .isEqualTo(error("KeyError", "'nope'"));
    }

    /// A user's own services, whose names and commands are those of ours.
    @Service("health")
    static final class OwnHealth {
        @Command
        Stream<Integer> ping(@Default("2") int count) {
            return IntStream.range(0, count).boxed();
        }
    }

    @Service("file")
    static final class OwnFiles {
        @Command
        String paths(String pattern, @Default("true") boolean described) {
            return pattern + described;
        }

        @Command("create_dir")
        String createDir(@Nullable String path) {
            return String.valueOf(path);
        }
    }

    @Test
    void servicesOfTheUserAreAsTheyAreWhateverTheirNames() throws Exception {
        try (Server _ =
                        Server.builder()
                                .service(new OwnHealth())
                                .service(new OwnFiles())
                                .service("docs", new FileService(folder.resolve("files"), true, 0))
                                .listen("snekrpc+unix://" + folder.resolve("own"))
                                .start();
                SnekPeer peer = SnekPeer.connect(folder.resolve("own"))) {
            peer.say(SnekPeer.command("health", "ping", "[]", "{}"));
            assertThat(peer.upTo("StreamEndMessage")).containsExactly(START, data(0L), data(1L), END);
            assertThat(peer.call("file.paths", arguments("\"a\"", false), "{}")).isEqualTo(data("afalse"));
            assertThat(peer.call("file.create_dir", arguments("null"), "{}")).isEqualTo(data("null"));
            assertThat(parameters(peer, "file", "paths")).containsExactly("pattern: str", "described: bool = true");
            assertThat(peer.call("docs.create_dir", "[]", pythonic("a", "null"))).isEqualTo(data("null"));
            peer.say(SnekPeer.command("docs", "paths", arguments("null", true), "{}"));
            assertThat(peer.upTo("StreamEndMessage").get(1).toString()).contains("path=a", "kind=directory");
            assertThat(parameters(peer, "docs", "paths"))
                    .containsExactly("pattern: str | None = null", "with_metadata: bool = false");
        }
    }

    /// The parameters of a command, as they are told.
    private static List<String> parameters(SnekPeer peer, String service, String command) throws Exception {
        List<?> answer = (List<?>) peer.call("_meta.service", arguments('"' + service + '"'), "{}");
        List<String> all = new ArrayList<>();
        for (Object each : (List<?>) ((Map<?, ?>) answer.getLast()).get("commands")) {
            if (((Map<?, ?>) each).get("name").equals(command)) {
                for (Object parameter : (List<?>) ((Map<?, ?>) each).get("parameters")) {
                    Map<?, ?> one = (Map<?, ?>) parameter;
                    String value = Boolean.TRUE.equals(one.get("has_default")) ? " = " + one.get("default") : "";
                    all.add(one.get("name") + ": " + one.get("annotation") + value);
                }
            }
        }
        return all;
    }

    @Test
    void filesAreDescribedAsTheyCanBeCalled() throws Exception {
        assertThat(parameters(client, "file", "paths"))
                .containsExactly("pattern: str | None = null", "with_metadata: bool = false");
        assertThat(parameters(client, "file", "path_info")).containsExactly("pattern: str | None = null");
        assertThat(parameters(client, "file", "create_dir"))
                .containsExactly("path: str", "mode: str | None = null", "recurse: bool = false");
        assertThat(parameters(client, "file", "upload")).containsExactly("src: Iterable[bytes]", "dst_path: str");
        List<String> told =
                parameters(client, "file", "paths").stream().map(each -> each.replaceFirst(":.*=", " =")).toList();
        for (Recording.Said said : Recording.of("snekrpc/tcp-json")) { // a client sends what it was told
            if (said.client() && said.step().equals("file.paths()")) {
                Map<?, ?> named = (Map<?, ?>) ((List<?>) Messages.of(said.bytes()).getFirst()).get(4);
                assertThat(named.entrySet().stream().map(e -> e.getKey() + " = " + ((List<?>) e.getValue()).get(1)))
                        .containsExactlyElementsOf(told);
            }
        }
    }

    /// Whose commands call others, which are not there.
    @Service("caller")
    static final class Calls {
        private final Client client;

        Calls(Client client) {
            this.client = client;
        }

        @Command
        @Nullable Object call(String service, String command) {
            return client.service(service).call(command);
        }
    }

    @Test
    void whatACommandHasNotFoundItselfIsNotWhatWasCalled() throws Exception {
        try (Server other = Server.builder().service(new Sample()).listen("unix://" + folder.resolve("other")).start();
                Client toOther = Client.connect(other.urls().getFirst().toString());
                Server _ =
                        Server.builder()
                                .service(new Calls(toOther))
                                .listen("snekrpc+unix://" + folder.resolve("calls"))
                                .start();
                SnekPeer peer = SnekPeer.connect(folder.resolve("calls"))) {
            assertThat(peer.call("caller.call", arguments("\"nope\"", "\"echo\""), "{}"))
                    .isEqualTo(error("UnknownService", "no service \"nope\" (there are: sample)"));
            assertThat(((List<?>) peer.call("caller.call", arguments("\"sample\"", "\"nope\""), "{}")).subList(0, 2))
                    .isEqualTo(List.of("ErrorMessage", "UnknownCommand"));
        }
    }

    // ---- too much

    @Test
    void aMessageThatIsTooLargeIsAnsweredAndTheNextIsTaken() throws Exception {
        for (int size : new int[] {100_000, 1_000_000}) {
            String call = SnekPeer.command("sample", "echo", arguments('"' + "x".repeat(size) + '"'), "{}");
            client.say(call);
            assertThat(client.next())
                    .isEqualTo(
                            error(
                                    "MemoryError",
                                    "a message of " + call.length() + " bytes (the limit maxMessage is 65536)"));
        }
        call("sample", "upstream", "[[\"StreamArgument\"]]", "{}");
        client.say("[\"StreamStartMessage\"]", item(1), item('"' + "x".repeat(100_000) + '"'), item(2));
        assertThat(client.next().toString()).startsWith("[ErrorMessage, MemoryError, ");
        client.say("[\"StreamEndMessage\"]");
        assertThat(client.call("sample.echo", arguments("\"next\""), "{}")).isEqualTo(data("next"));
    }

    @Test
    void whoSendsNonsenseHearsWhatIsWrong() throws Exception {
        client.say("[\"Nonsense\"]");
        assertThat(client.next())
                .isEqualTo(error("ValueError", "a message \"Nonsense\" (expected one such as CommandMessage)"));
        client.close();
        try (SnekPeer other = SnekPeer.connect(folder.resolve("s"))) {
            other.send(new byte[] {0, 0, 0, 1, 0, 0x7F, -1, -1, -1, '['});
            assertThat(other.next()).isEqualTo("handshake msgpack");
            assertThat(other.next())
                    .isEqualTo(error("MemoryError", "a message of 2147483647 bytes (the limit maxMessage is 65536)"));
            assertThat(other.isAtEnd()).isTrue();
        }
    }
}
