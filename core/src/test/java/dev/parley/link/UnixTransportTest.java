package dev.parley.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Authenticator;
import dev.parley.Client;
import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.Server;
import dev.parley.session.Probe;
import dev.parley.session.RawPeer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// The socket file: who may use it, what it may replace, and what becomes of it.
@Timeout(60)
class UnixTransportTest {
    @TempDir Path folder;

    private static Server serve(Path path) {
        return Server.builder().service(new Probe()).listen("unix://" + path).start();
    }

    private static void requireServed(Path path) {
        try (Client client = Client.connect("unix://" + path)) {
            assertThat(client.service("probe").call("add", 1, 2)).isEqualTo(3L);
        }
    }

    private static void refused(Path path, String why) {
        assertThatThrownBy(() -> serve(path))
                .isInstanceOf(java.io.UncheckedIOException.class)
                .hasMessage("cannot listen on unix://" + path + ": " + why);
    }

    @Test
    void aPathMayHaveSpaces() throws Exception {
        Path path = Files.createDirectory(folder.resolve("my notes")).resolve("a b");
        try (Server server = serve(path)) {
            assertThat(server.urls().getFirst().toString()).endsWith("/my%20notes/a%20b");
            assertThat(path).exists();
            requireServed(path);
        }
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void theSocketCanBeUsedByOthersWhereThatIsAskedFor() throws Exception {
        Path path = folder.resolve("s");
        for (String[] each :
                new String[][] {
                    {"0666", "rw-rw-rw-"}, {"660", "rw-rw----"}, {"0777", "rwxrwxrwx"}, {"0755", "rwxr-xr-x"},
                }) {
            String url = "unix://" + path + "?mode=" + each[0];
            try (Server server = Server.builder().service(new Probe()).insecure(true).listen(url).start()) {
                assertThat(permissions(path)).isEqualTo(each[1]);
                assertThat(server.urls()).containsExactly(java.net.URI.create("unix://" + path));
                try (Client client = Client.connect(url)) {
                    assertThat(client.service("probe").call("add", 1, 2)).isEqualTo(3L);
                }
            }
        }
    }

    @Test
    void othersMustBeIdentifiedUnlessToldOtherwise() throws Exception {
        Path path = folder.resolve("s");
        for (String mode : new String[] {"0660", "0606", "0777"}) {
            String url = "unix://" + path + "?mode=" + mode;
            assertThatThrownBy(() -> Server.builder().service(new Probe()).listen(url).start())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "refusing to listen on "
                                    + url
                                    + ": other users could connect, nobody would be identified (add authenticate(…), or"
                                    + " listen on 127.0.0.1 or a Unix socket of mode 0600, or allow it with"
                                    + " insecure(true))");
            assertThat(path).doesNotExist();
            Server.builder().service(new Probe()).authenticate(Authenticator.sameUser()).listen(url).start().close();
        }
        Server.builder().service(new Probe()).listen("unix://" + path + "?mode=0755").start().close();
    }

    @Test
    void whatIsNoModeIsRefused() {
        Path path = folder.resolve("s");
        for (String wrong :
                new String[] {"mode=888", "mode=", "mode=0466", "mode=00600", "mode=1777", "mod=0666", ""}) {
            String url = "unix://" + path + "?" + wrong;
            String text =
                    "URL "
                            + url
                            + ": got \""
                            + wrong
                            + "\" (expected mode=0600, or other permissions in octal that let the owner read and write,"
                            + " such as mode=0660)";
            assertThatThrownBy(() -> Server.builder().service(new Probe()).listen(url).start())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(text);
            assertThatThrownBy(() -> Server.builder().service(new Probe()).insecure(true).listen(url).start())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(text);
            assertThatThrownBy(() -> Client.connect(url)).isInstanceOf(IllegalArgumentException.class).hasMessage(text);
        }
    }

    @Test
    void theSocketCanBeUsedByItsOwnerOnly() throws Exception {
        Path path = folder.resolve("s");
        try (Server server = serve(path)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rw-------");
            assertThat(server.urls()).containsExactly(java.net.URI.create("unix://" + path));
            try (var left = Files.list(folder)) {
                assertThat(left).containsExactly(path);
            }
        }
    }

    @Test
    void closingTheServerRemovesTheFile() {
        Path path = folder.resolve("s");
        serve(path).close();
        assertThat(path).doesNotExist();
    }

