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
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// How command lines go on: what `parley complete` says, and what shells make of it.
@Timeout(120)
class CompletionTest {
    enum Priority {
        LOW,
        NORMAL,
        HIGH
    }

    static final class NotesService {
        @Command
        String add(String text, Priority kind, @Default("normal") Priority priority, @Default("false") boolean done) {
            return text;
        }

        @Command
        int load(Stream<String> lines) {
            return (int) lines.count();
        }
    }

    @TempDir private Path folder;
    private Server server;
    private String url;
    private Map<String, String> environment;

    @BeforeEach
    void serve() throws IOException {
        url = "unix://" + folder.resolve("s");
        server =
                Server.builder()
                        .service(new NotesService())
                        .service("serve", new HealthService())
                        .listen(url)
                        .listen("local://completed")
                        .start();
        Path config = Files.createDirectories(folder.resolve("config/parley")).resolve("config.json");
        Files.writeString(config, "{\"profiles\": {\"staging\": {\"url\": \"" + url + "\"}}}");
        environment =
                Map.of(
                        "XDG_CONFIG_HOME",
                        folder.resolve("config").toString(),
                        "XDG_CACHE_HOME",
                        folder.resolve("cache").toString(),
                        "PARLEY_URL",
                        url);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private List<String> complete(String line) {
        return complete("zsh", line);
    }

    private List<String> complete(String shell, String line) {
        Outcome outcome = new Outcome.Setting("", false, environment).run("complete", shell, "parley " + line);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.status()).isZero();
        return outcome.out().lines().map(each -> each.replaceFirst("\t.*", "")).toList();
    }

    @Test
    void wordsOfOursAndServicesComeFirst() {
        assertThat(complete("")).contains("serve", "shell", "help", "notes").doesNotContain("call serve", "complete");
        assertThat(complete("n")).containsExactly("notes");
        assertThat(complete("-u " + url + " no")).containsExactly("notes");
        assertThat(complete("call ")).containsExactly("notes", "serve");
        assertThat(complete("help ser")).containsExactlyInAnyOrder("serve", "services", "serve");
        assertThat(complete("completion ")).containsExactly("bash", "zsh", "fish");
    }

    @Test
    void thenCommandsOptionsAndValues() {
        assertThat(complete("notes ")).containsExactly("add", "load");
        assertThat(complete("notes a")).containsExactly("add");
        assertThat(complete("notes add 'my milk' ")).containsExactly("low", "normal", "high");
        assertThat(complete("notes add milk h")).containsExactly("high");
        assertThat(complete("notes add milk --p")).containsExactly("--priority");
        assertThat(complete("notes add milk --priority ")).containsExactly("low", "normal", "high");
        assertThat(complete("notes add milk --priority low n")).containsExactly("normal");
        assertThat(complete("notes add milk --priority=n")).containsExactly("--priority=normal");
        assertThat(complete("notes add milk -p hi")).containsExactly("high");
        assertThat(complete("notes add milk --d")).containsExactly("--done");
        assertThat(complete("notes add milk low ")).isEmpty();
        assertThat(complete("notes add --timeout 5s milk l")).containsExactly("low");
        assertThat(complete("notes load ")).containsExactly(":");
        assertThat(complete("call notes a")).containsExactly("add");
        assertThat(complete("notes nothing ")).isEmpty();
        assertThat(complete("bench notes add milk ")).containsExactly("low", "normal", "high");
        assertThat(complete("describe --format t")).containsExactly("typescript");
    }

    @Test
    void optionsOfOursAreCompletedToo() {
        assertThat(complete("--tim")).containsExactly("--timeout");
        assertThat(complete("--codec ")).containsExactly("msgpack", "json");
        assertThat(complete("--codec=j")).containsExactly("--codec=json");
        assertThat(complete("-u local://comp")).containsExactly("local://completed");
        assertThat(complete("-u @")).containsExactly("@staging");
        assertThat(complete("-u @staging notes a")).containsExactly("add");
        assertThat(complete("serve --wa")).containsExactly("--watch");
        assertThat(complete("serve file:docs --docs.r")).containsExactly("--docs.root");
        assertThat(complete("serve hea")).containsExactly("health", ":");
        assertThat(complete("serve --tls-cert ")).containsExactly(":");
        assertThat(complete("notes --nonsense 5 ")).isEmpty();
    }

    @Test
    void whatIsKnownCountsForAMinute() {
        assertThat(complete("notes a")).containsExactly("add");
        server.close();
        assertThat(complete("notes l")).containsExactly("load");
        assertThat(complete("-u unix:///nowhere no")).isEmpty();
    }

    // ---- in shells

