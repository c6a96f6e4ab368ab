package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Client;
import dev.parley.Command;
import dev.parley.Default;
import dev.parley.Server;
import dev.parley.Service;
import dev.parley.services.HealthService;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import javax.tools.ToolProvider;

/// `parley describe`. What it prints is in `openrpc.json`, `schema.json`, `described.java.txt` and `described.ts`.
@Timeout(60)
class DescribingTest {
    private static final String URL = "memory://described";
    private static Server server;

    @TempDir private Path folder;

    record Page<T>(List<T> items, int next) {}

    /// @param title what stands above
    record Book(String title, Kind kind) {}

    enum Kind {
        NOVEL,
        SHORT_STORY
    }

    /// Keeps books.
    @Service("book-shelf")
    static class Shelf {
        /// Finds books.
        ///
        /// @param words what they contain
        /// @return those that there are
        @Command
        Page<Book> find(String words, @Default("10") int most) {
            return new Page<>(List.of(), most);
        }

        @Command
        void keep(Page<Book> page) {}

        @Command("put_back")
        void putBack(Book book, Kind kind) {}
    }

    @BeforeAll
    static void start() {
        server =
                Server.builder()
                        .service(new Shelf())
                        .service(new Everything())
                        .service(new HealthService())
                        .listen(URL)
                        .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Outcome run(String... arguments) {
        return new Outcome.Setting("", false, Map.of("PARLEY_URL", URL)).run(arguments);
    }

    private static String described(String service, String format) {
        Outcome outcome = run("describe", service, "--format", format);
        assertThat(outcome.err()).isEmpty();
        return outcome.out();
    }

    private static String expected(String file) throws IOException {
        try (var in = DescribingTest.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aServiceIsDescribedInEachFormat() throws IOException {
        String openRpc = described("book-shelf", "openrpc").replaceFirst("\"parley [^\"]*\"", "\"parley VERSION\"");
        assertThat(openRpc).isEqualTo(expected("openrpc.json"));
        assertThat(described("book-shelf", "jsonschema")).isEqualTo(expected("schema.json"));
        assertThat(described("book-shelf", "java")).isEqualTo(expected("described.java.txt"));
        assertThat(described("everything", "typescript")).isEqualTo(expected("described.ts"));
    }

    @Test
    void theJavaInterfaceCompilesAndFits() throws Exception {
        for (String service : List.of("everything", "book-shelf", "health")) {
            String text = described(service, "java");
            String name = text.replaceAll("(?s).*public interface (\\w+) .*", "$1");
            Path file = Files.writeString(folder.resolve(name + ".java"), text);
            String path = System.getProperty("java.class.path");
            String[] options = {
                "-proc:none", "-parameters", "-Werror", "-d", folder.toString(), "-cp", path, file.toString()
            };
            assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, options)).as(text).isZero();
            try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()});
                    Client client = Client.connect(URL)) {
                client.verify(loader.loadClass(name));
            }
        }
    }

    @Service("shop")
    static class Market {
        record Book(int price) {}

        record Shop(String name) {}

        @Command
        Book cheapest(Shop shop) {
            return new Book(1);
        }
    }

    @Test
    void severalServicesMayHaveTypesOfOneName() throws IOException {
        String url = "memory://two-of-one-name";
        try (Server _ = Server.builder().service(new Shelf()).service(new Market()).listen(url).start()) {
            String java = Outcome.of("-u", url, "describe", "--format", "java").out();
            Path file = Files.writeString(folder.resolve("Services.java"), java);
            String path = System.getProperty("java.class.path");
            String[] options = {"-proc:none", "-Werror", "-d", folder.toString(), "-cp", path, file.toString()};
            assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, options)).as(java).isZero();

            String typeScript = Outcome.of("-u", url, "describe", "--format", "typescript").out();
            assertThat(typeScript)
                    .contains("find(words: string, most?: number): Promise<Page_Book>;", "items: Book[];")
                    .contains("export interface ShopService {\n  cheapest(shop: Shop): Promise<Book2>;")
                    .containsOnlyOnce("export interface Book {")
                    .containsOnlyOnce("export interface Book2 {")
                    .containsOnlyOnce("export interface Shop {");
        }
    }

    /// Its name in the schema is more than an identifier.
    @Test
    void theFieldsOfAGenericRecordAreKnown() {
        assertThat(run("book-shelf", "keep", "--help").out()).contains("--page.items … --page.next …");
        assertThat(
                        run(
                                "book-shelf",
                                "keep",
                                "--page.items",
                                "{\"title\": \"t\", \"kind\": \"novel\"}",
                                "--page.next",
                                "1"))
                .isEqualTo(new Outcome(0, "", ""));
    }

    @Test
    void allServicesAreDescribedAsTheServerSaysIt() {
        assertThat(JsonValues.parse(run("describe").out())).isEqualTo(plain("services"));
        assertThat(JsonValues.parse(run("describe", "health").out())).isEqualTo(plain("service", "health"));
    }

    private static Object plain(String command, Object... arguments) {
        try (Client client = Client.connect(URL)) {
            return JsonValues.parse(JsonText.line(client.service("_meta").call(command, arguments)));
        }
    }

    @Test
    void wrongWordsAreTold() {
        assertThat(run("describe", "--format", "xml").err())
                .isEqualTo(
                        "INVALID_ARGUMENT: --format: got \"xml\" (expected one of: json, openrpc, jsonschema, java,"
                                + " typescript)\n");
        assertThat(run("describe", "helth").err())
                .isEqualTo("UNIMPLEMENTED: no service \"helth\" (did you mean health?)\n");
        assertThat(run("describe", "a", "b").err())
                .isEqualTo("INVALID_ARGUMENT: parley describe: got \"b\" (expected one service, or none for all)\n");
    }
}
