package dev.parley.link;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Names on one machine: `local://name`, a Unix socket of that name in a folder of the user's, which is `$PARLEY_DIR`, else
/// `$XDG_RUNTIME_DIR/parley`, else `/tmp/parley-UID`. The folder is made with mode 0700; one that others could have put there
/// or can write to is refused.
public final class LocalTransport implements Transport {
    private static final int WRITABLE_BY_OTHERS = 0022;

    private final UnaryOperator<@Nullable String> environment;
    private final UnixTransport sockets = new UnixTransport();

    public LocalTransport() {
        this(System::getenv);
    }

    LocalTransport(UnaryOperator<@Nullable String> environment) {
        this.environment = environment;
    }

    @Override
    public List<String> schemes() {
        return List.of("local");
    }

    @Override
    public boolean exposed(URI url) {
        return false;
    }

    @Override
    public Link connect(URI url, LinkSetup setup) throws IOException {
        URI socket = socket(url);
        try {
            return sockets.connect(socket, setup);
        } catch (IOException e) {
            throw renamed(e, socket, url);
        }
    }

    @Override
    public Listener listen(URI url, LinkSetup setup, Consumer<Link> accepted) throws IOException {
        URI socket = socket(url);
        try {
            Listener listener = sockets.listen(socket, setup, accepted);
            return new Listener() {
                @Override
                public URI url() {
                    return url;
                }

                @Override
                public void close() {
                    listener.close();
                }
            };
        } catch (IOException e) {
            throw renamed(e, socket, url);
        }
    }

    private static IOException renamed(IOException e, URI socket, URI url) {
        return new IOException(String.valueOf(e.getMessage()).replace(socket.toString(), url.toString()), e);
    }

    private URI socket(URI url) throws IOException {
        String name = url.getRawAuthority();
        String path = url.getRawPath();
        boolean more = (path != null && !path.isEmpty()) || url.getRawQuery() != null;
        if (name == null || !name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*") || more) {
            throw new IllegalArgumentException(
                    "URL "
                            + url
                            + ": no name (expected local://name, of letters, digits, and . _ - but no . in front)");
        }
        Path socket = folder().resolve(name);
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length > UnixTransport.LONGEST_PATH) {
            throw new IOException(
                    url
                            + ": its socket would be "
                            + socket
                            + ", longer than "
                            + UnixTransport.LONGEST_PATH
                            + " bytes (expected a shorter name, or another $PARLEY_DIR)");
        }
        return URI.create("unix://" + socket.toUri().getRawPath());
    }

    /// The servers that live here, in order. Sockets that nobody listens at any more are removed.
    ///
    /// @throws IOException where the folder cannot be used; the message says why
    public List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(LocalTransport::isAlive).map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static boolean isAlive(Path file) {
        if (file.getFileName().toString().startsWith(".")) {
            return false; // on its way to become one
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            Object key = UnixTransport.key(file);
            try {
                probe.connect(UnixDomainSocketAddress.of(file));
            } catch (ConnectException nobodyListens) {
                if (Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class).isOther()) {
                    UnixTransport.delete(file, key);
                }
                return false;
            }
            return true;
        } catch (IOException e) {
            return Files.exists(file, LinkOption.NOFOLLOW_LINKS); // whoever it is, he cannot be asked now
        }
    }

    private Path folder() throws IOException {
        Path folder = Path.of(configured()).toAbsolutePath();
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        String wrong =
                !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                        ? "a link"
                        : attribute(folder, "uid") != user()
                                ? "somebody else's"
                                : (attribute(folder, "mode") & WRITABLE_BY_OTHERS) != 0 ? "writable by others" : "";
        if (!wrong.isEmpty()) {
            throw new IOException(
                    "the folder of local servers, "
                            + folder
                            + ", is "
                            + wrong
                            + " (expected one of mode 0700 of our own)");
        }
        return folder;
    }

    private String configured() throws IOException {
        String own = environment.apply("PARLEY_DIR");
        String users = environment.apply("XDG_RUNTIME_DIR");
        return own != null && !own.isEmpty()
                ? own
                : users != null && !users.isEmpty() ? users + "/parley" : "/tmp/parley-" + user();
    }

    /// Linux shows the process as a folder of its user's; elsewhere his home is.
    private static int user() throws IOException {
        Path process = Path.of("/proc/self");
        return attribute(
                Files.exists(process) ? process.toRealPath() : Path.of(System.getProperty("user.home")), "uid");
    }

    private static int attribute(Path file, String name) throws IOException {
        return (Integer) Files.getAttribute(file, "unix:" + name, LinkOption.NOFOLLOW_LINKS);
    }
}