    /// What bash would offer for a line that ends at the cursor.
    private List<String> inBash(String line, String words) throws Exception {
        String script = new Outcome.Setting("", false, environment).run("completion", "bash").out();
        Path parley = folder.resolve("parley");
        String java = String.join(" ", Pty.parley().stream().map(ExampleLine::quoted).toList());
        Files.writeString(parley, "#!/bin/sh\nexec " + java + " \"$@\"\n");
        assertThat(parley.toFile().setExecutable(true)).isTrue();
        String run =
                script
                        + "\ncd "
                        + folder
                        + "\nCOMP_LINE='"
                        + line
                        + "'; COMP_POINT=${#COMP_LINE}; COMP_WORDS=("
                        + words
                        + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n"
                        + "_parley parley \"${COMP_WORDS[COMP_CWORD]}\" ''\n"
                        + "printf '%s\\n' \"${COMPREPLY[@]}\"\n";
        ProcessBuilder builder = new ProcessBuilder("bash", "--norc", "-c", run);
        builder.environment().putAll(environment);
        Process bash = builder.start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(new String(bash.getErrorStream().readAllBytes(), StandardCharsets.UTF_8)).isEmpty();
        assertThat(bash.waitFor()).isZero();
        return said.lines().filter(each -> !each.isEmpty()).toList();
    }

    @Test
    void bashCompletes() throws Exception {
        assertThat(inBash("./parley notes a", "./parley notes a")).containsExactly("add");
        assertThat(inBash("./parley notes add milk --priority=hi", "./parley notes add milk --priority = hi"))
                .containsExactly("high");
        assertThat(inBash("./parley notes add milk --priority=", "./parley notes add milk --priority ="))
                .containsExactly("low", "normal", "high");
        assertThat(inBash("./parley -u local://comp", "./parley -u local : //comp")).containsExactly("//completed");
        Files.writeString(folder.resolve("lines.txt"), "");
        assertThat(inBash("./parley notes load li", "./parley notes load li")).containsExactly("lines.txt");
        assertThat(inBash("./parley notes add milk \"lo", "./parley notes add milk \\\"lo")).containsExactly("low");
    }

    @Test
    void whatAServerSaysIsNeitherRunNorTakenApart() throws Exception {
        List<Map<String, String>> said =
                Stream.of("notes", "notes$(id)", "notes;id", "notes`id`", "notes\nserve")
                        .map(name -> Map.of("name", name, "doc", "of\u001b[2J " + name))
                        .toList();
        new MetadataCache(folder.resolve("cache/parley/servers")).entry(url).putAll(said);

        assertThat(complete("bash", "n")).containsExactly("notes");
        assertThat(complete("zsh", "n")).containsExactly("notes", "notes$(id)", "notes;id", "notes`id`"); // zsh quotes
        assertThat(inBash("./parley n", "./parley n")).containsExactly("notes");
        Console console =
                new Console(InputStream.nullInputStream(), System.out, System.err, environment::get, false, null);
        assertThat(
                        Completion.of(
                                        console,
                                        List.of("n"),
                                        Options.parse(),
                                        new KnownServices(console, MetadataCache.FRESH))
                                .candidates())
                .contains(new Completion.Candidate("notes", "of\\u001b[2J notes"));
    }

    @Test
    void bashCompletesAtATerminal() throws Exception {
        inBash("./parley n", "./parley n"); // makes ./parley
        Files.writeString(
                folder.resolve("rc"),
                "eval \"$(./parley completion bash)\"\nPS1='ready> '\nbind 'set bell-style none'\n");
        Map<String, String> all = new java.util.HashMap<>(environment);
        all.put("HOME", folder.toString());
        List<String> command = List.of("sh", "-c", "cd " + folder + " && exec bash --noprofile --rcfile rc -i");
        try (Pty bash = new Pty(all, command)) {
            bash.await("ready> ");
            complete(bash, "./parley no", "notes ");
            complete(bash, "add milk --prio", "--priority ");
            complete(bash, "hi", "high ");
            bash.type("\3").await("ready> ");
            bash.type("exit\n");
            bash.rest(); // it writes its history at the end
        }
    }

    /// Types the beginning of a word and presses the tab key, again where a server takes longer to answer than we wait for one.
    private static void complete(Pty bash, String begun, String expected) throws Exception {
        bash.type(begun);
        do {
            bash.type("\t");
        } while (!bash.shows(expected, Duration.ofSeconds(10)));
    }

    @Test
    void scriptsAreOnlyForShellsThatWeKnow() throws IOException {
        assertThat(Outcome.of("completion", "tcsh").err())
                .isEqualTo("INVALID_ARGUMENT: completion for which shell? (expected one of: bash, zsh, fish)\n");
        assertThat(Outcome.of("completion", "zsh").out()).contains("compdef _parley parley");
        assertThat(Outcome.of("completion", "fish").out()).contains("complete --command parley");
    }
}
