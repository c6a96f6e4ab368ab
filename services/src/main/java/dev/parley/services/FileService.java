package dev.parley.services;

import static java.util.Spliterator.ORDERED;
import static java.util.Spliterators.spliteratorUnknownSize;

import dev.parley.Code;
import dev.parley.Command;
import dev.parley.Default;
import dev.parley.Service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Iterator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Files below a directory of the server, the root. Paths are relative to it, with slashes between their names. Links
/// are not followed, wherever they lead.
///
/// To be added to a server by intent only. Whoever may call it may read all files below the root that the server's
/// process may read and, where it is writable, change them; who else can write there, on the server's machine, cannot
/// make it leave the root, whatever he swaps while it works.
@Service("file")
public final class FileService {
    private final Path root;
    private final boolean writable;
    private final Space space;

    /// Serves the files below a root, which is looked up anew with each call. Thread-safe.
    ///
    /// Where it is writable, temporary files that uploads of earlier processes have left behind are deleted now.
    ///
    /// @param root a directory
    /// @param writable whether callers may change anything
    /// @param quota how many bytes all files below the root may have together for an upload to go on, its own and those of
    ///     others included; 0 for no limit. What counts are the sizes of regular files, not what they take up on disk. An
    ///     upload counts beside the file that it replaces until it is complete.
    /// @throws UnsupportedOperationException where the platform cannot open files relative to an open directory, which
    ///     Linux can
    /// @throws UncheckedIOException where the root cannot be read
    public FileService(Path root, @Default("false") boolean writable, @Default("0") long quota) {
        try {
            this.root = root.toRealPath();
            this.writable = writable;
            space = new Space(this.root, quota);
            try (Folder top = Folder.at(this.root)) {
                if (writable) {
                    sweep(top);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot serve files below " + root + ": " + why(e), e);
        }
    }

    /// Serves the files below a root, to be read only.
    public FileService(Path root) {
        this(root, false, 0);
    }

    private static String why(IOException e) {
        return e instanceof NoSuchFileException
                ? "no such directory"
                : e instanceof NotDirectoryException
                        ? "no directory"
                        : e instanceof AccessDeniedException ? "no permission" : e.toString();
    }

    private static void sweep(Folder top) throws IOException {
        Instant started = ProcessHandle.current().info().startInstant().orElse(Instant.EPOCH);
        top.visit(
                Place.DEEPEST,
                (folder, name, attributes) -> {
                    if (!Place.isTemporary(name) || !attributes.lastModifiedTime().toInstant().isBefore(started)) {
                        return;
                    }
                    if (attributes.isRegularFile()) {
                        folder.deleteFile(name);
                    } else if (attributes.isDirectory()) {
                        folder.deleteFolder(name);
                    }
                });
    }

    /// Lists paths, in no particular order.
    ///
    /// @param pattern which ones: `*` stands for any characters of a name, `?` for one, `**` for any number of directories;
    ///     names that begin with a dot only fit a pattern's name that does, too
    @Command
    Stream<String> paths(@Default("*") String pattern) {
        return pathInfo(pattern).map(PathInfo::path);
    }

    /// Lists paths and what there is to know of them, in no particular order.
    ///
    /// @param pattern which ones: `*` stands for any characters of a name, `?` for one, `**` for any number of directories;
    ///     names that begin with a dot only fit a pattern's name that does, too
    @Command("path_info")
    Stream<PathInfo> pathInfo(@Default("*") String pattern) {
        try {
            Finder found = new Finder(pattern, root);
            return StreamSupport.stream(spliteratorUnknownSize(found, ORDERED), false).onClose(found::close);
        } catch (IOException e) {
            throw Failures.of(pattern, e);
        }
    }

    /// Says how many bytes a file has.
    @Command
    long size(String path) {
        return at(path, (folder, name) -> folder.file(name).size());
    }

    /// Makes an empty file, or says of one that is there that it was modified now.
    @Command
    void touch(String path) {
        change(
                path,
                (folder, name) -> {
                    try {
                        folder.create(name).close();
                    } catch (FileAlreadyExistsException e) {
                        folder.touch(name);
                    }
                });
    }

    /// Makes a directory.
    ///
    /// @param mode its permissions in octal, such as 750; if not given, those that the server gives to all
    /// @param recurse makes the directories that lead to it, too, and is content with one that is there
    @Command("create_dir")
    void createDir(String path, @Default("") String mode, @Default("false") boolean recurse) {
        requireWritable(path);
        NewFolders made = new NewFolders(root, mode);
        if (recurse) {
            made.makeAll(Place.of(path));
        } else {
            made.make(Place.of(path));
        }
    }

    /// Deletes a file, a link (not what it leads to) or a directory.
    ///
    /// @param recurse also deletes what is in the directory
    @Command
    void delete(String path, @Default("false") boolean recurse) {
        change(
                path,
                (folder, name) -> {
                    BasicFileAttributes attributes = folder.attributes(name);
                    if (recurse && attributes.isDirectory()) {
                        try (Folder inner = folder.open(name)) {
                            inner.visit(Place.DEEPEST, this::delete);
                        }
                    }
                    delete(folder, name, attributes);
                });
    }

    private void delete(Folder folder, Path name, BasicFileAttributes attributes) throws IOException {
        if (attributes.isDirectory()) {
            folder.deleteFolder(name);
        } else {
            space.delete(folder, name);
        }
    }

    /// Stores a file, in the place of another one where there is one. It is there when all of it is, on disk, and before
    /// that nothing is changed.
    ///
    /// @param src its bytes
    /// @param dst_path where it is to be
    /// @return that path
    @Command
    String upload(Iterator<byte[]> src, String dst_path) { // named as others know it, on the wire
        change(
                dst_path,
                (folder, name) -> {
                    if (folder.find(name) != null) {
                        folder.file(name);
                    }
                    space.begin();
                    try (Upload upload = new Upload(space, folder)) {
                        upload.receive(src);
                        upload.complete(name);
                    } finally {
                        space.end();
                    }
                });
        return dst_path;
    }

    /// Sends a file, as it is when the call begins: what is put in its place meanwhile changes nothing.
    ///
    /// @param src_path where it is
    /// @param offset how many of its bytes to leave out, for one who has them from a download that broke; whether the file
    ///     is still the same, its modified in path_info tells
    @Command
    Iterator<ByteBuffer> download(String src_path, @Default("0") long offset) { // named as others know it, on the wire
        return at(
                src_path,
                (folder, name) -> {
                    FileChannel file = folder.read(name);
                    try {
                        long size = file.size();
                        if (offset < 0 || offset > size) {
                            throw Failures.of(
                                    Code.OUT_OF_RANGE,
                                    src_path,
                                    "got offset " + offset + " (expected 0 to " + size + ")");
                        }
                        return new Chunks(src_path, file.position(offset), size - offset);
                    } catch (IOException | RuntimeException e) {
                        file.close();
                        throw e;
                    }
                });
    }

    /// What is done with an entry of a folder that is open.
    private interface Work<T> {
        T in(Folder folder, Path name) throws IOException;
    }

    private interface Change {
        void in(Folder folder, Path name) throws IOException;
    }

    private <T> T at(String path, Work<T> work) {
        Place place = Place.of(path);
        try (Folder folder = Folder.at(root, place.folders())) {
            return work.in(folder, place.name());
        } catch (IOException e) {
            throw Failures.of(path, e);
        }
    }

    private void change(String path, Change change) {
        requireWritable(path);
        at(
                path,
                (folder, name) -> {
                    change.in(folder, name);
                    return path;
                });
    }

    private void requireWritable(String path) {
        if (!writable) {
            throw Failures.of(Code.PERMISSION_DENIED, path, "nothing can be changed here, only read");
        }
    }
}
