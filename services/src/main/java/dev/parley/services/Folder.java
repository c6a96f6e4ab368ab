package dev.parley.services;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/// An open directory. All that is done in it is done by the name of an entry and relative to the directory that was
/// opened, as with `openat`, never by a path and never through a link: so it does not matter what becomes of the names
/// that led here.
final class Folder implements Closeable {
    private final SecureDirectoryStream<Path> stream;

    private Folder(SecureDirectoryStream<Path> stream) {
        this.stream = stream;
    }

    /// @throws UnsupportedOperationException where the platform cannot do that
    @SuppressWarnings("StreamResourceLeak") // closed with the folder
    static Folder at(Path root) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(root);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return new Folder(secure);
        }
        stream.close();
        throw new UnsupportedOperationException(
                "files cannot be served here safely: "
                        + System.getProperty("os.name")
                        + " has no SecureDirectoryStream");
    }

    /// Opens the folder that names lead to, one after the other.
    static Folder at(Path root, List<Path> names) throws IOException {
        Folder folder = at(root);
        for (Path name : names) {
            try (Folder outer = folder) {
                folder = outer.open(name);
            }
        }
        return folder;
    }

    /// @throws NotDirectoryException for anything else, also for a link
    Folder open(Path name) throws IOException {
        if (!attributes(name).isDirectory()) { // opening a pipe would wait for its other end
            throw new NotDirectoryException(name.toString());
        }
        try {
            return new Folder(stream.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS));
        } catch (FileSystemException e) {
            throw isLink(e) ? new NotDirectoryException(name.toString()) : e;
        }
    }

    /// Whether it has become a link since it was looked at.
    private static boolean isLink(FileSystemException e) {
        return e.getReason() != null && e.getReason().contains("symbolic links");
    }

    /// The same, but null for what cannot be entered: it may also have gone since it was listed.
    @Nullable Folder enter(Path name) throws IOException {
        try {
            return open(name);
        } catch (NoSuchFileException | NotDirectoryException | AccessDeniedException e) {
            return null;
        }
    }

    /// Those of the entry itself, be it a link.
    BasicFileAttributes attributes(Path name) throws IOException {
        return view(name).readAttributes();
    }

    /// The same, but null where there is nothing of that name.
    @Nullable BasicFileAttributes find(Path name) throws IOException {
        try {
            return attributes(name);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /// The same, but of a file only.
    ///
    /// @throws FileSystemException for anything else
    BasicFileAttributes file(Path name) throws IOException {
        BasicFileAttributes attributes = attributes(name);
        if (!attributes.isRegularFile()) {
            String kind = PathInfo.Kind.of(attributes).words();
            throw new FileSystemException(name.toString(), null, "is " + kind + " (expected a file)");
        }
        return attributes;
    }

    private BasicFileAttributeView view(Path name) {
        return stream.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    /// The names of all entries, in no order. Can be asked for once. The iterator may throw [DirectoryIteratorException].
    Iterator<Path> names() {
        Iterator<Path> entries = stream.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public Path next() {
                return entries.next().getFileName();
            }
        };
    }

    /// What is done with each entry.
    interface Visit {
        void entry(Folder folder, Path name, BasicFileAttributes attributes) throws IOException;
    }

    /// Visits all entries, and those of the folders among them before the folder itself. What cannot be entered or lies
    /// too deep is not.
    ///
    /// @param depth how many levels to visit
    void visit(int depth, Visit visit) throws IOException {
        try {
            for (Iterator<Path> names = names(); depth > 0 && names.hasNext(); ) {
                Path name = names.next();
                BasicFileAttributes attributes = find(name);
                if (attributes == null) {
                    continue;
                }
                if (attributes.isDirectory()) {
                    try (Folder inner = enter(name)) {
                        if (inner != null) {
                            inner.visit(depth - 1, visit);
                        }
                    }
                }
                visit.entry(this, name, attributes);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /// Opens a file to read.
    FileChannel read(Path name) throws IOException {
        file(name); // opening a pipe would wait for its other end
        return channel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    /// Makes a file.
    FileChannel create(Path name) throws IOException {
        return channel(name, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW));
    }

    private FileChannel channel(Path name, Set<OpenOption> options) throws IOException {
        return (FileChannel) stream.newByteChannel(name, options);
    }

    /// Says that a file was modified now.
    void touch(Path name) throws IOException {
        file(name); // it is opened
        FileTime now = FileTime.fromMillis(System.currentTimeMillis());
        view(name).setTimes(now, now, null);
    }

    /// Sets the permissions of this folder itself.
    void permit(Set<PosixFilePermission> permissions) throws IOException {
        stream.getFileAttributeView(PosixFileAttributeView.class).setPermissions(permissions);
    }

    /// Moves an entry, over another one if need be, in one step.
    void move(Path name, Folder to, Path newName) throws IOException {
        stream.move(name, to.stream, newName);
    }

    /// Deletes what is no folder.
    void deleteFile(Path name) throws IOException {
        stream.deleteFile(name);
    }

    /// Deletes an empty folder.
    void deleteFolder(Path name) throws IOException {
        stream.deleteDirectory(name);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
