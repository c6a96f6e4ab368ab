package dev.parley.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.Server;
import dev.parley.session.Probe;
import dev.parley.session.RawPeer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/// Servers by name, and the folder where they live. Maven gives the tests `$PARLEY_DIR`.
@Timeout(60)
class LocalTransportTest {
    private static final Path HOME = Path.of(System.getenv("PARLEY_DIR"));

    @TempDir Path folder;

    private static Server serve(String url) {
        return Server.builder().service(new Probe()).listen(url).start();
    }

    private LocalTransport in(Path place) {
        return new LocalTransport(Map.of("PARLEY_DIR", place.toString())::get);
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void aServerIsCalledByItsName() throws Exception {
        try (Server server = serve("local://by-name_1.x");
                Client client = Client.local("by-name_1.x")) {
            assertThat(client.service("probe").call("add", 1, 2)).isEqualTo(3L);
            assertThat(server.urls()).containsExactly(URI.create("local://by-name_1.x"));
            assertThat(new LocalTransport().names()).contains("by-name_1.x");
            assertThat(permissions(HOME)).isEqualTo("rwx------");
            assertThat(permissions(HOME.resolve("by-name_1.x"))).isEqualTo("rw-------");
        }
        assertThat(HOME.resolve("by-name_1.x")).doesNotExist();
        assertThat(new LocalTransport().names()).doesNotContain("by-name_1.x");
    }

    @Test
    void statusTellsTheProcess() {
        try (Server _ = serve("local://status");
                Client client = Client.local("status")) {
            Map<?, ?> status = client.service("_meta").command("status").returning(Map.class).call();
            assertThat(status.get("pid")).isEqualTo(ProcessHandle.current().pid());
        }
    }

    @Test
    void whereNobodyOfTheNameLivesIsSaid() {
        assertThatThrownBy(() -> Client.local("nobody"))
                .isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.UNAVAILABLE))
                .hasMessage("cannot connect to local://nobody: no such file");
    }

    @Test
    void aNameBelongsToOneServer() {
        try (Server _ = serve("local://taken")) {
            assertThatThrownBy(() -> serve("local://taken"))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("cannot listen on local://taken: another server listens there");
        }
    }

    @Test
    void whatIsNoNameIsRefused() {
        for (String url :
                new String[] {
                    "local://a/b", "local://.hidden", "local://a:b@c", "local://..", "local:///a", "local://a?mode=0666"
                }) {
            assertThatThrownBy(() -> Client.connect(url))
                    .as(url)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "URL "
                                    + url
                                    + ": no name (expected local://name, of letters, digits, and . _ - but no . in"
                                    + " front)");
        }
    }

    @Test
    void aNameThatIsTooLongForASocketIsRefused() {
        String url = "local://" + "n".repeat(106);
        assertThatThrownBy(() -> serve(url))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith(url + ": its socket would be " + HOME + "/nnn")
                .hasMessageEndingWith("longer than 106 bytes (expected a shorter name, or another $PARLEY_DIR)");
    }

    @Test
    void theFolderIsMadeForItsUserOnly() throws Exception {
        Path place = folder.resolve("deep/parley");
        assertThat(in(place).names()).isEmpty();
        assertThat(permissions(place)).isEqualTo("rwx------");
        Map<String, String> users = Map.of("XDG_RUNTIME_DIR", folder.toString(), "PARLEY_DIR", "");
        assertThat(new LocalTransport(users::get).names()).isEmpty();
        assertThat(permissions(folder.resolve("parley"))).isEqualTo("rwx------");
    }

    private void assertRefused(Path place, String what) {
        assertThatThrownBy(() -> in(place).names())
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "the folder of local servers, "
                                + place
                                + ", "
                                + what
                                + " (expected a folder of our own that nobody else can write to, or another"
                                + " $PARLEY_DIR)");
    }

    @Test
    void aFolderThatOthersCanChangeIsRefused() throws Exception {
        Path place = Files.createDirectory(folder.resolve("open"));
        for (String permissions : new String[] {"rwxrwx---", "rwx----w-"}) {
            Files.setPosixFilePermissions(place, PosixFilePermissions.fromString(permissions));
            assertRefused(place, "is writable by others");
        }
        Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(folder.resolve("own")));
        assertRefused(link, "is a link");
    }

    @Test
    void aFolderThatOthersCanOnlyLookIntoIsUsed() throws Exception {
        Path place = Files.createDirectory(folder.resolve("seen"));
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(in(place).names()).isEmpty();
    }

    @Test
    void whereNoFolderCanBeIsSaid() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertRefused(file, "is a file");
        assertRefused(file.resolve("below"), "cannot be made: " + file + " is a file");
        Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nowhere"));
        assertRefused(dangling, "is a link");
    }

    @Test
    void socketsOfTheDeadAreRemovedAndNothingElse() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Path dead = folder.resolve("dead");
        RawPeer.listen(dead).close();
        Path file = Files.writeString(folder.resolve("file"), "no socket");
        Path hung = folder.resolve("hung");
        try (AutoCloseable _ = RawPeer.listen(hung)) {
            assertThat(in(folder).names()).containsExactly("hung");
            assertThat(dead).doesNotExist();
            assertThat(file).exists();
            assertThat(hung).exists();
        }
    }
}
