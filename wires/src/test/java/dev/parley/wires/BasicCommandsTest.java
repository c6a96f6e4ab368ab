package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.RpcException;
import dev.parley.Server;
import dev.parley.model.ServiceDescriptor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Commands that a file tells of, for callers and servers without Java signatures that do.
@Timeout(60)
class BasicCommandsTest {
    private static final String SAMPLE =
            """
            # the sample, as far as it goes
            0 hello(name: string) -> string   # Says hello.
            2 add_2_words(a: uint32, b: uint32) -> uint32
            3 func_no_args()

            4 sum_fixed_array(fixed(3, uint32)) -> uint32
            6 sum_array_echo_string(array(uint32), string) -> tuple(sum: uint32, text: string)
            20 blob(bytes) -> bytes
            """;

    @TempDir Path folder;

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("sample.txt"), text).toString();
    }

    private static Server serve() {
        return Server.builder().service(new BasicSample()).listen("basic+tcp://127.0.0.1:0").start();
    }

    private static String url(Server server, String query) {
        return server.urls().getFirst() + query;
    }

    @Test
    void callsByNameOrNumberGoByTheFile() throws Exception {
        try (Server server = serve();
                Client client = Client.connect(url(server, "?commands=" + file(SAMPLE)))) {
            assertThat(client.service("sample").call("hello", "Ann")).isEqualTo("hello Ann");
            assertThat(client.service("sample").call("2", 1, 2)).isEqualTo(3L);
            assertThat(client.service("sample").call("add_2_words", Map.of("b", 1, "a", 2))).isEqualTo(3L);
            assertThat(client.service("sample").call("func_no_args")).isNull();
            assertThat(client.service("any").call("sum_fixed_array", List.of(1, 2, 3))).isEqualTo(6L);
            assertThat(client.service("sample").call("sum_array_echo_string", List.of(1, 2), "x"))
                    .isEqualTo(Map.of("sum", 3L, "text", "x"));
            assertThat(
                            client.service("sample")
                                    .command("sum_array_echo_string")
                                    .with(List.of(1, 2))
                                    .with(Map.of("arg2", "x"))
                                    .returning(BasicSample.Sum.class)
                                    .call())
                    .isEqualTo(new BasicSample.Sum(3, "x"));
            assertThat(client.service("sample").call("blob", new byte[] {1, 2})).isEqualTo(new byte[] {2, 1});
            assertThatThrownBy(() -> client.service("sample").call("add_2_words", -1, 2))
                    .isInstanceOfSatisfying(
                            RpcException.class,
                            e -> {
                                assertThat(e.code()).isEqualTo(Code.OUT_OF_RANGE);
                                assertThat(e)
                                        .hasMessage(
                                                "sample.add_2_words[0]: can't convert negative int to unsigned: got -1"
                                                        + " (expected at least 0)");
                                assertThat(e.mayHaveRun()).isFalse();
                            });
            assertThatThrownBy(() -> client.service("sample").call("add_2_words", 1))
                    .hasMessage("sample.add_2_words.b: got nothing (expected uint32)");
            assertThat(client.service("sample").call("hello", "Ben")).isEqualTo("hello Ben");
        }
    }

    @Test
    void metadataIsWhatTheFileSays() throws Exception {
        try (Server server = serve();
                Client client = Client.connect(url(server, "?commands=" + file(SAMPLE)))) {
            assertThat(client.service("_meta").call("service_names")).isEqualTo(List.of("sample"));
            ServiceDescriptor sample = client.describe().getFirst();
            assertThat(client.describe("sample")).isEqualTo(sample);
            assertThat(sample.commands()).extracting(ServiceDescriptor.Command::name).contains("hello", "blob");
            ServiceDescriptor.Command hello = sample.commands().getFirst();
            assertThat(hello.doc()).isEqualTo("Says hello.");
            assertThat(hello.parameters().getFirst().name()).isEqualTo("name");
            assertThat(hello.parameters().getFirst().type()).isEqualTo("text");
            assertThat(hello.result().type()).isEqualTo("text");
            assertThatThrownBy(() -> client.describe("nope"))
                    .hasMessageContaining("no service \"nope\" (there are: sample)");
        }
    }

    @Test
    void whatIsNotKnownIsSaid() {
        try (Server server = serve();
                Client client = Client.connect(url(server, ""))) {
            assertThatThrownBy(() -> client.service("sample").call("hello", "Ann"))
                    .isInstanceOf(RpcException.class)
                    .hasMessage(
                            "sample.hello: its number and types are not known (expected an interface whose method has"
                                    + " @CommandId, or a file that lists it: …?commands=FILE)");
            assertThatThrownBy(() -> client.describe("sample"))
                    .hasMessage(
                            "the protocol basic-socket-rpc has no metadata (list the commands in a file:"
                                    + " …?commands=FILE)");
            client.service(BasicSample.Api.class); // from now on it knows that one
            assertThat(client.describe("sample").commands()).hasSize(10);
            assertThatThrownBy(() -> client.service("_meta").call("status"))
                    .hasMessage("the protocol basic-socket-rpc has no metadata: status");
        }
    }

    @Test
    void aServerMayTakeNumbersAndTypesFromTheFile() throws Exception {
        class Plain {
            @Command
            long add(long a, long b) {
                return a + b;
            }

            @Command
            String other() {
                return "other";
            }
        }
        String query = "?commands=" + file("7 add(uint16, uint16) -> uint16");
        try (Server server = Server.builder().service(new Plain()).listen("basic+tcp://127.0.0.1:0" + query).start();
                Client client = Client.connect(url(server, query));
                BasicPeer peer = BasicPeer.begun(java.net.URI.create(url(server, "").replaceFirst(".*\\+", "")))) {
            assertThat(client.service("plain").call("add", 1, 2)).isEqualTo(3L);
            peer.send(BasicPeer.request(7, (byte) 1, (byte) 0, (byte) 2, (byte) 1));
            assertThat(peer.next().hex()).isEqualTo("0301");
        }
    }

    @Test
    void theFileMayNameACommandThatTheServersMetadataHasToo() throws Exception {
        class Plain {
            @Command
            int status() {
                return 7;
            }
        }
        String query = "?commands=" + file("5 status() -> uint32");
        try (Server server = Server.builder().service(new Plain()).listen("basic+tcp://127.0.0.1:0" + query).start();
                Client client = Client.connect(url(server, query))) {
            assertThat(client.service("plain").call("status")).isEqualTo(7L);
        }
    }

    @Test
    void servicesMayBePassedOn() throws Exception {
        try (Server behind = serve();
                Client target = Client.connect(url(behind, "?commands=" + file(SAMPLE)));
                Server front = Server.builder().remote("sample", target).listen("tcp://127.0.0.1:0").start();
                Client client = Client.connect(front.urls().getFirst().toString())) {
            assertThat(client.service("sample").call("hello", "Ann")).isEqualTo("hello Ann");
            assertThat(client.service("sample").call("add_2_words", Map.of("a", 1, "b", 2))).isEqualTo(3L);
            assertThat(client.service("sample").call("func_no_args")).isNull();
            assertThat(client.service("sample").call("sum_array_echo_string", List.of(1, 2), "x"))
                    .isEqualTo(Map.of("sum", 3L, "text", "x"));
            assertThat(client.service("sample").call("blob", new byte[] {1, 2})).isEqualTo(new byte[] {2, 1});
            assertThat(client.describe("sample").commands()).hasSize(6);
            assertThatThrownBy(() -> client.service("sample").call("add_2_words", -1, 2))
                    .isInstanceOf(RpcException.class)
                    .extracting(e -> ((RpcException) e).code())
                    .isEqualTo(Code.OUT_OF_RANGE);
        }
    }

    private void assertWrong(String query, String message) {
        assertThatThrownBy(() -> Client.connect("basic+tcp://127.0.0.1:1" + query))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("URL basic+tcp://127.0.0.1:1" + query + ": " + message);
    }

    @Test
    void whatIsWrongInAUrlOrAFileIsSaid() throws Exception {
        assertWrong("?retry=soon", "retry: got \"soon\" (expected a duration such as 500ms or 2s)");
        assertWrong("?timeout=0s", "timeout: got \"0s\" (expected a duration such as 500ms or 2s)");
        assertWrong("?comands=f&retry=1s", "got \"comands=f\" (expected commands=…, retry=…, timeout=…)");
        assertWrong("?commands=/no/such", "cannot read the commands of /no/such: /no/such");
        String file = file("2 add(uint32) -> uint32\n\nadd(uint32)");
        assertWrong(
                "?commands=" + file, file + ":3: got \"add(uint32)\" (expected the command's number, at most 65535)");
        file("2 add(uint32) -> uint32\n2 sub(uint32)");
        assertWrong("?commands=" + file, file + ":2: number 2 or name sub is that of add");
    }
}
