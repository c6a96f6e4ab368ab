package dev.parley.link;

import dev.parley.Peer;

import jdk.net.ExtendedSocketOptions;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Unix sockets: `unix:///path`. The socket file can be used by its owner only (0600), from the moment it has its name; with
/// `unix:///path?mode=0660`, a server's has those permissions, while clients take no notice of it. A socket file that no server listens on any more is replaced; any other file is left alone, and so is a live server's.
public final class UnixTransport implements Transport {
    private static final int BACKLOG = 1024;

    /// As much as the system allows, which is less: it says that there is room again when three quarters are free.
    private static final int SEND_BUFFER = 4 << 20;

    private static final Pattern MODE = Pattern.compile("mode=0?([67][0-7][0-7])");
    private static final String OWNERS = "0600";
    private static final int WRITABLE_BY_OTHERS = 0022; // which is what connecting takes

    static final int LONGEST_PATH = 106;

    @Override
    public List<String> schemes() {
        return List.of("unix");
    }

    private static Path path(URI url) {
        String path = url.getPath();
        if (path == null || path.length() < 2 || (url.getRawAuthority() != null && !url.getRawAuthority().isEmpty())) {
            throw new IllegalArgumentException("URL " + url + ": no path (expected unix:///path/to/socket)");
        }
        return Path.of(path);
    }

    /// The permissions that a URL says for a server's socket file.
    ///
    /// @throws IllegalArgumentException for a query that says something else
    public static Set<PosixFilePermission> permissions(URI url) {
        int mode = mode(url);
        Set<PosixFilePermission> all = EnumSet.noneOf(PosixFilePermission.class);
        for (PosixFilePermission each : PosixFilePermission.values()) { // from the highest bit to the lowest
            if ((mode & 0400 >> each.ordinal()) != 0) {
                all.add(each);
            }
        }
        return all;
    }

    private static int mode(URI url) {
        String query = url.getQuery();
        Matcher said = MODE.matcher(query == null ? "mode=" + OWNERS : query);
        if (!said.matches()) {
            throw new IllegalArgumentException(
                    "URL "
                            + url
                            + ": got \""
                            + query
                            + "\" (expected mode=0600, or other permissions in octal that let the owner read and write,"
                            + " such as mode=0660)");
        }
        return Integer.parseInt(said.group(1), 8);
    }

    @Override
    public boolean exposed(URI url) {
        return (mode(url) & WRITABLE_BY_OTHERS) != 0;
    }

    @Override
    public String strangers() {
        return "other users";
    }

    @Override
    public boolean encrypts(URI url) {
        return true; // as good as: it stays in the kernel
    }

    @Override
    public Link connect(URI url, LinkSetup setup) throws IOException {
        Path path = path(url);
        mode(url); // is refused at either end, where it makes no sense
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
            channel.connect(UnixDomainSocketAddress.of(path));
            return new SocketLink(channel, peer(channel, path), setup.threads().loop());
        } catch (IOException e) {
            channel.close();
            String why = Files.exists(path) ? String.valueOf(e.getMessage()) : "no such file";
            throw new IOException("cannot connect to " + url + ": " + why, e);
        }
    }

    /// The kernel says which user the other process belongs to.
    private static Peer peer(SocketChannel channel, Path path) throws IOException {
        String user = null;
        if (channel.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)) {
            user = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
        }
        return new Peer("unix", path.toString(), user);
    }

    @Override
    public Listener listen(URI url, LinkSetup setup, Consumer<Link> accepted) throws IOException {
        Path path = path(url).toAbsolutePath();
        Set<PosixFilePermission> permissions = permissions(url);
        try {
            if (path.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length > LONGEST_PATH) {
                throw new IOException("the path is longer than " + LONGEST_PATH + " bytes");
            }
            requireFree(path);
            ServerSocketChannel channel = bind(path, permissions);
            Object file = key(path);
            return new SocketListener(
                    channel,
                    URI.create("unix://" + path.toUri().getRawPath()),
                    setup.threads(),
                    (connection, loop) -> {
                        connection.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
                        return new SocketLink(connection, peer(connection, path), loop);
                    },
                    accepted,
                    () -> delete(path, file));
        } catch (IOException e) {
            throw new IOException("cannot listen on " + url + ": " + e.getMessage(), e);
        }
    }

    private static void requireFree(Path path) throws IOException {
        BasicFileAttributes found;
        try {
            found = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return;
        }
        if (!found.isOther()) {
            throw new IOException("the file exists and is no socket");
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.connect(UnixDomainSocketAddress.of(path));
        } catch (ConnectException nobodyListens) {
            return;
        }
        throw new IOException("another server listens there");
    }

    /// Binds under another name in a folder that only we can enter, sets the permissions, and moves the socket to its
    /// place, so that nobody else can connect in between.
    private static ServerSocketChannel bind(Path path, Set<PosixFilePermission> permissions) throws IOException {
        Path parent = Objects.requireNonNull(path.getParent());
        if (!Files.isDirectory(parent)) {
            throw new IOException("there is no folder " + parent);
        }
        Path folder = hiddenFolder(parent);
        Path hidden = folder.resolve("s");
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(shorter(hidden)), BACKLOG);
            Files.setPosixFilePermissions(hidden, permissions);
            Files.move(hidden, path, StandardCopyOption.ATOMIC_MOVE);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        } finally {
            Files.deleteIfExists(hidden);
            Files.delete(folder);
        }
    }

    /// Its name is short, since the path of a socket has a limit.
    private static Path hiddenFolder(Path parent) throws IOException {
        while (true) {
            String name = ".p" + Integer.toString(ThreadLocalRandom.current().nextInt(36 * 36 * 36), 36);
            try {
                return Files.createDirectory(
                        parent.resolve(name),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } catch (FileAlreadyExistsException e) {
                // somebody else starts a server there at this moment, or was killed while he did; another name will do
            }
        }
    }

    /// The hidden name may be longer than the final one; where it is too long for a socket, the way from here may be short.
    private static Path shorter(Path hidden) {
        Path relative = Path.of("").toAbsolutePath().relativize(hidden);
        return relative.toString().length() < hidden.toString().length() ? relative : hidden;
    }

    static @Nullable Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
    }

    /// Removes the socket file, unless it has become somebody else's.
    static void delete(Path path, @Nullable Object file) {
        try {
            if (Objects.equals(key(path), file)) {
                Files.delete(path);
            }
        } catch (NoSuchFileException e) {
            // somebody has removed it already
        } catch (IOException e) {
            log().log(Level.WARNING, "{0} is left behind: {1}", path, e.toString());
        }
    }

    private static Logger log() {
        return System.getLogger(UnixTransport.class.getName());
    }
}
