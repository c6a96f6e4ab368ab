package dev.parley.services;

import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/// What there is to know of a path.
///
/// @param path as it can be asked for: relative to the root, with slashes
/// @param size in bytes; 0 for what is no file
public record PathInfo(String path, long size, Instant modified, Kind kind) {
    /// What a path leads to.
    public enum Kind {
        FILE("a file"),
        DIRECTORY("a directory"),
        LINK("a link"),
        /// A named pipe, a socket, a device.
        OTHER("neither a file nor a directory");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        static Kind of(BasicFileAttributes attributes) {
            return attributes.isRegularFile()
                    ? FILE
                    : attributes.isDirectory() ? DIRECTORY : attributes.isSymbolicLink() ? LINK : OTHER;
        }

        String words() {
            return words;
        }
    }

    static PathInfo of(String path, BasicFileAttributes attributes) {
        return new PathInfo(path, size(attributes), attributes.lastModifiedTime().toInstant(), Kind.of(attributes));
    }

    /// What an entry counts.
    static long size(BasicFileAttributes attributes) {
        return attributes.isRegularFile() ? attributes.size() : 0;
    }
}
