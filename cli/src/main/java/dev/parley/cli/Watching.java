package dev.parley.cli;

import dev.parley.RpcException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Waits until sources change. Belongs to one thread.
final class Watching implements AutoCloseable {
    /// How long nothing must happen any more: editors and version control write in several steps.
    private static final long QUIET_MS = 100;

    private final List<Path> places;
    private final WatchService events;
    private Map<Path, ByteBuffer> last;

    /// Compares with what the files hold now, or held when they were read.
    ///
    /// @param places source files, and folders of them
    /// @param read when they were first read; what has changed since then counts as a change
    Watching(List<Path> places, Instant read) {
        this.places = places;
        try {
            events = FileSystems.getDefault().newWatchService();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot watch files: " + e.getMessage(), e);
        }
        watch();
        Map<Path, ByteBuffer> now = contents();
        last = now.keySet().stream().anyMatch(file -> isNewer(file, read)) ? Map.of() : now;
    }

    private static boolean isNewer(Path file, Instant time) {
        try {
            return Files.getLastModifiedTime(file).toInstant().isAfter(time);
        } catch (IOException e) {
            return true; // gone meanwhile
        }
    }

    /// Returns when the files hold something else than when this was called before.
    void await() throws InterruptedException {
        while (true) {
            Map<Path, ByteBuffer> now = contents();
            boolean changed = !now.equals(last);
            settle(changed ? events.poll(QUIET_MS, TimeUnit.MILLISECONDS) : events.take());
            watch();
            if (changed && now.equals(contents())) { // and nobody is still writing
                last = now;
                return;
            }
        }
    }

    private void settle(@Nullable WatchKey first) throws InterruptedException {
        WatchKey key = first;
        while (key != null) {
            key.pollEvents();
            key.reset();
            key = events.poll(QUIET_MS, TimeUnit.MILLISECONDS);
        }
    }

    /// Folders are watched, as files are often replaced and not written. Those that are watched already stay so.
    private void watch() {
        for (Path place : places) {
            try {
                if (!Files.isDirectory(place)) {
                    register(Objects.requireNonNull(place.toAbsolutePath().getParent())); // of a file
                    continue;
                }
                try (Stream<Path> all = Files.walk(place)) {
                    for (Path folder : all.filter(Files::isDirectory).toList()) {
                        register(folder);
                    }
                }
            } catch (IOException | UncheckedIOException e) {
                // a folder has just gone, or it must not be read: its files are looked at all the same
            }
        }
    }

    private void register(Path folder) throws IOException {
        folder.register(
                events,
                StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_MODIFY,
                StandardWatchEventKinds.ENTRY_DELETE);
    }

    /// Of places that cannot be read there is nothing: who reads the sources then will say why.
    private Map<Path, ByteBuffer> contents() {
        Map<Path, ByteBuffer> contents = new HashMap<>();
        List<Path> files;
        try {
            files = Sources.files(places);
        } catch (RpcException e) { // also where a folder goes while it is looked at
            return contents;
        }
        for (Path file : files) {
            try {
                contents.put(file, ByteBuffer.wrap(Files.readAllBytes(file)));
            } catch (NoSuchFileException e) {
                // deleted meanwhile: as if it had not been found
            } catch (IOException e) {
                contents.put(file, ByteBuffer.allocate(0)); // the compiler will say what is wrong with it
            }
        }
        return contents;
    }

    @Override
    public void close() {
        try {
            events.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
