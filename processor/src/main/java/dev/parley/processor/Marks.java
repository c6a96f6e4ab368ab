package dev.parley.processor;

import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;

/// What marks a type as worth describing.
final class Marks {
    private static final String SERVICE = "dev.parley.Service";
    private static final String COMMAND = "dev.parley.Command";

    private Marks() {}

    /// A record without a mark is only worth it if its components are documented.
    static boolean mayBeDescribed(TypeElement type) {
        return type.getKind() != ElementKind.ANNOTATION_TYPE && (hasCommands(type) || isOpenRecord(type));
    }

    /// Whether the type as a whole is a service or a set of commands.
    static boolean isMarked(TypeElement type) {
        return has(type, SERVICE) || has(type, COMMAND);
    }

    static boolean isCommand(Element method) {
        return has(method, COMMAND);
    }

    static boolean hasCommands(TypeElement type) {
        return isMarked(type)
                || ElementFilter.methodsIn(type.getEnclosedElements()).stream().anyMatch(Marks::isCommand);
    }

    private static boolean isOpenRecord(TypeElement type) {
        return type.getKind() == ElementKind.RECORD && !type.getModifiers().contains(Modifier.PRIVATE);
    }

    private static boolean has(Element element, String annotation) {
        return element.getAnnotationMirrors().stream()
                .anyMatch(mirror ->
                        mirror.getAnnotationType().asElement() instanceof TypeElement type
                                && type.getQualifiedName().contentEquals(annotation));
    }
}
