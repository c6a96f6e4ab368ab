package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/// `parley remote`: a server between callers and the server that they mean.
@Timeout(60)
class RemoteWordTest {
    @TempDir private Path folder;

    @Test
    void aServiceOfAnotherServerIsCalledThroughThisOne() throws Exception {
        Path source =
                Files.writeString(
                        folder.resolve("Notes.java"),
                        """
                        import dev.parley.*;
                        import java.util.stream.*;
                        /** Keeps notes. */
                        class Notes {
                            @Command Stream<String> find(String word) { return Stream.of("a " + word, "b " + word); }
                            @Command int load(Stream<String> lines) { return (int) lines.count(); }
                        }
                        """);
        String behind = "unix://" + folder.resolve("behind");
        String front = "unix://" + folder.resolve("front");
        try (Running _ = Running.of("serve", source.toString(), "-u", behind);
                Running remote = Running.of("remote", "notes", behind, "notes:memo", behind, "-u", front)) {
            assertThat(remote.lines())
                    .containsExactly(
                            "Serving notes, memo, health at " + front + " (Ctrl-C ends it)",
                            "Try: parley -u " + front + " notes find hello");
            assertThat(Outcome.of("-u", front, "memo", "find", "milk").out()).isEqualTo("a milk\nb milk\n");
            assertThat(new Outcome.Setting("x\ny\n", false, Map.of()).run("-u", front, "notes", "load", "-").out())
                    .isEqualTo("2\n");
            assertThat(Outcome.of("-u", front, "notes", "find", "--help").out()).contains("find WORD");
            assertThat(Outcome.of("-u", front, "health", "check", "--service", "memo").out()).isEqualTo("serving\n");
        }
    }

    @Test
    void eachServerGetsTheTokenThatIsMeantForIt() throws Exception {
        Path ours = Files.writeString(folder.resolve("ours"), "0urs front\n");
        Path theirs = Files.writeString(folder.resolve("theirs"), "the1rs front\n");
        String plain = "unix://" + folder.resolve("plain");
        String named = "unix://" + folder.resolve("named");
        String front = "unix://" + folder.resolve("front");
        Path config = Files.createDirectories(folder.resolve("parley")).resolve("config.json");
        Files.writeString(config, "{\"profiles\": {\"staging\": {\"url\": \"" + named + "\", \"token\": \"the1rs\"}}}");
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------")); // or it would be warned of
        Map<String, String> environment = Map.of("PARLEY_TOKEN", "0urs", "XDG_CONFIG_HOME", folder.toString());
        String[] words = {"remote", "health:one", plain, "health:two", "@staging", "-u", front};
        try (Running _ = Running.of("serve", "health", "-u", plain, "--token-file", ours.toString());
                Running _ = Running.of("serve", "health", "-u", named, "--token-file", theirs.toString())) {
            try (Running remote = Running.of(environment, words)) {
                assertThat(remote.lines().getFirst()).startsWith("Serving one, two, health at " + front);
                assertThat(Outcome.of("-u", front, "one", "check").out()).isEqualTo("serving\n");
                assertThat(Outcome.of("-u", front, "two", "check").out()).isEqualTo("serving\n");
            }
            Outcome wrong = new Outcome.Setting("", false, environment).run("remote", "health", plain, "--token", "no");
            assertThat(wrong.err()).startsWith("UNAUTHENTICATED: ");
            Outcome nobody = new Outcome.Setting("", false, environment).run("remote", "health", "@stagin");
            assertThat(nobody.err()).startsWith("INVALID_ARGUMENT: no profile \"stagin\" in " + config);
        }
    }

    @Test
    void whatCannotBePassedOnIsTold() throws Exception {
        assertThat(Outcome.of("remote", "notes").err())
                .isEqualTo(
                        "INVALID_ARGUMENT: remote what? (expected NAME URL, such as parley remote notes"
                                + " unix:///tmp/notes.sock)\n");
        try (Running _ = Running.of("serve", "health", "-u", "memory://remote-behind")) {
            Outcome unknown = Outcome.of("remote", "notes", "memory://remote-behind", "-u", "memory://front");
            assertThat(unknown.status()).isEqualTo(4);
            assertThat(unknown.err()).contains("no service \"notes\" (there are: health)");
            assertThat(Outcome.of("remote", "1x:2y", "memory://remote-behind").status()).isNotZero();
        }
    }

    @Test
    void aNameIsServedOnce() throws Exception {
        String behind = "memory://remote-twice";
        try (Running _ = Running.of("serve", "health", "-u", behind)) {
            assertThat(Outcome.of("remote", "health", behind, "health", behind, "-u", "memory://front"))
                    .isEqualTo(
                            new Outcome(
                                    2,
                                    "",
                                    "INVALID_ARGUMENT: two services are named health (give one another name:"
                                            + " NAME:OTHER)\n"));
            assertThat(Outcome.of("remote", "_meta", behind, "-u", "memory://front"))
                    .isEqualTo(
                            new Outcome(
                                    2,
                                    "",
                                    "INVALID_ARGUMENT: two services are named _meta (give one another name:"
                                            + " NAME:OTHER)\n"));
        }
    }

    @Test
    void aServerThatIsNotThereYetIsWaitedForByTheCalls() throws Exception {
        String behind = "unix://" + folder.resolve("later");
        String front = "unix://" + folder.resolve("front");
        try (Running remote = Running.of("remote", "health:one", behind, "health:two", behind, "-u", front)) {
            String unreachable =
                    "cannot connect to " + behind + ": no such file (it is served all the same: calls look for it)";
            assertThat(remote.awaitErrors(2))
                    .containsExactly("parley: one: " + unreachable, "parley: two: " + unreachable);
            assertThat(remote.lines())
                    .containsExactly(
                            "Serving one, two, health at " + front + " (Ctrl-C ends it)",
                            "Try: parley -u " + front + " health check");
            try (Running _ = Running.of("serve", "health", "-u", behind)) {
                assertThat(Outcome.of("-u", front, "two", "check")).isEqualTo(new Outcome(0, "serving\n", ""));
            }
        }
    }
}
