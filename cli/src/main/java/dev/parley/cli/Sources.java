package dev.parley.cli;

import dev.parley.Code;
import dev.parley.Command;
import dev.parley.RpcException;
import dev.parley.Service;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
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

/// Makes services of Java sources: compiles them in memory, with the annotation processor that keeps their Javadoc, and
/// makes an object of each class that can be served.
final class Sources {
    private final Console console;

    Sources(Console console) {
        this.console = console;
    }

    /// @param places source files, and folders of them
    /// @throws RpcException where there is no service in them; what the compiler has to say is on standard error then
    List<Object> services(List<Path> places) {
        String named = places.stream().map(Path::toString).collect(Collectors.joining(", "));
        List<Path> files = files(places);
        if (files.isEmpty()) {
            throw Failures.usage("no .java file in " + named);
        }
        List<Object> services = new ArrayList<>();
        for (Class<?> type : compile(files, named)) {
            if (isService(type)) {
                services.add(make(type));
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

    private static List<Path> files(List<Path> places) {
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
            return new MemoryLoader(memory.written(), Sources.class.getClassLoader()).classes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What this program sees, the sources see, too: also where it was not started with a class path.
    private static List<String> options() {
        CodeSource core = Command.class.getProtectionDomain().getCodeSource();
        Path place = core == null ? Path.of("") : Path.of(URI.create(core.getLocation().toString()));
        String path = System.getProperty("java.class.path", "") + File.pathSeparator + place;
        return List.of("-g", "-nowarn", "-classpath", path);
    }

    /// Ours only; others that may be on the path are none of a served file's business.
    private static List<Processor> processors() {
        return ServiceLoader.load(Processor.class, Sources.class.getClassLoader()).stream()
                .filter(provider -> provider.type().getName().startsWith("dev.parley."))
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    private static boolean isService(Class<?> type) {
        if (type.isInterface() || type.isEnum() || Modifier.isAbstract(type.getModifiers())) {
            return false;
        }
        return isMarked(type);
    }

    /// Whether the class, or a type it inherits from, is marked or has a method that is.
    private static boolean isMarked(Class<?> type) {
        if (type.isAnnotationPresent(Service.class) || type.isAnnotationPresent(Command.class)) {
            return true;
        }
        for (Method method : type.getDeclaredMethods()) {
            if (method.isAnnotationPresent(Command.class)) {
                return true;
            }
        }
        for (Class<?> each : type.getInterfaces()) {
            if (isMarked(each)) {
                return true;
            }
        }
        Class<?> parent = type.getSuperclass();
        return parent != null && isMarked(parent);
    }

    private static Object make(Class<?> type) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (NoSuchMethodException e) {
            boolean inner = type.getEnclosingClass() != null && !Modifier.isStatic(type.getModifiers());
            throw Failures.usage(
                    "class "
                            + type.getName()
                            + " cannot be served: it has no constructor without parameters"
                            + " (give it one"
                            + (inner ? ", and make the class static" : "")
                            + ")");
        } catch (InvocationTargetException e) {
            throw new RpcException(
                    Code.INTERNAL, "the constructor of " + type.getName() + " failed: " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw Failures.usage("class " + type.getName() + " cannot be served: " + e.getMessage());
        }
    }
}
