package dev.parley.model;

import dev.parley.Doc;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What the annotation processor has stored beside a class: the names of parameters, and the Javadoc.
final class SourceNotes {
    private static final RecordComponent[] NO_COMPONENTS = {};

    private final Properties notes;

    private SourceNotes(Properties notes) {
        this.notes = notes;
    }

    /// The notes of a class; empty ones where it was compiled without the processor.
    static SourceNotes of(Class<?> type) {
        String binary = type.getName();
        String file = binary.substring(binary.lastIndexOf('.') + 1) + ".parley";
        Properties notes = new Properties();
        try (InputStream in = type.getResourceAsStream(file)) {
            if (in != null) {
                notes.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + " beside " + type, e);
        }
        return new SourceNotes(notes);
    }

    String doc() {
        return notes.getProperty("doc", "");
    }

    private static String key(Executable method) {
        return (method instanceof Constructor ? "<init>" : method.getName())
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getName)
                        .collect(Collectors.joining(",", "(", ")"));
    }

    /// The names of a method's or constructor's parameters; null where they are not known.
    String @Nullable [] names(Executable method) {
        String names = notes.getProperty(key(method) + ".names");
        if (names == null) {
            return null;
        }
        return names.isEmpty() ? new String[0] : names.split(",");
    }

    String doc(Method method) {
        return notes.getProperty(key(method) + ".doc", "");
    }

    String parameterDoc(Executable method, String parameter) {
        return notes.getProperty(key(method) + ".param." + parameter, "");
    }

    /// What is said of exceptions, by their simple names.
    Map<String, String> errorDocs(Method method) {
        String prefix = key(method) + ".throws.";
        Map<String, String> docs = new TreeMap<>();
        for (String key : notes.stringPropertyNames()) {
            if (key.startsWith(prefix)) {
                docs.put(key.substring(prefix.length()), notes.getProperty(key));
            }
        }
        return docs;
    }

    /// What is said of a record's component; empty for other classes.
    static String componentDoc(Class<?> type, String component) {
        for (RecordComponent each : type.isRecord() ? type.getRecordComponents() : NO_COMPONENTS) {
            if (each.getName().equals(component)) {
                Doc doc = each.getAnnotation(Doc.class);
                return doc != null ? doc.value() : of(type).notes.getProperty("param." + component, "");
            }
        }
        return "";
    }

    String resultDoc(Method method) {
        return notes.getProperty(key(method) + ".return", "");
    }
}
