package dev.parley.cli;

import dev.parley.value.ValueException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Options that a user has written down under a name, `@staging`, in `$XDG_CONFIG_HOME/parley/config.json`, else
/// `~/.config`:
///
/// ```json
/// {"profiles": {"staging": {"url": "tls://notes.example.org:12321", "token": "s3cret", "meta": {"team": "blue"}}}}
/// ```
///
/// The names are those of the options. Those of a command line stand behind them, and so count where only one can.
final class Profile {
    private static final int GROUPS = 3; // behind the owner's permissions in a text such as rw-r--r--

    private final Path file;
    private final String name;
    private final Map<?, ?> entries;

    private Profile(Path file, String name, Map<?, ?> entries) {
        this.file = file;
        this.name = name;
        this.entries = entries;
    }

    /// @throws dev.parley.RpcException where there is none of that name, or the file is not what it should be
    static Profile find(String name, Console console) {
        Path file = file(console);
        if (!Files.exists(file)) {
            throw Failures.usage("no profile \"" + name + "\" (" + file + " is not there)");
        }
        Object read;
        try {
            read = JsonValues.parse("@" + file);
        } catch (ValueException e) {
            throw Failures.usage(file + ": " + e.getMessage());
        }
        if (!(read instanceof Map<?, ?> all) || !(all.get("profiles") instanceof Map<?, ?> profiles)) {
            throw Failures.usage(file + ": expected {\"profiles\": {\"NAME\": {\"url\": …}}}");
        }
        List<String> names = new ArrayList<>();
        for (Object each : profiles.keySet()) {
            names.add(String.valueOf(each));
        }
        if (profiles.values().stream().anyMatch(each -> each instanceof Map<?, ?> map && map.containsKey("token"))) {
            warnOfReaders(file, console);
        }
        if (!(profiles.get(name) instanceof Map<?, ?> entries)) {
            throw Failures.usage("no profile \"" + name + "\" in " + file + " (" + Nearest.hint(name, names) + ")");
        }
        return new Profile(file, name, entries);
    }

    /// Others should not see the tokens in it.
    private static void warnOfReaders(Path file, Console console) {
        try {
            String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
            if (permissions.indexOf('r', GROUPS) >= 0) {
                console.warnOnce(
                        "parley: " + file + " has a token, and others can read it (chmod 600 " + quoted(file) + ")");
            }
        } catch (IOException | UnsupportedOperationException e) {
            // it has gone in this moment, or its system knows no such permissions
        }
    }

    private static String quoted(Path file) {
        return ExampleLine.quoted(file.toString());
    }

    private static Path file(Console console) {
        String config = console.environment("XDG_CONFIG_HOME");
        String home = console.environment("HOME");
        return Path.of(config != null ? config : home + "/.config", "parley", "config.json");
    }

    /// The names of all; none where there is no file, or another than it should be.
    static List<String> names(Console console) {
        List<String> names = new ArrayList<>();
        Path file = file(console);
        try {
            Object read = Files.exists(file) ? JsonValues.parse("@" + file) : null;
            if (read instanceof Map<?, ?> all && all.get("profiles") instanceof Map<?, ?> profiles) {
                profiles.keySet().forEach(each -> names.add(String.valueOf(each)));
            }
        } catch (ValueException e) {
            // a call will tell
        }
        return names;
    }

    /// The server's.
    String url() {
        if (!(entries.get("url") instanceof String url) || url.startsWith("@")) {
            throw wrong("url", entries.get("url"), "the URL of a server");
        }
        return url;
    }

    /// Adds what it says to what the command line says.
    void addTo(Options options) {
        url(); // which must be there
        List<String> known = new ArrayList<>();
        for (Option option : OwnWords.CALL.options()) {
            known.add(option.name().substring(2));
        }
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            String key = String.valueOf(entry.getKey());
            if (!known.contains(key)) {
                throw Failures.usage(
                        file + ": profile " + name + ": no option \"" + key + "\" (" + Nearest.hint(key, known) + ")");
            }
            options.putBefore("--" + key, texts(key, entry.getValue()));
        }
    }

    private List<String> texts(String key, @Nullable Object value) {
        List<String> texts = new ArrayList<>();
        if (("--" + key).equals(Connection.META.name())) {
            if (!(value instanceof Map<?, ?> map)) {
                throw wrong(key, value, "{\"KEY\": \"VALUE\"}");
            }
            map.forEach((each, text) -> texts.add(each + "=" + text));
        } else if (value instanceof String text) {
            texts.add(key.startsWith("tls-") && !key.equals("tls-pin") ? file.resolveSibling(text).toString() : text);
        } else {
            throw wrong(key, value, "text");
        }
        return texts;
    }

    private RuntimeException wrong(String key, @Nullable Object value, String expected) {
        return Failures.usage(
                file
                        + ": profile "
                        + name
                        + ": "
                        + key
                        + ": got "
                        + JsonText.line(value)
                        + " (expected "
                        + expected
                        + ")");
    }
}
