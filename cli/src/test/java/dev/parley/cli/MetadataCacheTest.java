package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import dev.parley.Server;
import dev.parley.services.HealthService;
import dev.parley.value.Codecs;
import dev.parley.value.Output;
import dev.parley.value.Shapes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

/// What servers have said is kept, and helps when they are gone.
@Timeout(30)
class MetadataCacheTest {
    @TempDir private Path folder;

    private String url() {
        return "unix://" + folder.resolve("s");
    }

    private Outcome run(String... arguments) {
        Map<String, String> environment =
                Map.of("PARLEY_URL", url(), "XDG_CACHE_HOME", folder.resolve("cache").toString());
        return new Outcome.Setting("", false, environment).run(arguments);
    }

    private Server serve() {
        return Server.builder().service(new Everything()).service(new HealthService()).listen(url()).start();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("cache/parley/servers"))) {
            return files.toList();
        }
    }

    private void makeOld() throws IOException {
        Instant old = Instant.now().minus(MetadataCache.FRESH.multipliedBy(2));
        Files.setLastModifiedTime(files().getFirst(), FileTime.from(old));
    }

    /// As if all of it had been said two hours ago.
    private void makeAllOld() throws IOException {
        byte[] bytes = Files.readAllBytes(files().getFirst());
        Object read = new Shapes().dynamic().read(Codecs.msgpack().reader(bytes, 0, bytes.length));
        Output out = new Output();
        new Shapes().dynamic().write(Codecs.msgpack().writer(out), older(read));
        Files.write(files().getFirst(), out.toByteArray());
        makeOld();
    }

    private static Object older(Object read) {
        if (read instanceof Map<?, ?> map) {
            Map<Object, Object> older = new LinkedHashMap<>();
            map.forEach((key, value) -> older.put(key, older(value)));
            return older;
        }
        return read instanceof Long time ? (Object) (time - Duration.ofHours(2).toMillis()) : read;
    }

    private String expectedNote() {
        return "parley: no server at " + url() + "; this is what it said ";
    }

    @Test
    void helpOfAServerThatIsGoneIsWhatItSaid() {
        Outcome command;
        Outcome service;
        try (Server _ = serve()) {
            command = run("everything", "grep", "--help");
            service = run("everything", "--help");
            assertThat(command.status()).isZero();
        }
        Outcome later = run("everything", "grep", "--help");
        assertThat(later.out()).isEqualTo(command.out());
        assertThat(later.err()).startsWith(expectedNote()).endsWith(" ago\n");
        assertThat(later.status()).isZero();
        assertThat(run("everything", "--help").out()).isEqualTo(service.out());
        assertThat(run("help", "everything", "grep").out()).isEqualTo(command.out());
        assertThat(run("everything", "gerp", "--help").err())
                .endsWith("\nUNIMPLEMENTED: no command \"gerp\" in service everything (did you mean grep?)\n");
        assertThat(run("everything", "grep", "-").status()).isEqualTo(ExitStatus.UNAVAILABLE);
    }

    @Test
    void aServerThatHangsIsAsGoodAsGoneAndNothingIsLogged() throws IOException {
        List<LogRecord> logged = new CopyOnWriteArrayList<>();
        Logger logger = Logger.getLogger("dev.parley.session.Session");
        Filter before = logger.getFilter();
        logger.setFilter(each -> !logged.add(each));
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String at = "tcp://127.0.0.1:" + silent.getLocalPort();
            Outcome help = run("-u", at, "notes", "add", "--help");
            assertSoftly(all -> {
                all.assertThat(help.out()).isEqualTo(Outcome.of("--help").out());
                all.assertThat(help.err())
                        .isEqualTo(
                                "parley: no answer from "
                                        + at
                                        + ", and nothing is known of notes; this is general help\n");
                all.assertThat(logged).isEmpty();
            });
        } finally {
            logger.setFilter(before);
        }
    }

    @Test
    void withoutAnythingKnownTheHelpIsGeneral() throws IOException {
        Outcome help = run("notes", "add", "--help");
        assertThat(help.out()).isEqualTo(Outcome.of("--help").out());
        assertThat(help.err())
                .isEqualTo("parley: no server at " + url() + ", and nothing is known of notes; this is general help\n");
        assertThat(help.status()).isZero();
    }

    @Test
    void callsAddWhatTheyLearn() throws IOException {
        try (Server _ = serve()) {
            run("everything", "nil");
        }
        MetadataCache.Entry entry = new MetadataCache(folder.resolve("cache/parley/servers")).entry(url());
        assertThat(entry.services().keySet()).hasToString("[everything]");
        assertThat(entry.listed()).isNull();
        try (Server _ = serve()) {
            makeOld();
            run("health", "check");
            assertThat(entry.services().keySet()).hasToString("[everything, health]");
            run("services");
            assertThat(entry.listed()).isNotNull();
            makeOld();
            run("everything", "nil");
        }
        assertThat(entry.listed()).isNotNull();
        assertThat(entry.age("everything")).isNotNull();
        assertThat(entry.age("nothing")).isNull();
        Path place = folder.resolve("cache/parley/servers");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place))).isEqualTo("rwx------");
    }

    @Test
    void whatIsLearnedOfOneServiceMakesTheOthersNoYounger() throws IOException {
        try (Server _ = serve()) {
            run("services");
            makeAllOld();
            run("health", "check");
        }
        assertThat(run("everything", "--help").err()).isEqualTo(expectedNote() + "2h 0m ago\n");
        assertThat(run("call", "health", "check", "--help").err()).startsWith(expectedNote()).doesNotContain("h ago");
        try (Server _ = Server.builder().service("fresh", new HealthService()).listen(url()).start()) {
            assertThat(run("complete", "zsh", "parley fre").out()).startsWith("fresh");
        }
    }

    @Test
    void aDamagedFileIsAnEmptyCache() throws IOException {
        try (Server _ = serve()) {
            run("services");
            Files.write(files().getFirst(), new byte[] {1, 2, 3});
            makeOld();
            assertThat(run("everything", "nil").status()).isZero();
        }
        assertThat(run("everything", "grep", "--help").out()).contains("Looks for a word.");
    }

    @Test
    void itHasABound() throws IOException {
        Path place = folder.resolve("cache/parley/servers");
        MetadataCache cache = new MetadataCache(place);
        for (int i = 0; i < MetadataCache.MOST_FILES + 5; i++) {
            cache.entry("tcp://host:" + i).putAll(List.of(Map.of("name", "a")));
        }
        assertThat(files()).hasSize(MetadataCache.MOST_FILES);
        cache.entry("tcp://large").putAll(List.of(Map.of("name", "a", "doc", "x".repeat(MetadataCache.MOST_BYTES))));
        assertThat(cache.entry("tcp://large").listed()).isNull();
    }

    @Test
    void aFolderThatCannotBeWrittenDoesNotMatter() throws IOException {
        Files.writeString(folder.resolve("cache"), "a file");
        try (Server _ = serve()) {
            assertThat(run("everything", "nil")).isEqualTo(new Outcome(0, "null\n", ""));
        }
    }
}
