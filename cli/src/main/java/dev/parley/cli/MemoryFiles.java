package dev.parley.cli;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;

/// Keeps in memory what the compiler and its annotation processors write.
final class MemoryFiles extends ForwardingJavaFileManager<StandardJavaFileManager> {
    private final Map<String, ByteArrayOutputStream> written = Collections.synchronizedMap(new LinkedHashMap<>());

    MemoryFiles(StandardJavaFileManager files) {
        super(files);
    }

    Iterable<? extends JavaFileObject> sources(List<Path> files) {
        return fileManager.getJavaFileObjectsFromPaths(files);
    }

    /// All that was written, in that order, by its path: `com/acme/Notes.class`.
    Map<String, byte[]> written() {
        Map<String, byte[]> bytes = new LinkedHashMap<>();
        written.forEach((path, content) -> bytes.put(path, content.toByteArray()));
        return bytes;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
            Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
        return new MemoryFile(className.replace('.', '/') + kind.extension, kind);
    }

    @Override
    public FileObject getFileForOutput(Location location, String packageName, String name, FileObject sibling) {
        String folder = packageName.isEmpty() ? "" : packageName.replace('.', '/') + "/";
        return new MemoryFile(folder + name, JavaFileObject.Kind.OTHER);
    }

    private final class MemoryFile extends SimpleJavaFileObject {
        private final String path;

        MemoryFile(String path, Kind kind) {
            super(URI.create("memory:///" + path), kind);
            this.path = path;
        }

        @Override
        public OutputStream openOutputStream() {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            written.put(path, content);
            return content;
        }
    }
}
