package dev.parley.services;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;

/// The paths that a pattern means, found as they are asked for. Directories that cannot be read are passed over, and so
/// are names that no caller could say.
final class Finder implements Iterator<PathInfo>, AutoCloseable {
    /// A directory that is being read.
    ///
    /// @param prefix its path, with a slash behind it
    private record Level(Folder folder, Iterator<Path> names, String prefix, BitSet states) {}

    private final String pattern;
    private final Glob glob;
    private final Deque<Level> levels = new ArrayDeque<>();
    private @Nullable PathInfo next;

    Finder(String pattern, Path root) throws IOException {
        this.pattern = pattern;
        glob = Glob.of(pattern);
        enter(Folder.at(root), "", glob.start());
    }

    private void enter(Folder folder, String prefix, BitSet states) {
        levels.push(new Level(folder, folder.names(), prefix, states));
    }

    @Override
    public boolean hasNext() {
        try {
            while (next == null && !levels.isEmpty()) {
                Level level = levels.element();
                if (level.names.hasNext()) {
                    look(level, level.names.next());
                } else {
                    levels.remove().folder.close();
                }
            }
            return next != null;
        } catch (DirectoryIteratorException e) {
            throw Failures.of(pattern, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw Failures.of(pattern, e);
        }
    }

    private void look(Level level, Path name) throws IOException {
        BitSet states = glob.after(level.states, name.toString());
        if (states.isEmpty() || !Place.canBeSaid(name)) {
            return;
        }
        BasicFileAttributes attributes = level.folder.find(name);
        if (attributes == null) {
            return;
        }
        String path = level.prefix + name;
        if (glob.isMeant(states)) {
            next = PathInfo.of(path, attributes);
        }
        if (attributes.isDirectory() && glob.goesOn(states) && levels.size() < Place.DEEPEST) {
            Folder inner = level.folder.enter(name);
            if (inner != null) {
                enter(inner, path + "/", states);
            }
        }
    }

    @Override
    public PathInfo next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        PathInfo found = next;
        next = null;
        return found;
    }

    @Override
    public void close() {
        try {
            while (!levels.isEmpty()) {
                levels.remove().folder.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
