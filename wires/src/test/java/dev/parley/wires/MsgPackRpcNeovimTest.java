package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.RpcException;
import dev.parley.Server;
import dev.parley.Service;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/// A real Neovim is called by our client, calls it, and calls our server.
@Timeout(120)
class MsgPackRpcNeovimTest {
    @TempDir Path folder;
    private Neovim neovim;
    private Client client;
    private Nvim nvim;

    /// What Neovim serves, by bare names.
    interface Nvim {
        @Command("nvim_eval")
        Object eval(String expression);

        default int evalNumber(String expression) {
            return Math.toIntExact((Long) eval(expression));
        }

        @Command("nvim_set_var")
        void setVar(String name, @Nullable Object value);

        @Command("nvim_get_var")
        Object getVar(String name);

        @Command("nvim_buf_set_lines")
        void setLines(int buffer, int start, int end, boolean strict, List<String> lines);

        @Command("nvim_buf_get_lines")
        List<String> lines(int buffer, int start, int end, boolean strict);

        @Command("nvim_buf_attach")
        boolean attach(int buffer, boolean whole, Map<String, Object> options);

        @Command("nvim_get_api_info")
        List<Object> apiInfo();
    }

    /// What our client offers to Neovim, and our server serves.
    @Service("notes")
    static final class Notes {
        final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

        @Command
        String add(String text, int times) {
            return text.repeat(times);
        }

        @Command
        Object echo(Object value) {
            return value;
        }

        @Command
        void hear(String text) {
            heard.add(text);
        }

        @Command
        void fail() {
            throw new IllegalArgumentException("not like this");
        }

        /// What Neovim tells when lines of a buffer change.
        @Command("nvim_buf_lines_event")
        void changed(Object buffer, int tick, int first, int last, List<String> lines, boolean more) {
            heard.add(first + "-" + last + ": " + lines);
        }
    }

    @BeforeEach
    void start() throws Exception {
        neovim = new Neovim(folder);
        client = Client.connect(neovim.url());
        nvim = client.service(Nvim.class, "");
    }

    @AfterEach
    void stop() {
        if (client != null) {
            client.close();
            neovim.close();
        }
    }

    @Test
    void ourClientCallsIt() {
        assertThat(nvim.evalNumber("1+2")).isEqualTo(3);
        assertThat(client.service("").call("nvim_eval", "join(['a', 'b'], '+')")).isEqualTo("a+b");
        List<Object> every =
                List.of(1L << 40, -5L, 3.25, true, "ümläut 中文", List.of(List.of()), Map.of("a", Map.of("b", "c")));
        nvim.setVar("every", every);
        assertThat(nvim.getVar("every")).isEqualTo(every);
        String large = "0123456789".repeat(300_000);
        nvim.setVar("large", large);
        assertThat(nvim.getVar("large")).isEqualTo(large);
        List<String> lines = List.of("milk", "", "bread");
        nvim.setLines(0, 0, -1, true, lines);
        assertThat(nvim.lines(0, 0, -1, true)).isEqualTo(lines);
        assertThat(client.service("").call("nvim_get_current_buf")).as("an extension of its own").isNotNull();
    }

    @Test
    void itsErrorsAreUnderstood() {
        assertThatThrownBy(() -> nvim.eval("nope"))
                .isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.UNKNOWN))
                .hasMessageContaining("E121: Undefined variable: nope");
        assertThatThrownBy(() -> client.service("").call("nvim_eval"))
                .hasMessage("Wrong number of arguments: expecting 1 but got 0");
        assertThatThrownBy(() -> client.service("").call("nope")).hasMessage("Invalid method: nope");
        assertThat(nvim.evalNumber("7")).as("the connection goes on").isEqualTo(7);
    }

    @Test
    void manyCallsAreInFlight() throws Exception {
        List<CompletableFuture<@Nullable Object>> calls = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            calls.add(client.service("").command("nvim_eval").with(i + " * 2").future());
        }
        for (int i = 0; i < 1_000; i++) {
            assertThat(calls.get(i).get()).isEqualTo(2L * i);
        }
    }

    @Test
    void itIsToldAndDoesNotAnswer() {
        for (int i = 0; i < 1_000; i++) {
            client.service("").tell("nvim_set_var", "told", i);
        }
        client.service("").tell("nope");
        assertThat(nvim.getVar("told")).as("it takes one after the other").isEqualTo(999L);
    }

    @Test
    void itCallsOurClient() throws Exception {
        Notes notes = new Notes();
        client.offer(notes);
        long channel = (Long) nvim.apiInfo().getFirst();
        assertThat(nvim.eval("rpcrequest(" + channel + ", 'notes.add', 'ab', 3)")).isEqualTo("ababab");
        assertThat(nvim.eval("rpcrequest(" + channel + ", 'echo', {'a': [1, v:null, 2.5]})").toString())
                .isEqualTo("{a=[1, null, 2.5]}");
        assertThat(nvim.evalNumber("rpcnotify(" + channel + ", 'notes.hear', 'told')")).isEqualTo(1);
        assertThat(notes.heard.take()).isEqualTo("told");
        assertThatThrownBy(() -> nvim.eval("rpcrequest(" + channel + ", 'notes.fail')"))
                .hasMessageContaining("INVALID_ARGUMENT IllegalArgumentException: not like this");
        assertThatThrownBy(() -> nvim.eval("rpcrequest(" + channel + ", 'notes.add', 'ab', 'cd')"))
                .hasMessageContaining("INVALID_ARGUMENT, not run: notes.add.times: got text (expected integer)");
        assertThat(nvim.attach(0, false, Map.of())).isTrue();
        nvim.setLines(0, 0, -1, true, List.of("milk", "bread"));
        assertThat(notes.heard.take()).isEqualTo("0-1: [milk, bread]");
    }

    @Test
    void itCallsOurServer() throws Exception {
        Notes notes = new Notes();
        Path socket = folder.resolve("notes");
        try (Server server =
                Server.builder()
                        .service(notes)
                        .listen("unix://" + socket)
                        .listen("tcp://127.0.0.1:0")
                        .wires("snekrpc", "zrpc", "msgpackrpc")
                        .start()) {
            int port = server.urls().getLast().getPort();
            for (String where : List.of("'pipe', '" + socket + "'", "'tcp', '127.0.0.1:" + port + "'")) {
                int channel = nvim.evalNumber("sockconnect(" + where + ", {'rpc': v:true})");
                assertThat(nvim.eval("rpcrequest(" + channel + ", 'notes.add', 'ab', 3)")).isEqualTo("ababab");
                assertThat(nvim.eval("map(range(200), {_, i -> rpcrequest(" + channel + ", 'echo', i)})[199]"))
                        .isEqualTo(199L);
                assertThat(nvim.eval("len(rpcrequest(" + channel + ", 'echo', repeat('x', 1000000)))"))
                        .isEqualTo(1_000_000L);
                nvim.eval("map(range(200), {_, i -> rpcnotify(" + channel + ", 'notes.hear', 'line ' . i)})");
                for (int i = 0; i < 200; i++) {
                    assertThat(notes.heard.take()).startsWith("line ");
                }
                assertThatThrownBy(() -> nvim.eval("rpcrequest(" + channel + ", 'nope')"))
                        .hasMessageContaining("UNIMPLEMENTED UnknownCommand, not run: no command \"nope\"");
                nvim.eval("chanclose(" + channel + ")");
            }
        }
    }
}