    @Test
    void aFileThatNobodyListensAtIsReplaced() throws Exception {
        Path path = folder.resolve("s");
        RawPeer.listen(path).close(); // leaves its file behind, as a server that was killed
        assertThat(Files.exists(path, LinkOption.NOFOLLOW_LINKS)).isTrue();
        try (Server _ = serve(path)) {
            requireServed(path);
        }
    }

    @Test
    void aRegularFileIsNotTouched() throws Exception {
        Path path = Files.writeString(folder.resolve("s"), "important");
        refused(path, "the file exists and is no socket");
        assertThat(path).hasContent("important");
    }

    @Test
    void aFolderIsNotTouched() throws Exception {
        Path path = Files.createDirectory(folder.resolve("s"));
        refused(path, "the file exists and is no socket");
        assertThat(path).isDirectory();
    }

    @Test
    void aLinkToAFileIsNotTouched() throws Exception {
        Path target = Files.writeString(folder.resolve("target"), "important");
        Path path = Files.createSymbolicLink(folder.resolve("s"), target);
        refused(path, "the file exists and is no socket");
        assertThat(target).hasContent("important");
        assertThat(path).isSymbolicLink();
    }

    @Test
    void aLiveServersSocketIsNotTouched() throws Exception {
        Path path = folder.resolve("s");
        try (Server _ = serve(path)) {
            refused(path, "another server listens there");
            requireServed(path);
        }
        try (ServerSocketChannel _ = RawPeer.listen(path)) { // one that is not ours
            refused(path, "another server listens there");
        }
    }

    @Test
    @SuppressWarnings("try") // closed within its block on purpose
    void aFileThatHasBecomeAnotherServersIsNotRemoved() throws Exception {
        Path path = folder.resolve("s");
        try (Server first = serve(path)) {
            Files.delete(path);
            try (Server _ = serve(path)) {
                first.close();
                requireServed(path);
            }
        }
    }

    @Test
    @SuppressWarnings("try") // closed within its block on purpose
    void closingAServerTwiceDoesNotRemoveTheNextOnesFile() {
        Path path = folder.resolve("s");
        try (Server first = serve(path)) {
            first.close();
            try (Server _ = serve(path)) { // its file may well have the inode of the first's
                first.close();
                requireServed(path);
            }
        }
    }

    @Test
    void aPathThatIsTooLongIsRefused() {
        refused(path(107), "the path is longer than 106 bytes");
        refused(path(200), "the path is longer than 106 bytes");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theLongestPathWorks() {
        for (int length = 80; length <= 106; length++) {
            try (Server _ = serve(path(length))) {
                requireServed(path(length));
            }
        }
    }

    /// A path in the folder, of so many bytes in all.
    private Path path(int length) {
        return folder.resolve("x".repeat(length - folder.toString().length() - 1));
    }

    @Test
    void aNameWithOtherLettersWorks() {
        Path path = folder.resolve("ä b%20c");
        String url = path.toUri().toString().replaceFirst("file://", "unix://");
        try (Server server = Server.builder().service(new Probe()).listen(url).start();
                Client client = Client.connect(server.urls().getFirst().toString())) {
            assertThat(path).exists();
            assertThat(client.service("probe").call("add", 1, 2)).isEqualTo(3L);
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void aMissingFolderIsNamed() {
        refused(folder.resolve("none/s"), "there is no folder " + folder.resolve("none"));
    }

    @Test
    void aClientIsToldWhetherTheFileIsThere() throws Exception {
        Path path = folder.resolve("s");
        unavailable(path, "no such file");
        RawPeer.listen(path).close();
        unavailable(path, "Connection refused");
    }

    private static void unavailable(Path path, String why) {
        assertThatThrownBy(() -> Client.connect("unix://" + path))
                .isInstanceOfSatisfying(
                        RpcException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(Code.UNAVAILABLE);
                            assertThat(e.mayHaveRun()).isFalse();
                        })
                .hasMessage("cannot connect to unix://" + path + ": " + why);
    }

    @Test
    void whenOneOfSeveralUrlsFailsNoneIsLeftOpen() throws Exception {
        Path taken = Files.writeString(folder.resolve("taken"), "");
        Path path = folder.resolve("s");
        assertThatThrownBy(() ->
                        Server.builder()
                                .service(new Probe())
                                .listen("unix://" + path)
                                .listen("unix://" + taken)
                                .start())
                .hasMessageStartingWith("cannot listen on unix://" + taken);
        assertThat(path).doesNotExist();
    }
}
