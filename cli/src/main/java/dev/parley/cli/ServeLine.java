package dev.parley.cli;

import dev.parley.services.FileService;
import dev.parley.services.HealthService;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The words behind `serve`: what is to be served, and options of its services. Which of them takes a value is only known
/// when its service is.
final class ServeLine {
    static final String HEALTH = "health";

    /// Served when they are asked for, but for the first, which always is.
    static final Map<String, Class<?>> BUILT_IN = new LinkedHashMap<>();

    static {
        BUILT_IN.put(HEALTH, HealthService.class);
        BUILT_IN.put("file", FileService.class);
    }

    /// How often options may turn out to be other than they were taken for.
    private static final int ROUNDS = 5;

    private final Console console;
    private final List<String> words;
    private final List<String> what = new ArrayList<>();
    private final List<Path> sources = new ArrayList<>();
    private final List<String> classPath = new ArrayList<>();
    private final Map<List<String>, ClassLoader> loaders = new LinkedHashMap<>();

    ServeLine(Console console, Options options) {
        this.console = console;
        words = options.words;
        for (String each : options.all("--classpath")) {
            for (String place : each.split(File.pathSeparator)) {
                if (!Files.exists(Path.of(place))) {
                    throw Failures.usage("--classpath: no file " + place);
                }
                classPath.add(place);
            }
        }
    }

    /// Whether an option of a service is meant: `--docs.root`.
    static boolean isOfService(String option) {
        return option.startsWith("--") && option.indexOf('.') > 2;
    }

    /// The built-in services that words name.
    static List<ServedService> builtIn(List<String> words) {
        List<ServedService> found = new ArrayList<>();
        for (String word : words) {
            int colon = word.lastIndexOf(':');
            Class<?> type = BUILT_IN.get(colon < 0 ? word : word.substring(0, colon));
            if (type != null) {
                String name = colon < 0 ? null : word.substring(colon + 1);
                found.add(new ServedService(name, type, false, InputStream.nullInputStream()));
            }
        }
        return found;
    }

    /// Finds the services, those of sources anew with each call, and gives them their options.
    ///
    /// @throws dev.parley.RpcException for what cannot be served
    List<ServedService> read() {
        what.clear();
        for (int i = 0; i < words.size(); i++) {
            if (!isOfService(words.get(i))) {
                what.add(words.get(i));
            } else if (!words.get(i).contains("=") && hasValue(i) && !isSource(words.get(i + 1))) {
                i++; // its value perhaps
            }
        }
        for (int round = 1; ; round++) {
            List<ServedService> services = find();
            List<String> now = new ArrayList<>();
            String unknown = assign(services, now);
            if (now.equals(what) || round == ROUNDS) {
                if (!unknown.isEmpty()) {
                    throw Failures.usage(unknown);
                }
                return services;
            }
            what.clear();
            what.addAll(now);
        }
    }

    private boolean hasValue(int option) {
        return option + 1 < words.size() && !isOfService(words.get(option + 1));
    }

