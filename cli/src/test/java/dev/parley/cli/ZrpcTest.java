package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Command;
import dev.parley.Default;
import dev.parley.Doc;
import dev.parley.Server;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Servers of zrpc at the command line: a folder of sockets, and commands without services. Maven gives the tests
/// `$ZRPC_SOCKET_DIR`.
@Timeout(60)
class ZrpcTest {
    private static final Path HOME = Path.of(System.getenv("ZRPC_SOCKET_DIR"));

    @TempDir private Path folder;

    static final class Todo {
        @Command
        @Doc("Adds a note. Twice is possible.")
        String add(String text, @Default("normal") String priority, @Default("1") int times) {
            return text + " " + priority + " " + times;
        }

        @Command
        String find(@Default("3") int limit) {
            return "found " + limit;
        }

        @Command
        String todo() {
            return "itself";
        }
    }

    private static Server serve(String url) {
        return Server.builder().service(new Todo()).listen(url).start();
    }

    private static ServerSocketChannel silent(String name) throws Exception {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        return channel.bind(UnixDomainSocketAddress.of(HOME.resolve(name)));
    }

    private static String out(String... arguments) {
        Outcome outcome = Outcome.of(arguments);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.status()).isZero();
        return outcome.out();
    }

    @Test
    void theServersOfTheFolderAreListed() throws Exception {
        try (Server _ = serve("zrpc:///a%20b");
                ServerSocketChannel _ = silent("silent");
                Server _ = serve("zrpc://")) {
            silent("dead").close();
            Files.writeString(HOME.resolve("text"), "no socket");
            Files.createSymbolicLink(HOME.resolve("link"), HOME.resolve("nowhere"));
            assertThat(out("-u", "zrpc://", "ps").lines())
                    .containsExactly(
                            "name    commands  state            url",
                            "a b     3         answers          zrpc:///a%20b",
                            "dead              nobody listens   zrpc:///dead",
                            "silent            does not answer  zrpc:///silent",
                            "todo    3         answers          zrpc:///todo");
            assertThat(out("ps", "-u", "zrpc://", "--format", "ndjson"))
                    .contains(
                            "{\"name\": \"dead\", \"commands\": null, \"state\": \"nobody listens\", \"url\":"
                                    + " \"zrpc:///dead\"}",
                            "\"commands\": 3");
            assertThat(HOME.resolve("dead")).as("which is somebody else's").exists();
        } finally {
            for (String each : List.of("dead", "silent", "text", "link")) {
                Files.deleteIfExists(HOME.resolve(each));
            }
        }
    }

    @Test
    void onlyPlacesAreListed() {
        assertThat(Outcome.of("-u", "zrpc:///todo", "ps").err())
                .isEqualTo(
                        "INVALID_ARGUMENT: --url: got \"zrpc:///todo\" (expected a place only, such as zrpc:// or"
                                + " local://)\n");
        assertThat(Outcome.of("-u", "tcp://", "ps").err())
                .isEqualTo(
                        "INVALID_ARGUMENT: --url: there is no place where servers of tcp could be looked for (expected"
                                + " local://, or a protocol of others such as zrpc://)\n");
        assertThat(Outcome.of("-u", "snekrpc://", "ps").err())
                .isEqualTo(
                        "INVALID_ARGUMENT: --url: snekrpc: there is no place where its servers could be looked for\n");
        assertThat(out("-u", "local://", "ps")).isEqualTo(out("ps"));
    }

    @Test
    void aUrlWithoutANameIsNoServerToCall() {
        assertThat(Outcome.of("-u", "zrpc://"))
                .isEqualTo(
                        new Outcome(
                                ExitStatus.USAGE,
                                "",
                                "INVALID_ARGUMENT: URL zrpc:///: no name of a server (expected one such as"
                                        + " zrpc:///notes)\n"));
    }

    @Test
    void theServiceNeedNotBeNamed() throws Exception {
        String url = "zrpc+unix://" + folder.resolve("todo");
        try (Server _ = serve(url)) {
            assertThat(out("-u", url, "add", "milk")).isEqualTo("milk normal 1\n");
            assertThat(out("-u", url, "add", "milk", "priority=high", "times=2")).isEqualTo("milk high 2\n");
            assertThat(out("-u", url, "add", "--priority", "low", "milk")).isEqualTo("milk low 1\n");
            assertThat(out("-u", url, "find", "--limit", "5")).isEqualTo("found 5\n");
            assertThat(out("-u", url, "todo", "add", "--priority", "low", "milk")).isEqualTo("milk low 1\n");
            assertThat(out("-u", url, "todo", "todo")).isEqualTo("itself\n");
            assertThat(out("-u", url, "--help")).startsWith("  add TEXT  Adds a note.\n  find\n");
            assertThat(out("-u", url, "todo")).isEqualTo(out("-u", url, "--help"));
            assertThat(out("-u", url, "add", "--help")).startsWith("parley todo add TEXT [--priority PRIORITY] ");
            assertThat(out("-u", url, "bench", "find", "--calls", "1")).startsWith("1 calls of todo.find,");
            assertThat(Outcome.of("-u", url, "nope").err())
                    .isEqualTo("UNIMPLEMENTED: no command \"nope\" in service todo (there are: add, find, todo)\n");
            assertThat(Outcome.of("-u", url, "add", "milk", "priority=high", "priority=low").err())
                    .startsWith(
                            "INVALID_ARGUMENT: todo.add: got \"priority=low\" (expected an option, such as --times");
        }
    }

    @Test
    void theServiceNeedNotBeNamedWhereverTheUrlStands() throws Exception {
        String url = "zrpc+unix://" + folder.resolve("todo") + "?mode=0600";
        Path profiles = Files.createDirectories(folder.resolve("parley")).resolve("config.json");
        Files.writeString(profiles, "{\"profiles\": {\"todo\": {\"url\": \"" + url + "\"}}}");
        Map<String, String> configured = Map.of("XDG_CONFIG_HOME", folder.toString());
        try (Server _ = serve(url)) {
            Outcome five = new Outcome(0, "found 5\n", "");
            assertThat(new Outcome.Setting("", false, Map.of("PARLEY_URL", url)).run("find", "--limit", "5"))
                    .isEqualTo(five);
            assertThat(new Outcome.Setting("", false, configured).run("-u", "@todo", "find", "--limit", "5"))
                    .isEqualTo(five);
            assertThat(new Outcome.Setting("", false, Map.of("PARLEY_URL", url)).run("todo", "find", "--limit", "5"))
                    .isEqualTo(five);
            assertThat(out("-u", url, "todo", "--format", "json", "find", "--limit", "5"))
                    .as("the query is not what the server is called")
                    .isEqualTo("\"found 5\"\n");
            assertThat(new Outcome.Setting("find --limit 5\n", false, Map.of()).run("-u", url, "shell"))
                    .isEqualTo(five);
            assertThat(new Outcome.Setting("", false, configured).run("-u", "@nope", "find", "--limit", "5").err())
                    .startsWith("INVALID_ARGUMENT: no profile \"nope\" in ");
        }
    }

    @Test
    void helpThatWasHeardOnceIsThereWithoutTheServer() {
        String url = "zrpc+unix://" + folder.resolve("todo");
        Outcome.Setting setting = new Outcome.Setting("", false, Map.of("XDG_CACHE_HOME", folder.toString()));
        try (Server _ = serve(url)) {
            assertThat(setting.run("-u", url).status()).isZero();
        }
        assertThat(setting.run("-u", url, "add", "--help").out()).startsWith("parley todo add TEXT ");
        assertThat(setting.run("-u", url, "--help").out()).startsWith("  add TEXT  Adds a note.\n");
        assertThat(setting.run("-u", url + "s", "--help").err()).endsWith("; this is general help\n");
    }

    @Test
    void aServerIsNamedByItsFirstService() throws Exception {
        Path source =
                Files.writeString(
                        folder.resolve("ShopNotes.java"),
                        """
                        import dev.parley.*;
                        class ShopNotes { @Command int count() { return 0; } }
                        """);
        try (Running running = Running.of("serve", source.toString(), "-u", "zrpc://")) {
            assertThat(running.lines().getFirst())
                    .startsWith("Serving shop_notes, health at zrpc+unix://" + HOME.resolve("shop_notes") + " ");
            assertThat(out("-u", "zrpc:///shop_notes", "count")).isEqualTo("0\n");
        }
    }

    @Test
    void inAShellListingIsNotAboutTheServerThatIsCalled() {
        try (Server _ = serve("zrpc:///todo")) {
            Outcome outcome =
                    new Outcome.Setting("ps\nfind limit=4\nps -u zrpc://\n", false, Map.of())
                            .run("-u", "zrpc:///todo", "shell");
            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.out()).contains("found 4\n", "zrpc:///todo");
        }
    }
}
