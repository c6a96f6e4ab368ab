package dev.parley.processor;

import java.util.stream.Collectors;

import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/// Names types as [Class#getName()] does, so that run time comes to the same text from a [java.lang.reflect.Method].
final class ErasedNames {
    private final Elements elements;
    private final Types types;

    ErasedNames(Elements elements, Types types) {
        this.elements = elements;
        this.types = types;
    }

    /// Such as `find(java.lang.String,[I,a.Outer$Inner)`.
    String signature(ExecutableElement method) {
        return method.getParameters().stream()
                .map(VariableElement::asType)
                .map(this::name)
                .collect(Collectors.joining(",", method.getSimpleName() + "(", ")"));
    }

    private String name(TypeMirror type) {
        return switch (type.getKind()) {
            case ARRAY -> '[' + component(((ArrayType) type).getComponentType());
            case BOOLEAN -> "boolean";
            case BYTE -> "byte";
            case CHAR -> "char";
            case DOUBLE -> "double";
            case FLOAT -> "float";
            case INT -> "int";
            case LONG -> "long";
            case SHORT -> "short";
            default -> declaredName(types.erasure(type));
        };
    }

    /// As in a descriptor, but with dots: JVMS section 4.3.2.
    private String component(TypeMirror type) {
        return switch (type.getKind()) {
            case ARRAY -> name(type);
            case BOOLEAN -> "Z";
            case BYTE -> "B";
            case CHAR -> "C";
            case DOUBLE -> "D";
            case FLOAT -> "F";
            case INT -> "I";
            case LONG -> "J";
            case SHORT -> "S";
            default -> 'L' + declaredName(types.erasure(type)) + ';';
        };
    }

    private String declaredName(TypeMirror erased) {
        // What is neither is an error that the compiler reports itself.
        return erased instanceof DeclaredType declared && declared.asElement() instanceof TypeElement type
                ? elements.getBinaryName(type).toString()
                : erased.toString();
    }
}