    /// @param rest is given the words that are no options
    /// @return what is to be said of one of no service; empty for none
    private String assign(List<ServedService> services, List<String> rest) {
        String unknown = "";
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!isOfService(word)) {
                rest.add(word);
                continue;
            }
            int equals = word.indexOf('=');
            String option = equals < 0 ? word : word.substring(0, equals);
            String name = option.substring(2, option.indexOf('.'));
            String typed = option.substring(option.indexOf('.') + 1);
            ServedService service = find(name, services);
            String value = equals < 0 ? null : word.substring(equals + 1);
            if (value == null && hasValue(i) && (service == null || !service.isFlag(typed))) {
                value = words.get(++i);
            }
            if (service != null) {
                service.set(typed, value);
            } else if (unknown.isEmpty()) {
                List<String> names = services.stream().map(ServedService::name).toList();
                unknown = option + ": no service \"" + name + "\" is served (" + Nearest.hint(name, names) + ")";
            }
        }
        return unknown;
    }

    private static @Nullable ServedService find(String name, List<ServedService> services) {
        return services.stream().filter(each -> each.name().equals(name)).findFirst().orElse(null);
    }

    /// The words that were found to be no options.
    List<String> what() {
        return List.copyOf(what);
    }

    /// The source files and folders that were found among the words.
    List<Path> sources() {
        return List.copyOf(sources);
    }

    // ---- what is served

    private List<ServedService> find() {
        if (what.isEmpty()) {
            throw Failures.usage("serve what? (parley serve FILE.java, or parley serve health)");
        }
        sources.clear();
        List<ServedService> others = new ArrayList<>();
        List<String> path = new ArrayList<>(classPath);
        what.stream().filter(word -> word.endsWith(".jar")).forEach(path::add);
        for (String word : what) {
            if (isSourceOrFolder(word)) {
                sources.add(Path.of(word));
            } else {
                others.addAll(other(word, path));
            }
        }
        List<ServedService> all = new ArrayList<>();
        if (!sources.isEmpty()) {
            for (Class<?> type : new Sources(console, path, loader(path)).services(sources)) {
                all.add(new ServedService(null, type, true, console.in()));
            }
        }
        all.addAll(others);
        Set<String> names = new HashSet<>();
        for (ServedService service : all) {
            if (!names.add(service.name())) {
                throw Failures.usage(
                        "two services are named " + service.name() + " (give one another name, as in file:other)");
            }
        }
        return all;
    }

    /// Files, but not folders, which options may be about.
    private static boolean isSource(String word) {
        return word.endsWith(".java") || word.endsWith(".jar");
    }

    private static boolean isSourceOrFolder(String word) {
        try {
            Path path = Path.of(word);
            return Files.isDirectory(path) || word.endsWith(".java") && Files.exists(path);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private List<ServedService> other(String word, List<String> path) {
        if (word.endsWith(".java")) {
            throw Failures.usage("no file " + word);
        } else if (word.endsWith(".jar")) {
            return ofJar(word, path);
        }
        int colon = word.lastIndexOf(':');
        String name = colon < 0 ? word : word.substring(0, colon);
        String alias = colon < 0 ? null : word.substring(colon + 1);
        Class<?> type = BUILT_IN.get(name);
        if (type == null && !path.isEmpty()) {
            try {
                type = Class.forName(name, false, loader(path));
            } catch (ClassNotFoundException | LinkageError e) {
                throw Failures.usage("no class " + name + " in " + String.join(File.pathSeparator, path));
            }
        }
        if (type == null) {
            throw Failures.usage(
                    "cannot serve "
                            + word
                            + " (expected a .java file, a folder of them, a .jar file, a class of --classpath, or one"
                            + " of: "
                            + String.join(", ", BUILT_IN.keySet())
                            + ")");
        }
        return List.of(new ServedService(alias, type, false, console.in()));
    }

    private List<ServedService> ofJar(String jar, List<String> path) {
        List<ServedService> found = new ArrayList<>();
        try {
            for (String name : ServiceClasses.inJar(Path.of(jar))) {
                Class<?> type = Class.forName(name, false, loader(path));
                found.add(new ServedService(null, type, false, console.in()));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw Failures.usage("cannot read " + jar + ": " + Failures.why(e));
        } catch (ClassNotFoundException | LinkageError e) {
            throw Failures.usage("cannot serve " + jar + ": " + e + " (what it needs has to be in --classpath)");
        }
        if (found.isEmpty()) {
            throw Failures.usage("no service in " + jar + " (none of its classes is marked with @Service or @Command)");
        }
        return found;
    }

    /// One for each class path, so that a class is the same whenever it is asked for.
    private ClassLoader loader(List<String> path) {
        ClassLoader own = ServeLine.class.getClassLoader();
        return path.isEmpty() ? own : loaders.computeIfAbsent(path, _ -> new URLClassLoader(urls(path), own));
    }

    private static URL[] urls(List<String> path) {
        URL[] urls = new URL[path.size()];
        for (int i = 0; i < urls.length; i++) {
            try {
                urls[i] = Path.of(path.get(i)).toUri().toURL();
            } catch (MalformedURLException e) {
                throw new IllegalStateException(e); // a file has one
            }
        }
        return urls;
    }
}
