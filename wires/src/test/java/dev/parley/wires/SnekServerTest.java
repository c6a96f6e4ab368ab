package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Limits;
import dev.parley.Server;
import dev.parley.services.FileService;
import dev.parley.services.HealthService;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

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
        assertThat(client.call("_meta.service", arguments("\"nope\""), "{}"))
                .isEqualTo(error("KeyError", "no service \"nope\" (there are: file, health, sample)"));
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
