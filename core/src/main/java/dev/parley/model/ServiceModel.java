package dev.parley.model;

import dev.parley.Command;
import dev.parley.Doc;
import dev.parley.Exclusive;
import dev.parley.Service;
import dev.parley.value.Access;
import dev.parley.value.JavaType;
import dev.parley.value.Shapes;
import dev.parley.value.Words;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// A service: a class with commands, read once.
///
/// @param name under which it is served
/// @param commands sorted by name
/// @param exclusive whether it serves one session at a time; null for any number
public record ServiceModel(String name, String doc, List<CommandModel> commands, @Nullable Exclusive exclusive) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

    /// Reads a class that is to be served. Its commands are its own methods marked with [Command] and those it has from
    /// interfaces that mark them.
    ///
    /// @param name null for the class's own
    /// @throws IllegalArgumentException for a class that cannot be served; the text says where, why and what would do
    public static ServiceModel ofClass(Class<?> type, @Nullable String name, Shapes shapes) {
        String service = name == null ? nameOf(type) : name;
        requireName(service, "service", type);
        ModelReader reader = new ModelReader(service, JavaType.of(type), shapes, true);
        Map<String, CommandModel> commands = new LinkedHashMap<>();
        for (Class<?> declaring : lineage(type)) {
            for (Method method : declaring.getDeclaredMethods()) {
                String command = method.isBridge() ? null : commandName(method, type);
                if (command == null) {
                    continue;
                }
                Access.requireOpen(type); // not before there are commands: a class without any needs another remedy
                requireName(command, "command", type);
                CommandModel model = reader.command(command, method);
                CommandModel same = commands.putIfAbsent(command, model);
                if (same != null && !overridden(reader, same.method(), method)) {
                    throw new IllegalArgumentException(
                            "service "
                                    + service
                                    + ": two commands are named "
                                    + command
                                    + ", "
                                    + same.method()
                                    + " and "
                                    + method
                                    + " (rename one with @Command(\"…\"))");
                }
            }
        }
        if (commands.isEmpty()) {
            throw new IllegalArgumentException(
                    "service "
                            + service
                            + ": "
                            + type
                            + " has no commands (mark the methods that may be called with @Command)");
        }
        return new ServiceModel(service, docOf(type), sorted(commands), exclusive(type, service));
    }

    /// Reads an interface that calls are to be made through: all its abstract methods, marked or not. Names of parameters
    /// are not needed.
    public static ServiceModel ofInterface(Class<?> type, @Nullable String name, Shapes shapes) {
        if (!type.isInterface()) {
            throw new IllegalArgumentException(type + " is no interface (calls can only be made through interfaces)");
        }
        String service = name == null ? nameOf(type) : name;
        ModelReader reader = new ModelReader(service, JavaType.of(type), shapes, false);
        Map<String, CommandModel> commands = new LinkedHashMap<>();
        for (Method method : type.getMethods()) {
            if (!Modifier.isAbstract(method.getModifiers()) || isOfEveryObject(method)) {
                continue;
            }
            Command mark = method.getAnnotation(Command.class);
            String command = mark == null || mark.value().isEmpty() ? method.getName() : mark.value();
            CommandModel same = commands.put(command, reader.command(command, method));
            if (same != null && !overridden(reader, same.method(), method)) {
                throw new IllegalArgumentException(
                        "interface "
                                + type.getName()
                                + ": two methods are named "
                                + command
                                + " (overloads cannot be told apart; rename one with @Command(\"…\"))");
            }
        }
        return new ServiceModel(service, docOf(type), sorted(commands), null);
    }

    private static @Nullable Exclusive exclusive(Class<?> type, String service) {
        Exclusive mark = type.getAnnotation(Exclusive.class);
        if (mark != null) {
            ModelReader.duration("service " + service + ": @Exclusive: lease", mark.lease());
            if (mark.queue() < 0) {
                throw new IllegalArgumentException(
                        "service " + service + ": @Exclusive: queue: got " + mark.queue() + " (expected at least 0)");
            }
        }
        return mark;
    }

    /// How long a session may keep others waiting without a call; zero for as long as it likes.
    public Duration lease() {
        return exclusive == null ? Duration.ZERO : ModelReader.duration("lease", exclusive.lease());
    }

    /// Interfaces may declare `equals` and the like for the sake of their documentation.
    private static boolean isOfEveryObject(Method method) {
        return Arrays.stream(Object.class.getMethods())
                .anyMatch(m ->
                        m.getName().equals(method.getName())
                                && Arrays.equals(m.getParameterTypes(), method.getParameterTypes()));
    }

    private static List<CommandModel> sorted(Map<String, CommandModel> commands) {
        return commands.values().stream().sorted(Comparator.comparing(CommandModel::name)).toList();
    }

    /// The name under which a class or interface is served when none is given.
    public static String nameOf(Class<?> type) {
        for (Class<?> each : lineage(type)) {
            Service mark = each.getAnnotation(Service.class);
            if (mark != null) {
                return mark.value().isEmpty() ? derivedName(each) : mark.value();
            }
        }
        return derivedName(type);
    }

    private static String derivedName(Class<?> type) {
        String simple = type.getSimpleName();
        String suffix = "Service";
        boolean cut = simple.endsWith(suffix) && simple.length() > suffix.length();
        return Words.snakeCase(cut ? simple.substring(0, simple.length() - suffix.length()) : simple);
    }

    /// @throws IllegalArgumentException for a text that cannot be a service's name
    public static void requireName(String name) {
        requireName(name, "", "service");
    }

    private static void requireName(String name, String what, Class<?> type) {
        requireName(name, type + ": ", what);
    }

    private static void requireName(String name, String place, String what) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    place
                            + what
                            + " name: got \""
                            + name
                            + "\" (expected letters, digits, _ and -, not beginning with a digit or -)");
        }
    }

    private static String docOf(Class<?> type) {
        for (Class<?> each : lineage(type)) {
            Doc doc = each.getAnnotation(Doc.class);
            if (doc != null) {
                return doc.value();
            }
        }
        return lineage(type).stream()
                .map(each -> SourceNotes.of(each).doc())
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    /// The class, its superclasses, and then all interfaces of them.
    static Set<Class<?>> lineage(Class<?> type) {
        Set<Class<?>> found = new LinkedHashSet<>();
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
            found.add(c);
        }
        List<Class<?>> rest = new ArrayList<>(found);
        while (!rest.isEmpty()) {
            for (Class<?> each : rest.removeFirst().getInterfaces()) {
                if (found.add(each)) {
                    rest.add(each);
                }
            }
        }
        return found;
    }

    /// The name that a method is served under; null for a method that is no command.
    private static @Nullable String commandName(Method method, Class<?> type) {
        Command mark = method.getAnnotation(Command.class);
        Class<?> declaring = method.getDeclaringClass();
        boolean byInterface =
                declaring.isInterface()
                        && declaring.isAnnotationPresent(Command.class)
                        && Modifier.isAbstract(method.getModifiers());
        if (mark == null && !byInterface) {
            return null;
        }
        if (Modifier.isPrivate(method.getModifiers()) || Modifier.isStatic(method.getModifiers())) {
            throw new IllegalArgumentException(
                    type
                            + ": method "
                            + method.getName()
                            + " is marked @Command but is "
                            + (Modifier.isStatic(method.getModifiers()) ? "static" : "private")
                            + " (make it an instance method that is not private)");
        }
        return mark == null || mark.value().isEmpty() ? method.getName() : mark.value();
    }

    /// Whether two methods of the same name are the same one, seen in a class and in its supertype.
    private static boolean overridden(ModelReader reader, Method one, Method other) {
        return one.getDeclaringClass() != other.getDeclaringClass()
                && one.getName().equals(other.getName())
                && reader.types(one).equals(reader.types(other));
    }
}
