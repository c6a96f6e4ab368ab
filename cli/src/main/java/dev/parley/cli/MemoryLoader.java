package dev.parley.cli;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Loads classes, and what lies beside them, from memory.
final class MemoryLoader extends ClassLoader {
    private static final String CLASS = ".class";

    private final Map<String, byte[]> files;

    /// @param files by path: `com/acme/Notes.class`
    MemoryLoader(Map<String, byte[]> files, ClassLoader parent) {
        super(parent);
        this.files = files;
    }

    /// All classes, in the order of the files.
    List<Class<?>> classes() {
        List<Class<?>> classes = new ArrayList<>();
        for (String path : files.keySet()) {
            if (path.endsWith(CLASS)) {
                String name = path.substring(0, path.length() - CLASS.length()).replace('/', '.');
                try {
                    classes.add(loadClass(name));
                } catch (ClassNotFoundException e) {
                    throw new IllegalStateException(e); // they are all here
                }
            }
        }
        return classes;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = files.get(name.replace('.', '/') + CLASS);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
        byte[] bytes = files.get(name);
        return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
    }
}
