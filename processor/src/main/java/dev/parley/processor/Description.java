package dev.parley.processor;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/// What is stored of one type: its text, and of each command and constructor the names of the parameters and the texts.
/// Texts that are empty are left out.
final class Description {
    private final Properties entries = new Properties();
    private final Elements elements;
    private final ErasedNames names;

    private Description(Elements elements, Types types) {
        this.elements = elements;
        this.names = new ErasedNames(elements, types);
    }

    /// Null if there is nothing to say: the type has no commands and is not a record with documented components.
    static @Nullable Description of(TypeElement type, Elements elements, Types types) {
        var description = new Description(elements, types);
        boolean documented = description.addType(type);
        boolean marked = Marks.isMarked(type);
        for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
            if (marked ? isOffered(method) : Marks.isCommand(method)) {
                description.addMethod(method);
            }
        }
        boolean hasCommands = Marks.hasCommands(type);
        if (hasCommands) {
            ElementFilter.constructorsIn(type.getEnclosedElements()).forEach(description::addConstructor);
        }
        return documented || hasCommands ? description : null;
    }

    /// Whether the method may be a command by the mark on an interface's.
    private static boolean isOffered(ExecutableElement method) {
        Set<Modifier> modifiers = method.getModifiers();
        return !modifiers.contains(Modifier.PRIVATE) && !modifiers.contains(Modifier.STATIC);
    }

    /// Whether a component of the type is documented.
    private boolean addType(TypeElement type) {
        Comment comment = Comment.of(type, elements);
        type.getRecordComponents().forEach(component -> addParam("", component, comment));
        boolean documented = !entries.isEmpty();
        add("doc", comment.description());
        return documented;
    }

    /// Servers may make the object of what their users say.
    private void addConstructor(ExecutableElement constructor) {
        if (!constructor.getModifiers().contains(Modifier.PRIVATE) && !constructor.getParameters().isEmpty()) {
            addParameters(constructor, Comment.of(constructor, elements));
        }
    }

    private String addParameters(ExecutableElement method, Comment comment) {
        String prefix = names.signature(method) + '.';
        entries.setProperty(
                prefix + "names",
                method.getParameters().stream().map(VariableElement::getSimpleName).collect(Collectors.joining(",")));
        method.getParameters().forEach(parameter -> addParam(prefix, parameter, comment));
        return prefix;
    }

    private void addMethod(ExecutableElement method) {
        Comment comment = Comment.of(method, elements);
        String prefix = addParameters(method, comment);
        add(prefix + "doc", comment.description());
        add(prefix + "return", comment.result());
        comment.failures().forEach((type, text) -> add(prefix + "throws." + type, text));
    }

    private void addParam(String prefix, Element parameter, Comment comment) {
        String name = parameter.getSimpleName().toString();
        add(prefix + "param." + name, comment.param(name));
    }

    private void add(String key, String text) {
        if (!text.isEmpty()) {
            entries.setProperty(key, text);
        }
    }

    /// The entries as `Properties` text, the same for the same entries: sorted by key (as `store` does), lines end with
    /// `\n`, no date.
    String toProperties() {
        var out = new StringWriter();
        try {
            entries.store(out, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // A # that is not the date's stands escaped.
        return out.toString()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line + '\n')
                .collect(Collectors.joining());
    }
}
