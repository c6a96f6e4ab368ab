package dev.parley.wires;

import dev.parley.link.UnixTransport;
import dev.parley.wire.Protocol;
import dev.parley.wire.Wire;
import dev.parley.wire.WireSetup;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// The protocol of the Python library zrpc, 0.2 and later, and its earlier form: calls over ZeroMQ, in MessagePack, between
/// programs of one machine. The server `NAME` is the Unix socket of that name in `$ZRPC_SOCKET_DIR`, else in
/// `/tmp/zrpc_sockets`. Thread-safe.
public final class ZrpcProtocol implements Protocol {
    static final String SOCKET_DIR = "ZRPC_SOCKET_DIR";

    private static final int TYPE = 0170000; // of a file, as of stat(2)
    private static final int SOCKET = 0140000;

    private final UnaryOperator<@Nullable String> environment;
    private final ZrpcAnswered answered = new ZrpcAnswered();

    public ZrpcProtocol() {
        this(System::getenv);
    }

    ZrpcProtocol(UnaryOperator<@Nullable String> environment) {
        this.environment = environment;
    }

    @Override
    public String name() {
        return "zrpc";
    }

    /// The signature that ZeroMQ's greetings begin with.
    @Override
    public Likeness looksLike(byte[] bytes, int from, int to) {
        if (!Zmtp.isSignature(bytes, from, to)) {
            return Likeness.NO;
        }
        return Zmtp.isWhole(to - from) ? Likeness.YES : Likeness.PERHAPS;
    }

    @Override
    public Wire server(WireSetup setup) {
        return new ZrpcServerWire(setup, answered);
    }

    @Override
    public Wire client(WireSetup setup) {
        return new ZrpcClientWire(setup);
    }

    @Override
    public boolean repeats() {
        return true;
    }

    @Override
    public boolean namesServices() {
        return false;
    }

    @Override
    public List<String> codecs() {
        return List.of("msgpack");
    }

    @Override
    public URI named(URI url, String name) {
        return url.getRawAuthority() == null && "/".equals(url.getPath()) ? url(name, url.getRawQuery()) : url;
    }

    private static URI url(String name, @Nullable String query) {
        return URI.create("zrpc://" + rawPath("/" + name) + (query == null ? "" : "?" + query));
    }

    private static String rawPath(String path) {
        try {
            return new URI(null, null, path, null).getRawPath();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e); // any path is one
        }
    }

    @Override
    public URI locate(URI url) {
        String path = url.getPath();
        if (path == null || !path.matches("/[^/.\0][^/\0]*") || url.getRawAuthority() != null) {
            throw new IllegalArgumentException(
                    "URL " + url + ": no name of a server (expected one such as zrpc:///notes)");
        }
        String query = url.getRawQuery();
        return URI.create(
                "unix://"
                        + rawPath(folder().resolve(path.substring(1)).toString())
                        + (query == null ? "" : "?" + query));
    }

    /// The sockets of its folder, also those of servers that died.
    @Override
    public List<URI> servers() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(ZrpcProtocol::isServer)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .map(name -> url(name, null))
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (NotDirectoryException e) {
            throw new IOException("cannot look for servers in " + folder() + ": no folder", e);
        } catch (AccessDeniedException e) {
            throw new IOException("cannot look for servers in " + folder() + ": no permission", e);
        } catch (IOException e) {
            throw new IOException("cannot look for servers in " + folder() + ": " + e.getMessage(), e);
        }
    }

    private static boolean isServer(Path file) {
        try {
            return !file.getFileName().toString().startsWith(".")
                    && ((Integer) Files.getAttribute(file, "unix:mode") & TYPE) == SOCKET;
        } catch (IOException e) {
            return false; // it has gone, or is a link to nothing
        }
    }

    private Path folder() {
        String own = environment.apply(SOCKET_DIR);
        return Path.of(own == null || own.isEmpty() ? "/tmp/zrpc_sockets" : own).toAbsolutePath();
    }

    /// Makes the folder of servers where it is missing, as the library does: for those who may use the socket.
    @Override
    public void listening(URI at) throws IOException {
        Path folder = folder();
        if (at.getScheme().equals("unix") && Objects.equals(Path.of(at.getPath()).getParent(), folder)) {
            Files.createDirectories(Objects.requireNonNull(folder.getParent()));
            try {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } catch (FileAlreadyExistsException e) {
                return; // and is somebody's, whose affair its permissions are
            }
            Files.setPosixFilePermissions(folder, around(UnixTransport.permissions(at)));
        }
    }

    /// Lets those into a folder who have any permissions on what is in it.
    private static Set<PosixFilePermission> around(Set<PosixFilePermission> socket) {
        String within = PosixFilePermissions.toString(socket);
        StringBuilder all = new StringBuilder("rwx");
        for (int at = 3; at < 9; at += 3) {
            all.append(within.startsWith("---", at) ? "---" : "r-x");
        }
        return PosixFilePermissions.fromString(all.toString());
    }
}
