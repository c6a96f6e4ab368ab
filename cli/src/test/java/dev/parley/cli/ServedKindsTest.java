package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

/// What `parley serve` serves beside sources, and what it makes the objects of.
@Timeout(120)
class ServedKindsTest {
    private static final String LIMITED =
            """
            import dev.parley.*;
            import java.time.Duration;
            import java.util.*;

            /** Counts up to a limit. Then it stops. */
            @Service class Limited {
                record Place(String city, int floor) {}
                enum Mood { CALM, LOUD }

                private final String made;

                /**
                 * @param most how far it counts
                 * @param pause between two numbers
                 * @param loud whether it shouts
                 */
                Limited(int most, @Default("1s") Duration pause, boolean loud, @Default("true") boolean polite,
                        @Default("calm") Mood mood, Optional<Place> place, List<String> maxNames) {
                    if (most < 0) throw new IllegalArgumentException("most: got " + most + " (expected at least 0)");
                    made = most + " " + pause + " " + loud + " " + polite + " " + mood + " " + place + " " + maxNames;
                }

                @Command String made() { return made; }
            }
            """;

    @TempDir private Path folder;
    private String url;

    @BeforeEach
    void address() {
        url = "memory://" + folder.getFileName();
    }

    private String source(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private String call(String... words) {
        Outcome outcome = Outcome.of(Stream.concat(Stream.of("-u", url), Stream.of(words)).toArray(String[]::new));
        assertThat(outcome.err()).isEmpty();
        return outcome.out();
    }

    private static String refusal(String... arguments) {
        Outcome outcome = Outcome.of(arguments);
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        return outcome.err();
    }

    /// Compiles sources with the annotation processor, as a user's build does.
    private Path jar(String name, Map<String, String> sources) throws IOException {
        Path classes = Files.createDirectories(folder.resolve(name + "-classes"));
        List<String> arguments = new java.util.ArrayList<>(List.of("-d", classes.toString()));
        String path = System.getProperty("java.class.path");
        arguments.addAll(List.of("-cp", path, "-processorpath", path));
        for (Map.Entry<String, String> each : sources.entrySet()) {
            arguments.add(source(each.getKey() + ".java", each.getValue()));
        }
        int status =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, OutputStream.nullOutputStream(), null, arguments.toArray(String[]::new));
        assertThat(status).isZero();
        Path jar = folder.resolve(name + ".jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
        return jar;
    }

    private Path library() throws IOException {
        return jar(
                "library",
                Map.of(
                        "Words",
                        "package lib; public class Words { public static String up(String s) { return s.toUpperCase();"
                                + " } }"));
    }

    private Path application() throws IOException {
        return jar(
                "app",
                Map.of(
                        "Face",
                        "package com.acme; import dev.parley.*; @Service(\"facing\") public interface Face { @Command"
                                + " String face(); }",
                        "Base",
                        "package com.acme; public abstract class Base implements Face { public String face() { return"
                                + " \"here\"; } }",
                        "Facing",
                        "package com.acme; public class Facing extends Base {}",
                        "Notes",
                        """
                        package com.acme;
                        import dev.parley.*;
                        /** Keeps notes. */
                        @Service public class Notes {
                            private final String mark;
                            /** @param mark stands behind each */
                            public Notes(@Default("!") String mark) { this.mark = mark; }
                            /**
                             * Adds a note.
                             * @param text what to keep
                             */
                            @Command public String add(String text) { return text + mark; }
                            static class Helper { void help() {} }
                        }
                        """));
    }

    @Test
    void theServicesOfAJarAreFound() throws Exception {
        try (Running serving = Running.of("serve", application().toString(), "--notes.mark", "?", "-u", url)) {
            assertThat(serving.lines().getFirst()).contains("facing").contains("notes").contains(", health at ");
            assertThat(call("notes", "add", "milk")).isEqualTo("milk?\n");
            assertThat(call("facing", "face")).isEqualTo("here\n");
            assertThat(call("notes", "add", "--help")).contains("Adds a note.").contains("what to keep");
        }
    }

    @Test
    void aClassOfTheClassPathIsServedAlsoUnderAnotherName() throws Exception {
        String path = application() + ":" + library();
        try (Running serving = Running.of("serve", "com.acme.Notes:memo", "--classpath", path, "-u", url)) {
            assertThat(serving.lines().get(0)).isEqualTo("Serving memo, health at " + url + " (Ctrl-C ends it)");
            assertThat(serving.lines().get(1)).isEqualTo("Try: parley -u " + url + " memo add hello");
            assertThat(call("memo", "add", "milk")).isEqualTo("milk!\n");
        }
        assertThat(refusal("serve", "com.acme.Nots", "--classpath", path))
                .isEqualTo("INVALID_ARGUMENT: no class com.acme.Nots in " + path + "\n");
        assertThat(refusal("serve", "com.acme.Notes", "--classpath", "nowhere.jar"))
                .isEqualTo("INVALID_ARGUMENT: --classpath: no file nowhere.jar\n");
        assertThat(refusal("serve", "com.acme.Notes")).contains("a class of --classpath");
    }

    @Test
    void sourcesUseTheClassPathToo() throws Exception {
        String text =
                "import dev.parley.*; class Shout { @Command String shout(String s) { return lib.Words.up(s); } }";
        String path = library().toString();
        try (Running _ = Running.of("serve", source("Shout.java", text), "--classpath", path, "-u", url)) {
            assertThat(call("shout", "shout", "hey")).isEqualTo("HEY\n");
        }
    }

    @Test
    void jarsThatCannotBeServedAreTold() throws Exception {
        assertThat(refusal("serve", library().toString()))
                .isEqualTo(
                        "INVALID_ARGUMENT: no service in "
                                + folder.resolve("library.jar")
                                + " (none of its classes is marked with @Service or @Command)\n");
        assertThat(refusal("serve", "none.jar")).isEqualTo("INVALID_ARGUMENT: cannot read none.jar: no such file\n");
        Path broken = Files.writeString(folder.resolve("broken.jar"), "no zip");
        assertThat(refusal("serve", broken.toString())).startsWith("INVALID_ARGUMENT: cannot read " + broken + ": ");
    }

    @Test
    void filesAreServedOnlyWhenAskedForAndOnlyBelowTheirRoot() throws Exception {
        Files.writeString(Files.createDirectory(folder.resolve("docs")).resolve("a.txt"), "hello");
        String root = folder.resolve("docs").toString();
        try (Running serving = Running.of("serve", "file:docs", "health:alive", "--docs.root", root, "-u", url)) {
            assertThat(serving.lines().get(0)).isEqualTo("Serving docs, alive at " + url + " (Ctrl-C ends it)");
            assertThat(serving.lines().get(1)).isEqualTo("Try: parley -u " + url + " docs path_info");
            assertThat(call("docs", "paths")).isEqualTo("a.txt\n");
            assertThat(call("docs", "download", "a.txt")).isEqualTo("hello");
            assertThat(call("alive", "check", "--service", "docs")).isEqualTo("serving\n");
            assertThat(Outcome.of("-u", url, "docs", "touch", "b.txt").err()).startsWith("PERMISSION_DENIED: ");
            assertThat(Outcome.of("-u", url, "health", "check").err()).contains("no service \"health\"");
        }
        try (Running _ = Running.of("serve", "file", "--file.writable", "health", "--file.root=" + root, "-u", url)) {
            assertThat(call("file", "touch", "b.txt")).isEmpty();
            assertThat(folder.resolve("docs/b.txt")).exists();
        }
    }

    @Test
    void whatAConstructorTakesIsGivenAsOptions() throws Exception {
        String file = source("Limited.java", LIMITED);
        String[] short_ = {
            "serve", file, "--limited.most=3", "--limited.no-loud", "--limited.max-names", "a,b", "-u", url
        };
        try (Running _ = Running.of(short_)) {
            assertThat(call("limited", "made")).isEqualTo("3 PT1S false true CALM Optional.empty [a, b]\n");
        }
        String[] long_ = {
            "serve",
            "--limited.most",
            "7",
            "--limited.loud",
            file,
            "--limited.pause",
            "2m",
            "--limited.no-polite",
            "--limited.mood",
            "loud",
            "--limited.place.city",
            "Ulm",
            "--limited.place.floor",
            "2",
            "--limited.max_names",
            "a",
            "--limited.maxNames",
            "b",
            "-u",
            url
        };
        try (Running _ = Running.of(long_)) {
            assertThat(call("limited", "made"))
                    .isEqualTo("7 PT2M true false LOUD Optional[Place[city=Ulm, floor=2]] [a, b]\n");
        }
    }

    @Test
    void wrongOptionsAreTold() throws Exception {
        String file = source("Limited.java", LIMITED);
        assertThat(refusal("serve", "file"))
                .isEqualTo("INVALID_ARGUMENT: service file: --file.root is missing (expected path)\n");
        assertThat(refusal("serve", "file", "--file.root", folder + "/none"))
                .isEqualTo(
                        "INVALID_ARGUMENT: service file: cannot serve files below "
                                + folder
                                + "/none: no such directory\n");
        assertThat(refusal("serve", "file", "--file.rot", "x"))
                .isEqualTo("INVALID_ARGUMENT: no option --file.rot (did you mean --file.root?)\n");
        assertThat(refusal("serve", "health", "--file.root", "x"))
                .isEqualTo("INVALID_ARGUMENT: --file.root: no service \"file\" is served (there are: health)\n");
        assertThat(refusal("serve", file, "--limited.most", "many"))
                .isEqualTo("INVALID_ARGUMENT: --limited.most: got \"many\" (expected integer)\n");
        assertThat(refusal("serve", file, "--limited.mood", "sad"))
                .isEqualTo("INVALID_ARGUMENT: --limited.mood: got \"sad\" (expected one of: calm, loud)\n");
        assertThat(refusal("serve", file, "--limited.most"))
                .isEqualTo("INVALID_ARGUMENT: --limited.most needs a value (integer)\n");
        assertThat(refusal("serve", file, "--limited.most", "-1", "--limited.loud", "--limited.max-names", "a"))
                .isEqualTo("INVALID_ARGUMENT: service limited: most: got -1 (expected at least 0)\n");
        assertThat(refusal("serve", "health", "health"))
                .isEqualTo(
                        "INVALID_ARGUMENT: two services are named health (give one another name, as in file:other)\n");
        assertThat(refusal("serve", "health:1x")).contains("service name: got \"1x\"");
    }

    @Test
    void helpShowsTheOptionsOfWhatIsNamed() throws Exception {
        assertThat(Outcome.of("serve", "file:docs", "--help").out())
                .isEqualTo(
                        """
                        docs: Files below a directory of the server, the root.

                        parley serve file:docs --docs.root ROOT [--docs.writable] [--docs.quota QUOTA]

                          --docs.root ROOT    a directory (path)
                          --docs.writable     whether callers may change anything
                          --docs.quota QUOTA  how many bytes all files below the root may have together for an upload to go
                                              on, its own and those of others included; 0 for no limit. What counts are the
                                              sizes of regular files, not what they take up on disk. An upload counts beside
                                              the file that it replaces until it is complete. (integer; 0 if left out)

                        The other options: parley serve --help
                        """);
        String help = Outcome.of("serve", source("Limited.java", LIMITED), "--help").out();
        assertThat(help.replaceAll("\\s+", " "))
                .contains("[--limited.no-polite]")
                .contains("JSON, @FILE with JSON, or --limited.place.city … --limited.place.floor …")
                .contains("limited: Counts up to a limit.")
                .contains("--limited.most MOST [--limited.pause PAUSE]")
                .contains("--limited.max-names MAX_NAMES")
                .contains("how far it counts");
    }
}
