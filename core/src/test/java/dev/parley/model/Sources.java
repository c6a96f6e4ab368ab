package dev.parley.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Service;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.tools.ToolProvider;

/// Compiles classes as users do who have no annotation processor.
final class Sources {
    private final Path folder;
    private final List<String> options = new ArrayList<>(List.of("-proc:none"));

    /// @param folder empty, for the sources and the classes
    Sources(Path folder) throws URISyntaxException {
        this.folder = folder;
        Path core = Path.of(Service.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        options.addAll(List.of("-d", folder.toString(), "-cp", core.toString()));
    }

    Sources withParameterNames() {
        options.add("-parameters");
        return this;
    }

    /// Writes what the annotation processor would have written.
    Sources withNotes(String className, String notes) throws IOException {
        Path file = folder.resolve(className.replace('.', '/') + ".parley");
        Files.createDirectories(file.getParent());
        Files.writeString(file, notes);
        return this;
    }

    /// Compiles a source file of package `app` and loads a class of it.
    Class<?> compile(String className, String source) throws IOException, ReflectiveOperationException {
        Path file = Files.createDirectories(folder.resolve("src/app")).resolve(className + ".java");
        Files.writeString(file, "package app;\nimport dev.parley.*;\nimport java.util.stream.*;\n" + source);
        List<String> arguments = new ArrayList<>(options);
        arguments.add(file.toString());
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(status).as("javac %s", arguments).isZero();
        URL[] urls = {folder.toUri().toURL()};
        return new URLClassLoader(urls, Sources.class.getClassLoader()).loadClass("app." + className);
    }
}
