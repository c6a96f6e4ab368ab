package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Server;
import dev.parley.ServerBuilder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Where servers of zrpc are, and by which names. Maven gives the tests `$ZRPC_SOCKET_DIR`.
@Timeout(60)
class ZrpcFolderTest {
    private static final Path HOME = Path.of(System.getenv("ZRPC_SOCKET_DIR"));

    @TempDir Path folder;

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static ZrpcProtocol at(Path folder) {
        return new ZrpcProtocol(name -> name.equals("ZRPC_SOCKET_DIR") ? folder.toString() : null);
    }

    @Test
    void itsFolderIsThatOfTheEnvironment() {
        ZrpcProtocol set = at(Path.of("/var/zrpc"));
        assertThat(set.locate(URI.create("zrpc:///notes"))).hasToString("unix:///var/zrpc/notes");
        ZrpcProtocol unset = new ZrpcProtocol(_ -> null);
        assertThat(unset.locate(URI.create("zrpc:///notes"))).hasToString("unix:///tmp/zrpc_sockets/notes");
        assertThat(unset.locate(URI.create("zrpc:///a%20b?mode=0666")))
                .hasToString("unix:///tmp/zrpc_sockets/a%20b?mode=0666");
        for (String wrong : new String[] {"zrpc://notes", "zrpc:///", "zrpc:///a/b", "zrpc:///.."}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> unset.locate(URI.create(wrong)))
                    .withMessage("URL " + wrong + ": no name of a server (expected one such as zrpc:///notes)");
        }
    }

    @Test
    void theFolderIsMadeForThoseWhoMayUseTheSocket() throws Exception {
        for (String[] each :
                new String[][] {
                    {"", "rwx------"}, {"?mode=0660", "rwxr-x---"}, {"?mode=0666", "rwxr-xr-x"},
                }) {
            Path dir = folder.resolve("above" + each[1]).resolve("new");
            ZrpcProtocol protocol = at(dir);
            protocol.listening(protocol.locate(URI.create("zrpc:///notes" + each[0])));
            assertThat(permissions(dir)).isEqualTo(each[1]);
            protocol.listening(protocol.locate(URI.create("zrpc:///more?mode=0777")));
            assertThat(permissions(dir)).as("that of who made it").isEqualTo(each[1]);
        }
    }

    @Test
    void socketsAreServersWhetherSomebodyListensOrNot() throws Exception {
        assertThat(at(folder.resolve("missing")).servers()).isEmpty();
        for (String name : new String[] {"b", "a b", ".hidden"}) {
            try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
                socket.bind(UnixDomainSocketAddress.of(folder.resolve(name)));
            }
        }
        Files.createDirectory(folder.resolve("folder"));
        Files.createFile(folder.resolve("file"));
        assertThat(new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).start().waitFor()).isZero();
        Files.createSymbolicLink(folder.resolve("broken"), folder.resolve("nowhere"));
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("b"));
        assertThat(at(folder).servers())
                .containsExactly(URI.create("zrpc:///a%20b"), URI.create("zrpc:///b"), URI.create("zrpc:///link"));
        assertThatThrownBy(() -> at(folder.resolve("file")).servers())
                .isInstanceOf(IOException.class)
                .hasMessage("cannot look for servers in " + folder.resolve("file") + ": no folder");
    }

    @Test
    void aServerWithoutANameHasThatOfItsFirstService() {
        ServerBuilder builder = Server.builder().service(new ZrpcSample()).service(new ZrpcMore());
        try (Server server = builder.listen("zrpc://").start()) {
            assertThat(server.urls()).containsExactly(URI.create("zrpc+unix://" + HOME.resolve("sample")));
        }
    }

    static final class MockServer {
        @dev.parley.Command
        void nothing() {}
    }

    @Test
    void classesNamesAreInSnakeCase() throws Exception {
        ServerBuilder builder = Server.builder().service(new MockServer()).insecure(true);
        try (Server _ = builder.listen("zrpc:///?mode=0666").start()) {
            assertThat(permissions(HOME.resolve("mock_server"))).isEqualTo("rw-rw-rw-");
        }
    }

    @Test
    void aServerWithoutServicesHasNoName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Server.builder().listen("zrpc://").start())
                .withMessage("URL zrpc:///: no name of a server (expected one such as zrpc:///notes)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Server.builder().listen("zrpc://notes"))
                .withMessage("URL zrpc://notes: no name of a server (expected one such as zrpc:///notes)");
    }

    @Test
    void itIsNotSpokenWithoutItsCodec() {
        for (String url : new String[] {"zrpc:///sample", "unix://" + folder.resolve("s")}) {
            ServerBuilder builder = Server.builder().service(new ZrpcSample()).listen(url).wires("zrpc");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.codec(new OtherCodec()).onlyCodecs("other").start())
                    .withMessage("wire zrpc: needs the codec msgpack (there are: other)");
            assertThat(HOME.resolve("sample")).doesNotExist();
        }
    }

    /// One of another name.
    private record OtherCodec(dev.parley.value.Codec codec) implements dev.parley.value.Codec {
        OtherCodec() {
            this(dev.parley.value.Codecs.msgpack());
        }

        @Override
        public String name() {
            return "other";
        }

        @Override
        public dev.parley.value.Writer writer(dev.parley.value.Output out) {
            return codec.writer(out);
        }

        @Override
        public dev.parley.value.Reader reader(byte[] bytes, int from, int length) {
            return codec.reader(bytes, from, length);
        }
    }
}
