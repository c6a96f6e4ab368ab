package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Command;
import dev.parley.Server;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Single calls at a terminal: what is coloured there, and what Ctrl-C does.
@Timeout(60)
class TerminalTest {
    static final class SlowService {
        private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

        /// Waits for a long time.
        @Command
        String sleep() throws InterruptedException {
            events.add("sleeps");
            try {
                Thread.sleep(120_000);
                return "slept";
            } catch (InterruptedException e) {
                events.add("stopped");
                throw e;
            }
        }
    }

    @TempDir private Path folder;
    private final SlowService slow = new SlowService();
    private Server server;
    private String url;

    @BeforeEach
    void serve() {
        url = "unix://" + folder.resolve("s");
        server = Server.builder().service(slow).listen(url).start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Pty parley(Map<String, String> more, String... words) throws Exception {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("XDG_CACHE_HOME", folder.toString());
        environment.put("PARLEY_URL", url);
        return new Pty(environment, Pty.parley(words));
    }

    private String shown(Map<String, String> more, String... words) throws Exception {
        try (Pty parley = parley(more, words)) {
            parley.status();
            return parley.rest();
        }
    }

    @Test
    void errorsAreColouredUnlessTheUserSaysNo() throws Exception {
        assertThat(shown(Map.of(), "slow")).contains("Waits for a long time.");
        assertThat(shown(Map.of(), "slow", "slep")).contains("\033[").contains("did you mean sleep?");
        assertThat(shown(Map.of("NO_COLOR", "1"), "slow", "slep")).contains("sleep?").doesNotContain("\033");
        assertThat(shown(Map.of("TERM", "dumb"), "slow", "slep")).doesNotContain("\033");
    }

    @Test
    void ctrlCStopsTheCommandAtTheServer() throws Exception {
        try (Pty parley = parley(Map.of(), "slow", "sleep")) {
            assertThat(slow.events.take()).isEqualTo("sleeps");
            parley.type("\3");
            assertThat(slow.events.take()).isEqualTo("stopped");
            assertThat(parley.status()).isEqualTo(130);
            assertThat(parley.rest()).doesNotContain("Exception").doesNotContain("CANCELLED");
        }
    }
}
