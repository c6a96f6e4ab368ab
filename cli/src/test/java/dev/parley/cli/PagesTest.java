package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.parley.cli.Page.Block;
import dev.parley.cli.Page.Typed;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/// What the pages show is true: files are compiled, statements run, and lines typed, one after the other as they stand
/// there. Only the addresses are others. What serves does so until the end of its page.
@Timeout(120)
class PagesTest {
    /// Those that the core's tests run.
    private static final List<String> ELSEWHERE = List.of("docs/adding-a-codec.md", "docs/adding-a-transport.md");

    @TempDir private Path folder;
    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    private final PrintStream out = System.out;

    @BeforeEach
    void silence() {
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    }

    @AfterEach
    void stopServers() {
        System.setOut(out);
        background.shutdownNow();
        background.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/guide.md", "docs/wires.md"})
    void theExamplesOfAPageWork(String name) throws Exception {
        List<Block> blocks = Page.of(name).blocks();
        compile("", blocks.stream().filter(block -> block.kind().equals("java")));
        try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            for (Block block : blocks) {
                if (block.kind().equals("console")) {
                    Page.typed(block.text()).forEach(this::type);
                } else if (block.kind().equals("java") && !block.isFile()) {
                    run(loader.loadClass(block.className()), block.text().contains(".join();"));
                }
            }
        }
    }

    @Test
    void noPageIsLeftOut() throws IOException {
        List<String> pages = new ArrayList<>(ELSEWHERE);
        pages.addAll(List.of("README.md", "docs/guide.md", "docs/wires.md"));
        try (Stream<Path> files = Files.walk(Page.ROOT, 2)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".md")).toList()) {
                String name = Page.ROOT.relativize(file).toString();
                boolean hasExamples =
                        Page.of(name).blocks().stream().anyMatch(b -> b.kind().matches("java|console|sh|shell|bash"));
                assertThat(pages.contains(name)).as(name).isEqualTo(hasExamples);
            }
        }
    }

    /// With the guide's service, and all that its module offers, at hand.
    @ParameterizedTest
    @MethodSource("javadocWithExamples")
    void theExamplesInJavadocCompile(Path file) throws IOException {
        String module = Page.ROOT.relativize(file).getName(0).toString();
        Stream<Block> guide =
                module.equals("examples") // which has a service of that name
                        ? Stream.empty()
                        : Page.of("docs/guide.md").blocks().stream().filter(Block::isFile);
        String imports = "import dev.parley.value.*;\n";
        imports += module.equals("core") ? "" : "import dev.parley." + module + ".*;\n";
        compile(imports, Stream.concat(guide, Page.of(Page.ROOT.relativize(file).toString()).blocks().stream()));
    }

    static List<Path> javadocWithExamples() throws IOException {
        List<Path> found = new ArrayList<>();
        for (String module : List.of("core", "json", "services", "testkit", "examples")) {
            try (Stream<Path> files = Files.walk(Page.ROOT.resolve(module, "src/main/java"))) {
                for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
                    if (Files.readString(file).contains("/// ```java\n")) {
                        found.add(file);
                    }
                }
            }
        }
        return found;
    }

    // ---- Java

    private void compile(String imports, Stream<Block> blocks) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Block block : blocks.toList()) {
            String text = block.isFile() ? block.text() : imports + inMethod(block);
            files.add(Files.writeString(folder.resolve(block.className() + ".java"), text));
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        String path = System.getProperty("java.class.path");
        List<String> options = List.of("-proc:none", "-parameters", "-d", folder.toString(), "-cp", path);
        var manager = compiler.getStandardFileManager(null, null, null);
        var units = manager.getJavaFileObjectsFromPaths(files);
        assertThat(compiler.getTask(said, manager, null, options, null, units).call()).as("%s", said).isTrue();
    }

    private String inMethod(Block statements) {
        return """
        import dev.parley.*;
        import module java.base;

        public class %s {
            public static void run() throws Exception {
        %s
            }
        }
        """
                .formatted(statements.className(), readdressed(statements.text()));
    }

    private String readdressed(String text) {
        return text.replace("unix:///tmp/notes.sock", socket()).replace("tcp://127.0.0.1:12321", "tcp://127.0.0.1:0");
    }

    private String socket() {
        return "unix://" + folder.resolve("notes.sock");
    }

    private void run(Class<?> block, boolean serves) throws Exception {
        Callable<Object> call = () -> block.getMethod("run").invoke(null);
        if (serves) {
            serve(call, socket());
        } else {
            call.call();
        }
    }

    // ---- the shell

    private void type(Typed typed) {
        String words = typed.line().replaceFirst("^\\./parley ", "");
        assertThat(words).as("a line that this test can run").isNotEqualTo(typed.line());
        String url = "memory://" + folder.getFileName();
        String[] arguments =
                Stream.concat(Stream.of("-u", url), Arrays.stream(words.split(" ")))
                        .map(word -> word.endsWith(".java") ? folder.resolve(word).toString() : word)
                        .toArray(String[]::new);
        if (words.endsWith(" &")) {
            serve(() -> Outcome.of(Arrays.copyOf(arguments, arguments.length - 1)), url);
        } else {
            assertThat(Outcome.of(arguments)).as(typed.line()).isEqualTo(new Outcome(0, typed.output(), ""));
        }
    }

    /// Goes on once the server can be called.
    private void serve(Callable<?> server, String url) {
        Future<?> serving = background.submit(server);
        while (Outcome.of("-u", url, "services").status() != 0) {
            try {
                Object ended = serving.get(20, MILLISECONDS);
                throw new AssertionError("the server ended: " + ended);
            } catch (TimeoutException e) {
                // not yet
            } catch (ExecutionException | InterruptedException e) {
                throw new AssertionError("the server failed", e);
            }
        }
    }
}
