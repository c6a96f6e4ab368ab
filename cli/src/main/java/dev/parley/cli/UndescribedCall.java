package dev.parley.cli;

import dev.parley.Client;
import dev.parley.RemoteCommand;
import dev.parley.model.ServiceDescriptor;
import dev.parley.value.ValueException;
import dev.parley.wire.CommandName;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A call to a server that does not tell what it offers, as typed: a method, such as `subtract` or `notes.add`; its
/// arguments by position, as JSON where they look like it, else text; those by name as `NAME=VALUE`.
final class UndescribedCall {
    static final ServiceDescriptor.Result RESULT = new ServiceDescriptor.Result("", false, "any", Map.of());

    private static final Schema ANY = Schema.of(Map.of());

    private final String method;
    private final List<@Nullable Object> positional = new ArrayList<>();
    private final Map<String, @Nullable Object> named = new LinkedHashMap<>();

    /// @param words the method, and what belongs to it
    /// @param options takes those of `parley` that stand among the words
    /// @throws dev.parley.RpcException for what cannot be understood
    UndescribedCall(List<String> words, Options options) {
        method = words.getFirst();
        boolean values = false; // behind `--`
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--") && !values) {
                values = true;
            } else if (CommandLine.isOption(word) && !values) {
                i += option(word, i + 1 < words.size() ? words.get(i + 1) : null, options);
            } else if (word.matches("(?s)[\\p{L}_][\\w.-]*=.*") && !values) {
                int equals = word.indexOf('=');
                named.put(word.substring(0, equals), value(word.substring(equals + 1)));
            } else {
                positional.add(value(word));
            }
        }
    }

    private @Nullable Object value(String text) {
        try {
            return ValueText.parse(text, ANY);
        } catch (ValueException e) {
            throw Failures.usage(method + ": " + e.getMessage());
        }
    }

    /// @param next the word behind it; null for none
    /// @return how many further words it takes
    private int option(String word, @Nullable String next, Options options) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        Option ours = options.behindCommand(name);
        String value = equals < 0 ? next : word.substring(equals + 1);
        if (ours == null) {
            throw Failures.usage(
                    method
                            + ": no option "
                            + name
                            + " (expected NAME=VALUE for an argument by name, -- before values)");
        } else if (!ours.isFlag() && value == null) {
            throw Failures.usage(method + ": " + name + " needs a value");
        }
        options.put(name, ours.isFlag() ? "" : String.valueOf(value));
        return equals < 0 && !ours.isFlag() ? 1 : 0;
    }

    @Nullable Object make(Client client) {
        CommandName name = CommandName.of(method);
        RemoteCommand<@Nullable Object> call = client.service(name.service()).command(name.command());
        RemoteCommand<@Nullable Object> given = positional.isEmpty() ? call : call.with(positional.toArray());
        return (named.isEmpty() ? given : given.with(named)).call();
    }
}
