package dev.parley.link;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
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
/// or can write to is refused. Who can only look into it sees the names: the sockets have mode 0600.
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
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw refused(
                    folder, Files.exists(folder, LinkOption.NOFOLLOW_LINKS) ? kind(folder) : unmade(folder, e), e);
        }
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw refused(folder, kind(folder), null);
        } else if (attribute(folder, "uid") != user()) {
            throw refused(folder, "is somebody else's", null);
        } else if ((attribute(folder, "mode") & WRITABLE_BY_OTHERS) != 0) {
            throw refused(folder, "is writable by others", null);
        }
        return folder;
    }

    private static String kind(Path noFolder) {
        return Files.isSymbolicLink(noFolder) ? "is a link" : "is a file";
    }

    private static String unmade(Path folder, IOException e) {
        for (Path above = folder.getParent(); above != null; above = above.getParent()) {
            if (Files.exists(above) && !Files.isDirectory(above)) {
                return "cannot be made: " + above + " is a file";
            }
        }
        return "cannot be made: " + (e instanceof AccessDeniedException ? "no permission" : e.getMessage());
    }

    private static IOException refused(Path folder, String what, @Nullable IOException cause) {
        return new IOException(
                "the folder of local servers, "
                        + folder
                        + ", "
                        + what
                        + " (expected a folder of our own that nobody else can write to, or another $PARLEY_DIR)",
                cause);
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
