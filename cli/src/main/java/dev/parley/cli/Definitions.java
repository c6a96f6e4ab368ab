package dev.parley.cli;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Gathers the named types that schemas carry in their `$defs`, each of its own, in one place of a document: those that
/// are the same once, those that merely have the same name under different ones. All names are identifiers.
final class Definitions {
    private static final String DEFS = "$defs";

    private final String prefix;
    private final Map<String, Map<?, ?>> originals = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> all = new LinkedHashMap<>();

    /// @param prefix what stands before a name where the document refers to it, such as `#/$defs/`
    Definitions(String prefix) {
        this.prefix = prefix;
    }

    /// Takes a schema's definitions.
    ///
    /// @return the schema without them, as part of the document
    Map<String, Object> take(Map<?, ?> schema) {
        Map<String, String> renames = new LinkedHashMap<>();
        Map<String, Map<?, ?>> fresh = new LinkedHashMap<>();
        if (schema.get(DEFS) instanceof Map<?, ?> own) {
            for (Map.Entry<?, ?> entry : own.entrySet()) {
                if (entry.getValue() instanceof Map<?, ?> definition) {
                    String name = String.valueOf(entry.getKey());
                    String target = free(identifier(name), definition);
                    renames.put(name, target);
                    if (originals.putIfAbsent(target, definition) == null) {
                        fresh.put(target, definition);
                    }
                }
            }
        }
        fresh.forEach((name, definition) -> all.put(name, rewritten(definition, renames)));
        Map<String, Object> rewritten = rewritten(schema, renames);
        rewritten.remove(DEFS);
        return rewritten;
    }

    /// By name.
    Map<String, Map<String, Object>> all() {
        return all;
    }

    /// The name that a reference of the document means.
    String name(String reference) {
        return reference.substring(prefix.length());
    }

    private String free(String name, Map<?, ?> definition) {
        String free = name;
        for (int i = 2; originals.containsKey(free) && !definition.equals(originals.get(free)); i++) {
            free = name + i;
        }
        return free;
    }

    /// `Page_Note` for `Page<Note>`.
    private static String identifier(String name) {
        StringBuilder identifier = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean part = c < 128 && (Character.isLetterOrDigit(c) || c == '_');
            if (part) {
                identifier.append(c);
            } else if (!identifier.isEmpty() && identifier.charAt(identifier.length() - 1) != '_') {
                identifier.append('_');
            }
        }
        while (identifier.length() > 1 && identifier.charAt(identifier.length() - 1) == '_') {
            identifier.setLength(identifier.length() - 1);
        }
        boolean starts = !identifier.isEmpty() && Character.isLetter(identifier.charAt(0));
        return starts ? identifier.toString() : "Type" + identifier;
    }

    private Map<String, Object> rewritten(Map<?, ?> node, Map<String, String> renames) {
        Map<String, Object> rewritten = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : node.entrySet()) {
            String key = String.valueOf(entry.getKey());
            if (key.equals("$ref") && entry.getValue() instanceof String reference) {
                String name = Schema.definition(reference);
                rewritten.put(key, prefix + renames.getOrDefault(name, name));
            } else {
                rewritten.put(key, rewritten(entry.getValue(), renames));
            }
        }
        return rewritten;
    }

    private @Nullable Object rewritten(@Nullable Object value, Map<String, String> renames) {
        if (value instanceof Map<?, ?> map) {
            return rewritten(map, renames);
        } else if (value instanceof List<?> list) {
            List<@Nullable Object> elements = new ArrayList<>();
            list.forEach(each -> elements.add(rewritten(each, renames)));
            return elements;
        }
        return value;
    }
}
