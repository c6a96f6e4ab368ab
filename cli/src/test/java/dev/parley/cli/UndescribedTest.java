package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Command;
import dev.parley.Server;
import dev.parley.Service;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// Command lines for servers of others that do not tell what they offer, here of JSON-RPC.
@Timeout(30)
class UndescribedTest {
    /// One of ours, which tells.
    @Service("calc")
    static final class Calc {
        @Command
        int subtract(int minuend, int subtrahend) {
            return minuend - subtrahend;
        }
    }

    /// What a server does that is asked for metadata.
    private enum Habit {
        ANSWERS,
        CLOSES,
        IS_SILENT
    }

    private volatile Habit habit = Habit.ANSWERS;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private ServerSocket listener;
    private String error = "{\"code\":-32601,\"message\":\"Method not found\"}";
    private @Nullable Thread serving;

    /// A server that answers 19, but knows no metadata.
    @BeforeEach
    void start() throws IOException {
        listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        serving = Thread.startVirtualThread(this::serve);
    }

    @AfterEach
    void stop() throws Exception {
        listener.close();
        serving.join();
    }

    private void serve() {
        try {
            while (true) {
                try (Socket socket = listener.accept()) {
                    answer(socket);
                }
            }
        } catch (IOException e) {
            assertThat(listener.isClosed()).isTrue();
        }
    }

    private void answer(Socket socket) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String id = line.replaceFirst(".*\"id\":", "");
            boolean meta = line.contains("\"_meta.");
            if (!meta) {
                heard.add(line.replaceFirst("\\{\"jsonrpc\":\"2.0\",", "").replaceFirst(",\"id\":.*", ""));
            }
            if (meta && habit == Habit.CLOSES) {
                return;
            } else if (meta && habit == Habit.IS_SILENT) {
                continue;
            }
            String answer = meta ? "\"error\":" + error : "\"result\":19";
            socket.getOutputStream()
                    .write(
                            ("{\"jsonrpc\":\"2.0\"," + answer + ",\"id\":" + id + "\n")
                                    .getBytes(StandardCharsets.UTF_8));
        }
    }

    private Outcome run(String... words) {
        Map<String, String> environment = Map.of("PARLEY_URL", "jsonrpc+tcp://127.0.0.1:" + listener.getLocalPort());
        return new Outcome.Setting("", false, environment).run(words);
    }

    @Test
    void aMethodIsCalledWithValuesAsTyped() {
        Outcome outcome = run("subtract", "42", "-23");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).isEqualTo("19\n");
        run("notes.add", "milk", "{\"a\": [1, null]}", "\"7\"", "1.50", "true", "null", "--", "--x", "a=b");
        run("subtract", "minuend=42", "text=a=b");
        run("get_data");
        assertThat(heard)
                .containsExactly(
                        "\"method\":\"subtract\",\"params\":[42,-23]",
                        "\"method\":\"notes.add\",\"params\":[\"milk\",{\"a\":[1,null]},\"7\",1.5,true,null,\"--x\",\"a=b\"]",
                        "\"method\":\"subtract\",\"params\":{\"minuend\":42,\"text\":\"a=b\"}",
                        "\"method\":\"get_data\",\"params\":[]");
    }

    @Test
    void someHaveNoCodeForWhatTheyDoNotKnow() {
        error = "{\"code\":7,\"message\":\"what?\"}";
        assertThat(run("subtract", "1").out()).isEqualTo("19\n");
    }

    @Test
    void optionsOfOursStandBehindTheMethod() {
        assertThat(run("subtract", "1", "--timeout", "5s", "--format=json").out()).isEqualTo("19\n");
        assertThat(heard).containsExactly("\"method\":\"subtract\",\"params\":[1]");
        Outcome wrong = run("subtract", "1", "--minuend", "5");
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err())
                .contains(
                        "subtract: no option --minuend (expected NAME=VALUE for an argument by name, -- before"
                                + " values)");
        assertThat(run("subtract", "1", "--timeout").err()).contains("subtract: --timeout needs a value");
        assertThat(run("subtract", "[1").err()).contains("subtract: ");
    }

    @Test
    void negativeNumbersBehindTheMethodAreValues() {
        assertThat(run("subtract", "-5", "3").err()).isEmpty();
        assertThat(run("--format", "json", "subtract", "-.5", "-1e3", "--timeout", "5s").err()).isEmpty();
        assertThat(heard)
                .containsExactly(
                        "\"method\":\"subtract\",\"params\":[-5,3]",
                        "\"method\":\"subtract\",\"params\":[-0.5,-1000.0]");
        assertThat(run("-5", "3").err()).contains("no option -5");
    }

    @Test
    void aServerMayCloseTheConnectionWhereItDoesNotKnowAMethod() {
        habit = Habit.CLOSES;
        Outcome outcome = run("subtract", "42", "23");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).isEqualTo("19\n");
        assertThat(heard).containsExactly("\"method\":\"subtract\",\"params\":[42,23]");
    }

    @Test
    void aServerMaySayNothingWhereItDoesNotKnowAMethod() {
        habit = Habit.IS_SILENT;
        Outcome outcome = run("subtract", "42", "23", "--timeout", "20s");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).isEqualTo("19\n");
        assertThat(run("subtract", "42", "23", "--timeout", "none").out()).isEqualTo("19\n");
        assertThat(run("subtract", "--help").out().replaceAll("\\s+", " ")).contains("does not tell what it offers");
    }

    @Test
    void helpAndListsSayThatNothingIsKnown() {
        String text = "does not tell what it offers, but can be called: parley -u URL METHOD [VALUE…] [NAME=VALUE…]";
        Outcome help = run("subtract", "--help");
        assertThat(help.status()).isZero();
        assertThat(help.out().replaceAll("\\s+", " ")).contains(text);
        Outcome list = run();
        assertThat(list.status()).isEqualTo(2);
        assertThat(list.err()).contains(text);
        assertThat(run("describe").err()).contains(text);
        assertThat(heard).isEmpty();
    }

    @Test
    void aServerOfOursThatRefusesIsNotTakenForOneThatDoesNotTell() {
        try (Server server =
                Server.builder().service(new Calc()).onlyCodecs("msgpack").listen("tcp://127.0.0.1:0").start()) {
            String url = server.urls().getFirst().toString();
            for (String[] words : new String[][] {{"calc", "subtract", "42", "23"}, {"services"}, {"calc", "--help"}}) {
                List<String> line = new ArrayList<>(List.of("-u", url, "--codec", "json"));
                line.addAll(List.of(words));
                Outcome outcome = Outcome.of(line.toArray(String[]::new));
                assertThat(outcome.err())
                        .startsWith("UNIMPLEMENTED: ")
                        .contains("codec")
                        .doesNotContain("does not tell");
                assertThat(outcome.status()).isEqualTo(2);
            }
        }
    }

    @Test
    void aServerOfOursTellsOfItselfOverAnyProtocol() {
        try (Server server = Server.builder().service(new Calc()).listen("jsonrpc+tcp://127.0.0.1:0").start()) {
            String url = server.urls().getFirst().toString();
            assertThat(Outcome.of("-u", url, "calc", "subtract", "42", "23").out()).isEqualTo("19\n");
            assertThat(Outcome.of("-u", url).out()).contains("subtract");
            assertThat(Outcome.of("-u", url, "subtract", "42").err()).contains("no service \"subtract\"");
        }
    }
}
