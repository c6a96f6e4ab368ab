package dev.parley.cli;

import dev.parley.Code;
import dev.parley.Command;
import dev.parley.RpcException;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.annotation.processing.Processor;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/// Compiles Java sources in memory, with the annotation processor that keeps their Javadoc, and finds the classes in them
/// that can be served.
final class Sources {
    private final Console console;
    private final List<String> path;
    private final ClassLoader parent;

    /// @param path what the sources may use beside what this program has: jars and folders
    /// @param parent loads it
    Sources(Console console, List<String> path, ClassLoader parent) {
        this.console = console;
        this.path = path;
        this.parent = parent;
    }

    /// @param places source files, and folders of them
    /// @throws RpcException where there is no service in them; what the compiler has to say is on standard error then
    List<Class<?>> services(List<Path> places) {
        String named = places.stream().map(Path::toString).collect(Collectors.joining(", "));
        List<Path> files = files(places);
        if (files.isEmpty()) {
            throw Failures.usage("no .java file in " + named);
        }
        List<Class<?>> services = new ArrayList<>();
        for (Class<?> type : compile(files, named)) {
            if (ServiceClasses.isService(type)) {
                services.add(type);
            }
        }
        if (services.isEmpty()) {
            throw Failures.usage(
                    "no service in "
                            + named
                            + " (mark the methods that may be called with @Command, and the"
                            + " class with @Service to give it a name)");
        }
        return services;
    }

    static List<Path> files(List<Path> places) {
        List<Path> files = new ArrayList<>();
        for (Path place : places) {
            if (!Files.isDirectory(place)) {
                files.add(place);
                continue;
            }
            try (Stream<Path> all = Files.walk(place)) {
                all.filter(file -> file.toString().endsWith(".java") && !file.endsWith("module-info.java"))
                        .sorted()
                        .forEach(files::add);
            } catch (IOException | UncheckedIOException e) {
                throw Failures.usage("cannot read " + place + ": " + e.getMessage());
            }
        }
        return files;
    }

    private List<Class<?>> compile(List<Path> files, String named) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new RpcException(Code.FAILED_PRECONDITION, "no compiler in this Java (use a JDK)");
        }
        StringWriter said = new StringWriter();
        try (MemoryFiles memory = new MemoryFiles(compiler.getStandardFileManager(null, null, null))) {
            JavaCompiler.CompilationTask task =
                    compiler.getTask(said, memory, null, options(), null, memory.sources(files));
            task.setProcessors(processors());
            if (!task.call()) {
                console.error(said.toString().stripTrailing());
                throw Failures.usage(named + " cannot be compiled");
            }
            return new MemoryLoader(memory.written(), parent).classes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What this program sees, the sources see, too: also where it was not started with a class path.
    private List<String> options() {
        CodeSource core = Command.class.getProtectionDomain().getCodeSource();
        Path place = core == null ? Path.of("") : Path.of(URI.create(core.getLocation().toString()));
        List<String> all = new ArrayList<>(path);
        all.add(System.getProperty("java.class.path", ""));
        all.add(place.toString());
        return List.of("-g", "-nowarn", "-classpath", String.join(File.pathSeparator, all));
    }

    /// Ours only; others that may be on the path are none of a served file's business.
    private static List<Processor> processors() {
        return ServiceLoader.load(Processor.class, Sources.class.getClassLoader()).stream()
                .filter(provider -> provider.type().getName().startsWith("dev.parley."))
                .map(ServiceLoader.Provider::get)
                .toList();
    }
}
