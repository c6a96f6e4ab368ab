package dev.parley.cli;

import dev.parley.value.Codecs;
import dev.parley.value.Output;
import dev.parley.value.Shapes;
import dev.parley.value.ValueException;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/// What servers have said of themselves, for help without a server and for completion: a file for each URL below
/// `$XDG_CACHE_HOME/parley/servers`, else `~/.cache`. It is replaced in one step, at most [#MOST_BYTES] long, and the
/// oldest of more than [#MOST_FILES] is deleted. A cache that cannot be read is empty, and one that cannot be written
/// stays as it is: nothing depends on it.
final class MetadataCache {
    static final int MOST_BYTES = 1 << 20;
    static final int MOST_FILES = 32;

    /// How old what is known of a server gets before a call adds to it.
    static final Duration FRESH = Duration.ofMinutes(1);

    private static final int MOST_NAME = 80;
    private static final String SUFFIX = ".msgpack";

    private static final String SERVICES = "services";
    private static final String TIMES = "times"; // for each service, when it was described, in ms since the epoch
    private static final String LISTED = "listed"; // when all services were, if they were

    private final @Nullable Path folder;

    /// @param folder null for none, which keeps nothing
    MetadataCache(@Nullable Path folder) {
        this.folder = folder;
    }

    /// That of the user.
    static MetadataCache of(Console console) {
        String cache = console.environment("XDG_CACHE_HOME");
        String home = console.environment("HOME");
        String place = cache != null ? cache : home != null ? home + "/.cache" : null;
        return new MetadataCache(place == null ? null : Path.of(place, "parley", "servers"));
    }

    /// What the server at a URL has said. Not thread-safe.
    Entry entry(String url) {
        if (folder == null || url.startsWith("memory:")) {
            return new Entry(url, null);
        }
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < Math.min(url.length(), MOST_NAME); i++) {
            char c = url.charAt(i);
            name.append(c < 128 && Character.isLetterOrDigit(c) || c == '.' || c == '-' ? c : '_');
        }
        return new Entry(url, folder.resolve(name + "-" + Integer.toHexString(url.hashCode()) + SUFFIX).toFile());
    }

    /// One server's.
    static final class Entry {
        private final String url;
        private final @Nullable File file;

        private Entry(String url, @Nullable File file) {
            this.url = url;
            this.file = file;
        }

        /// Where the server is.
        String url() {
            return url;
        }

        /// How long ago the server has said what all its services are; null where only some are known, that were called.
        @Nullable Duration listed() {
            return since(read().get(LISTED));
        }

        /// How long ago the server has spoken of a service; null where nothing is known.
        @Nullable Duration age(String service) {
            return since(times(read()).get(service));
        }

        private static @Nullable Duration since(@Nullable Object time) {
            return time instanceof Number millis
                    ? Duration.ofMillis(Math.max(0, System.currentTimeMillis() - millis.longValue()))
                    : null;
        }

        private static Map<?, ?> services(Map<?, ?> read) {
            return read.get(SERVICES) instanceof Map<?, ?> services ? services : Map.of();
        }

        private static Map<?, ?> times(Map<?, ?> read) {
            return read.get(TIMES) instanceof Map<?, ?> times ? times : Map.of();
        }

        /// Descriptions by the names of their services, as [Descriptors] read them.
        Map<?, ?> services() {
            return services(read());
        }

        /// Takes what has been said of one service, unless something was written a moment ago: a call that follows another
        /// shall not have to read the file.
        void put(String service, @Nullable Object described) {
            long now = System.currentTimeMillis();
            if (file == null || now - file.lastModified() > FRESH.toMillis()) {
                Map<?, ?> read = read();
                Map<Object, @Nullable Object> all = new LinkedHashMap<>(services(read));
                Map<Object, @Nullable Object> times = new LinkedHashMap<>(times(read));
                all.put(service, described);
                times.put(service, now);
                write(all, times, read.get(LISTED));
            }
        }

        /// Takes what has been said of all services.
        void putAll(Collection<?> described) {
            long now = System.currentTimeMillis();
            Map<Object, @Nullable Object> all = new LinkedHashMap<>();
            Map<Object, @Nullable Object> times = new LinkedHashMap<>();
            for (Object each : described) {
                String name = each instanceof Map<?, ?> map ? String.valueOf(map.get("name")) : "";
                all.put(name, each);
                times.put(name, now);
            }
            write(all, times, now);
        }

        private Map<?, ?> read() {
            if (file == null || !file.exists() || file.length() > MOST_BYTES) {
                return Map.of();
            }
            try {
                byte[] bytes = Files.readAllBytes(file.toPath());
                Object read = new Shapes().dynamic().read(Codecs.msgpack().reader(bytes, 0, bytes.length));
                return read instanceof Map<?, ?> map && url.equals(map.get("url")) ? map : Map.of();
            } catch (IOException | ValueException e) { // another version's, or damaged
                return Map.of();
            }
        }

        private void write(Map<?, ?> services, Map<?, ?> times, @Nullable Object listed) {
            if (file == null) {
                return;
            }
            Map<String, @Nullable Object> all = new LinkedHashMap<>();
            all.put("url", url);
            all.put(LISTED, listed);
            all.put(TIMES, times);
            all.put(SERVICES, services);
            Output out = new Output();
            new Shapes().dynamic().write(Codecs.msgpack().writer(out), all);
            if (out.size() > MOST_BYTES) {
                return;
            }
            File folder = file.getParentFile();
            File fresh = new File(folder, "." + System.nanoTime() + SUFFIX); // Files.createTempFile takes long at first
            try {
                if (folder.mkdirs()) { // to be read by its owner only
                    folder.setReadable(false, false);
                    folder.setExecutable(false, false);
                    folder.setReadable(true);
                    folder.setExecutable(true);
                }
                Files.write(fresh.toPath(), out.toByteArray(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                Files.move(fresh.toPath(), file.toPath(), StandardCopyOption.ATOMIC_MOVE);
                deleteOldest(folder);
            } catch (IOException e) {
                // see the class
            }
        }

        /// Those of processes that were killed while they wrote are among them.
        private static void deleteOldest(File folder) {
            File[] files = folder.listFiles();
            if (files != null && files.length > MOST_FILES) {
                Arrays.sort(files, Comparator.comparingLong(File::lastModified));
                for (int i = 0; i < files.length - MOST_FILES; i++) {
                    files[i].delete();
                }
            }
        }
    }
}
