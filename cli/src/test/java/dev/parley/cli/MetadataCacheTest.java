package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Server;
import dev.parley.services.HealthService;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
        assertThat(entry.isComplete()).isFalse();
        try (Server _ = serve()) {
            makeOld();
            run("health", "check");
            assertThat(entry.services().keySet()).hasToString("[everything, health]");
            run("services");
        }
        assertThat(entry.isComplete()).isTrue();
        assertThat(entry.age()).isNotNull();
        Path place = folder.resolve("cache/parley/servers");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place))).isEqualTo("rwx------");
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
        assertThat(cache.entry("tcp://large").age()).isNull();
    }

    @Test
    void aFolderThatCannotBeWrittenDoesNotMatter() throws IOException {
        Files.writeString(folder.resolve("cache"), "a file");
        try (Server _ = serve()) {
            assertThat(run("everything", "nil")).isEqualTo(new Outcome(0, "null\n", ""));
        }
    }
}
