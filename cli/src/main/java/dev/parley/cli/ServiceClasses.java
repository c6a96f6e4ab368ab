package dev.parley.cli;

import dev.parley.Command;
import dev.parley.Service;

import java.io.IOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Tells which classes can be served: those that, or a type they inherit from, are marked with [Service] or [Command], or
/// have a method that is.
final class ServiceClasses {
    private static final List<String> MARKS =
            List.of(Service.class.descriptorString(), Command.class.descriptorString());

    private ServiceClasses() {}

    static boolean isService(Class<?> type) {
        return !type.isInterface() && !type.isEnum() && !Modifier.isAbstract(type.getModifiers()) && isMarked(type);
    }

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

    // ---- in a jar

    /// What is read of a class file.
    ///
    /// @param concrete whether there can be objects of it
    /// @param parents the types it inherits from, by their paths
    private record Seen(boolean marked, boolean concrete, List<String> parents) {}

    /// The names of a jar's own classes that can be served, in its order. Its class files are read, none is loaded. Ours,
    /// which may be packed with a program, do not count.
    static List<String> inJar(Path jar) throws IOException {
        Map<String, Seen> classes = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : zip.stream().filter(ServiceClasses::isClass).toList()) {
                ClassModel model = ClassFile.of().parse(zip.getInputStream(entry).readAllBytes());
                classes.put(model.thisClass().asInternalName(), read(model));
            }
        }
        List<String> names = new ArrayList<>();
        classes.forEach((path, seen) -> {
            if (seen.concrete && isMarked(path, classes)) {
                names.add(path.replace('/', '.'));
            }
        });
        return names;
    }

    private static boolean isClass(ZipEntry entry) {
        String path = entry.getName();
        return path.endsWith(".class")
                && !path.startsWith("META-INF/")
                && !path.startsWith("dev/parley/")
                && !path.endsWith("module-info.class");
    }

    private static Seen read(ClassModel model) {
        boolean marked = isMarked(model) || model.methods().stream().anyMatch(ServiceClasses::isMarked);
        List<String> parents = new ArrayList<>();
        model.superclass().ifPresent(parent -> parents.add(parent.asInternalName()));
        model.interfaces().stream().map(ClassEntry::asInternalName).forEach(parents::add);
        boolean concrete =
                !model.flags().has(AccessFlag.INTERFACE)
                        && !model.flags().has(AccessFlag.ABSTRACT)
                        && !model.flags().has(AccessFlag.ENUM);
        return new Seen(marked, concrete, parents);
    }

    private static boolean isMarked(AttributedElement element) {
        return element.findAttribute(Attributes.runtimeVisibleAnnotations()).stream()
                .flatMap(all -> all.annotations().stream())
                .map(Annotation::className)
                .anyMatch(name -> MARKS.contains(name.stringValue()));
    }

    private static boolean isMarked(String path, Map<String, Seen> classes) {
        Seen seen = classes.get(path);
        return seen != null && (seen.marked || seen.parents.stream().anyMatch(each -> isMarked(each, classes)));
    }
}
