package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Command;
import dev.parley.Default;
import dev.parley.Rest;
import dev.parley.Server;
import dev.parley.Service;
import dev.parley.value.Extension;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.Map;

/// Command lines over a protocol that knows arguments by position only.
@Timeout(30)
class MsgPackRpcTest {
    private static final String URL = "msgpackrpc+memory://positions";

    @Service("notes")
    static class Notes {
        @Command
        String add(String text, @Default("normal") String priority, @Nullable String color, @Default("1") int count) {
            return text + " " + priority + " " + color + " " + count;
        }

        @Command
        String join(String separator, String... words) {
            return String.join(separator, words);
        }

        @Command
        Map<String, String> set(String name, @Rest Map<String, String> fields) {
            return fields;
        }

        @Command
        void nothing() {}

        @Command
        Object window() {
            return new Extension(1, new byte[] {(byte) 0xCD, 3});
        }
    }

    private static Server server;

    @BeforeAll
    static void start() {
        server = Server.builder().service(new Notes()).listen(URL).start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Outcome run(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "-u";
        all[1] = URL;
        all[2] = "notes";
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return Outcome.of(all);
    }

    @Test
    void optionsGoByPositionWithDefaultsBetween() {
        assertThat(run("add", "milk").out()).isEqualTo("milk normal null 1\n");
        assertThat(run("add", "milk", "--priority", "high").out()).isEqualTo("milk high null 1\n");
        assertThat(run("add", "milk", "--count", "3").out()).isEqualTo("milk normal null 3\n");
        assertThat(run("add", "--color", "red", "milk").out()).isEqualTo("milk normal red 1\n");
        assertThat(run("nothing")).isEqualTo(new Outcome(0, "", ""));
    }

    @Test
    void typesOfApplicationsAreNumbersAndBytes() {
        for (String format : new String[] {"raw", "ndjson", "json", "yaml", "pretty", "table"}) {
            assertThat(run("window", "--format", format).out())
                    .as(format)
                    .isEqualTo("{\"type\": 1, \"data\": \"zQM=\"}\n");
        }
        assertThat(run("window").out()).isEqualTo("{\"type\": 1, \"data\": \"zQM=\"}\n");
    }

    @Test
    void whatIsLeftOverFollowsOneByOne() {
        assertThat(run("join", "+", "a", "b", "c").out()).isEqualTo("a+b+c\n");
        assertThat(run("join", "+").out()).isEqualTo("\n");
    }

    @Test
    void whatHasNamesOnlyCannotBeSaid() {
        assertThat(run("set", "milk", "color=white"))
                .isEqualTo(
                        new Outcome(
                                2,
                                "",
                                "INVALID_ARGUMENT: notes.set: arguments that cannot be sent: got arguments by name"
                                        + " (expected all by position, MessagePack-RPC has no others)\n"));
        assertThat(run("set", "milk").out()).isEqualTo("{}\n");
    }

    @Test
    void helpIsMadeOfWhatTheServerTells() {
        assertThat(run("add", "--help").out()).contains("TEXT", "--priority", "normal if left out");
    }

    @Test
    void allWiresMeansThisOneToo() throws Exception {
        try (Running _ = Running.of("serve", "health", "-u", "memory://positions-too", "--wire", "all")) {
            assertThat(Outcome.of("-u", "msgpackrpc+memory://positions-too", "health", "check").status()).isZero();
        }
    }
}
