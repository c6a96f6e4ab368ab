package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Command;
import dev.parley.Default;
import dev.parley.Server;
import dev.parley.services.HealthService;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

/// `parley shell`, with lines from a pipe, and with somebody at a terminal.
@Timeout(60)
class ShellTest {
    enum Priority {
        LOW,
        NORMAL,
        HIGH
    }

    static final class NotesService {
        private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

        /// Adds a note.
        @Command
        String add(String text, @Default("normal") Priority priority) {
            return text + " " + priority;
        }

        @Command
        int count(Stream<String> lines) {
            events.add("counts");
            return (int) lines.filter(events::add).count();
        }

        @Command
        void sleep() throws InterruptedException {
            events.add("sleeps");
            try {
                Thread.sleep(120_000);
            } catch (InterruptedException e) {
                events.add("stopped");
                throw e;
            }
        }
    }

    @TempDir private Path folder;
    private final NotesService notes = new NotesService();
    private Server server;
    private String url;

    @BeforeEach
    void serve() {
        url = "unix://" + folder.resolve("s");
        server = Server.builder().service(notes).service(new HealthService()).listen(url).start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Outcome piped(String lines) {
        return new Outcome.Setting(lines, false, Map.of()).run("-u", url, "shell");
    }

    @Test
    void linesFromAPipeAreRunOneAfterTheOther() {
        Outcome outcome =
                piped(
                        """
                        # a comment, and an empty line

                        notes add milk
                        parley notes add 'two words' --priority "high"
                        notes add a\\ b
                        """);
        assertThat(outcome).isEqualTo(new Outcome(0, "milk NORMAL\ntwo words HIGH\na b NORMAL\n", ""));
    }

    @Test
    void aLineThatFailsDoesNotEndItButIsItsStatus() {
        Outcome outcome =
                piped("notes add\nnotes ad milk\nhealth check --service x\nnotes add milk\nexit\nnotes add no\n");
        assertThat(outcome.out()).isEqualTo("milk NORMAL\n");
        assertThat(outcome.err().lines())
                .hasSize(3)
                .last()
                .asString()
                .startsWith("NOT_FOUND: health.check: no service \"x\"".replace("health.check: ", ""));
        assertThat(outcome.status()).isEqualTo(4);
        assertThat(piped("notes add 'milk\n").err())
                .isEqualTo("INVALID_ARGUMENT: a quote is not closed in: notes add 'milk\n");
        assertThat(piped("shell\n").err())
                .isEqualTo("INVALID_ARGUMENT: this is a shell already (exit or Ctrl-D ends it)\n");
        assertThat(Outcome.of("shell", "notes").err())
                .isEqualTo("INVALID_ARGUMENT: shell: got notes (expected options only)\n");
    }

    @Test
    void aStreamIsReadFromTheLinesThatFollow() {
        assertThat(piped("notes add milk\nnotes count -\na\nb\nc\n").out()).isEqualTo("milk NORMAL\n3\n");
    }

    @Test
    void itsOptionsAreThoseOfEachLineThatDoesNotSayOtherwise() throws IOException {
        String other = "unix://" + folder.resolve("other");
        try (Server _ = Server.builder().service("notes", new NotesService()).listen(other).start()) {
            Outcome outcome =
                    new Outcome.Setting(
                                    "notes add a\n--timeout 1ms notes sleep\n-u " + other + " services\n",
                                    false,
                                    Map.of())
                            .run("-u", url, "--timeout", "20s", "shell");
            assertThat(outcome.err()).startsWith("DEADLINE_EXCEEDED: ");
            assertThat(outcome.out()).startsWith("a NORMAL\nnotes\n");
            assertThat(outcome.out()).doesNotContain("health");
            assertThat(outcome.status()).isEqualTo(5);
        }
    }

    @Test
    void itsTokenIsNotForOtherServers() throws IOException {
        Path tokens = Files.writeString(folder.resolve("tokens"), "s3cret ann\n");
        String known = "unix://" + folder.resolve("known");
        String other = "unix://" + folder.resolve("other");
        dev.parley.Authenticator authenticator = dev.parley.Authenticator.tokenFile(tokens);
        try (Server _ = Server.builder().service(notes).authenticate(authenticator).listen(known).start();
                Server _ = Server.builder().service(notes).authenticate(authenticator).listen(other).start()) {
            Outcome outcome =
                    new Outcome.Setting("notes add a\n-u " + other + " notes add b\n", false, Map.of())
                            .run("-u", known, "--token", "s3cret", "shell");
            assertThat(outcome.out()).isEqualTo("a NORMAL\n");
            assertThat(outcome.err()).startsWith("UNAUTHENTICATED: ");
        }
    }

    @Test
    void itsLinesShareAConnection() throws Exception {
        BlockingQueue<String> connections = new LinkedBlockingQueue<>();
        String seen = "memory://" + folder.getFileName();
        dev.parley.CallListener listener =
                new dev.parley.CallListener() {
                    @Override
                    public void connected(dev.parley.Peer peer) {
                        connections.add(peer.toString());
                    }
                };
        try (Server _ = Server.builder().service(notes).listener(listener).listen(seen).start()) {
            new Outcome.Setting("notes add a\nnotes add b\nnotes\nservices\n", false, Map.of())
                    .run("-u", seen, "shell");
        }
        assertThat(connections).hasSize(1);
    }

    // ---- at a terminal

    private Pty terminal(String... more) throws IOException {
        Map<String, String> environment =
                Map.of("XDG_STATE_HOME", folder.resolve("state").toString(), "XDG_CACHE_HOME", folder.toString());
        List<String> words = Stream.concat(Stream.of("-u", url, "shell"), Stream.of(more)).toList();
        return new Pty(environment, Pty.parley(words.toArray(String[]::new)));
    }

    @Test
    void tabCompletesWhatTheServerOffers() throws Exception {
        try (Pty shell = terminal()) {
            shell.await("parley> ");
            shell.type("no\t").await("notes ");
            shell.type("a\t").await("add ");
            shell.type("milk --pri\t").await("--priority ");
            shell.type("hi\t").await("high ");
            shell.type("\n").await("milk HIGH");
            shell.await("parley> ");
            shell.type("\4");
            assertThat(shell.status()).isZero();
            assertThat(shell.rest()).doesNotContain("WARNING");
        }
        Path history = folder.resolve("state/parley/history");
        assertThat(Files.readAllLines(history)).containsExactly("notes add milk --priority high");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history))).isEqualTo("rw-------");
    }

    @Test
    void ctrlCStopsTheCallAndNotTheShell() throws Exception {
        try (Pty shell = terminal()) {
            shell.await("parley> ");
            shell.type("notes sleep\n");
            assertThat(notes.events.take()).isEqualTo("sleeps");
            shell.type("\3");
            assertThat(notes.events.take()).isEqualTo("stopped");
            shell.await("parley> ");
            shell.type("notes add mi\3").await("parley> ");
            shell.type("notes add eggs\n").await("eggs NORMAL");
            shell.await("parley> ");
            shell.type("exit\n");
            assertThat(shell.status()).isZero();
        }
    }

    @Test
    void sigtermEndsItInOrder() throws Exception {
        try (Pty shell = terminal()) {
            shell.await("parley> ");
            shell.terminate();
            assertThat(shell.status()).isEqualTo(143);
            assertThat(shell.rest()).doesNotContain("INTERNAL").doesNotContain("Exception");
            assertThat(shell.rest().lastIndexOf("\033[?2004l"))
                    .as("%s", shell.rest())
                    .isGreaterThan(shell.rest().lastIndexOf("\033[?2004h"));
        }
    }

    @Test
    void earlierLinesComeBackButForSecrets() throws Exception {
        try (Pty shell = terminal()) {
            shell.await("parley> ");
            shell.type("notes add milk\n").await("milk NORMAL");
            shell.await("parley> ");
            shell.type("--token s3cret notes add eggs\n").await("eggs NORMAL");
            shell.await("parley> ");
            shell.type("\4");
            assertThat(shell.status()).isZero();
        }
        try (Pty shell = terminal()) {
            shell.await("parley> ");
            shell.type("\20").await("notes add milk");
            shell.type("\n").await("milk NORMAL");
            shell.await("parley> ");
            shell.type("\4");
            assertThat(shell.status()).isZero();
        }
        assertThat(Files.readString(folder.resolve("state/parley/history"))).doesNotContain("s3cret");
    }

    @Test
    void ctrlCStopsAStreamThatIsTypedAndTakesNoLineOfTheNext() throws Exception {
        try (Pty shell = terminal()) {
            shell.await("parley> ");
            shell.type("notes count -\n");
            assertThat(notes.events.take()).isEqualTo("counts");
            shell.type("a\n");
            assertThat(notes.events.take()).isEqualTo("a"); // by now, the next line is awaited
            shell.type("\3").await("parley> ");
            shell.type("notes add eggs\n").await("eggs NORMAL");
            shell.await("parley> ");
            shell.type("exit\n");
            assertThat(shell.status()).isZero();
        }
    }

    @Test
    void aStreamIsTypedUntilCtrlD() throws Exception {
        try (Pty shell = terminal()) {
            shell.await("parley> ");
            shell.type("notes count -\n");
            assertThat(notes.events.take()).isEqualTo("counts"); // the terminal is no longer JLine's
            shell.type("a\nb\n\4").await("\n2");
            shell.await("parley> ");
            shell.type("notes add milk\n").await("milk NORMAL");
            shell.await("parley> ");
            shell.type("\4");
            assertThat(shell.status()).isZero();
        }
    }
}
