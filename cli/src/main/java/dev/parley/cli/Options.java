package dev.parley.cli;

import dev.parley.value.Texts;
import dev.parley.value.ValueException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/// A command line, taken apart: the word of our own that it begins with, that word's options, and the words that are left.
/// Options stand anywhere up to the name of the command that is called; behind it the command's own take their place, but
/// for `-u`, `-h`, `--help` and `-v`, which always are ours.
final class Options {
    /// Those that all words have.
    static final List<Option> ALWAYS =
            List.of(
                    Option.flag("--verbose", "tells more of an error; -vv also stack traces").orAs("-v"),
                    Option.flag("--help", "help").orAs("-h"),
                    Option.flag("--version", "the version of parley"));

    private static final List<String> OF_SERVER =
            List.of(
                    "--url",
                    "--name",
                    "--token",
                    "--codec",
                    "--meta",
                    TlsOptions.AUTHORITY,
                    TlsOptions.PIN,
                    TlsOptions.CERTIFICATE,
                    TlsOptions.KEY);

    /// The words behind that of our own, without any of our options.
    final List<String> words = new ArrayList<>();

    boolean help;
    boolean version;
    int verbosity;

    private final String[] arguments;
    private final Function<Options, String> server;
    private final Map<String, List<String>> given = new LinkedHashMap<>();
    private @Nullable OwnWord own;
    private int next;

    private Options(Function<Options, String> server, String[] arguments) {
        this.server = server;
        this.arguments = arguments;
    }

    /// A line that calls nothing, or the default server where it does not say which.
    ///
    /// @throws dev.parley.RpcException for what cannot be understood
    static Options parse(String... arguments) {
        return parse(line -> Objects.requireNonNullElse(line.text("--url"), Connection.DEFAULT_URL), arguments);
    }

    /// @param server the URL of the server that a line calls, as far as it has been read: see [Connection#url]
    /// @throws dev.parley.RpcException for what cannot be understood
    static Options parse(Function<Options, String> server, String... arguments) {
        Options options = new Options(server, arguments);
        options.parse();
        return options;
    }

    // ---- what was given

    /// The word of our own.
    OwnWord own() {
        return own == null ? OwnWords.SERVICES : own;
    }

    /// Whether there is no word at all.
    boolean isEmpty() {
        return own == null;
    }

    boolean has(String option) {
        return given.containsKey(option);
    }

    /// The value of an option, the last one where it was given several times; null where it was not given.
    @Nullable String text(String option) {
        List<String> values = given.get(option);
        return values == null ? null : values.getLast();
    }

    /// All values of an option, in the order in which they were given.
    List<String> all(String option) {
        return given.getOrDefault(option, List.of());
    }

    /// @throws dev.parley.RpcException for a value that is out of bounds, or no number
    int number(String option, int least, int most, int otherwise) {
        String text = text(option);
        if (text == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw Failures.usage(
                option + ": got " + ValueException.quote(text) + " (expected " + least + " to " + most + ")");
    }

    /// @return zero for `none`; null where it was not given
    /// @throws dev.parley.RpcException for what is no time
    @Nullable Duration duration(String option) {
        String text = text(option);
        try {
            return text == null ? null : text.equals("none") ? Duration.ZERO : Texts.duration(text);
        } catch (ValueException e) {
            throw Failures.usage(option + ": " + e.getMessage());
        }
    }

    /// One of those that may stand behind a command; null for any other name.
    @Nullable Option behindCommand(String name) {
        Option option = find(own(), name);
        return option != null && option.anywhere() ? option : null;
    }

    /// Whether it is one that must stand before the name of the command.
    boolean isOurs(String name) {
        return find(own(), name) != null;
    }

    /// @throws dev.parley.RpcException where there are words behind a word of our own that takes none
    void requireNoWords() {
        if (!words.isEmpty()) {
            throw Failures.usage(
                    "parley "
                            + own().name()
                            + ": got "
                            + ValueException.quote(words.getFirst())
                            + " (expected no further word)");
        }
    }

    /// Takes a further value of an option.
    void put(String option, String value) {
        given.computeIfAbsent(option, _ -> new ArrayList<>()).add(value);
    }

    /// Takes the options of a line around this one, where its word has them and they are not said here. Where this one names
    /// another server, or calls none, those that are about the server, such as its token, are left out.
    void inherit(Options around) {
        boolean elsewhere = has("--url") || has("--name") || !own().callsServer();
        around.given.forEach((option, values) -> {
            if (find(own(), option) != null && !(elsewhere && OF_SERVER.contains(option))) {
                given.putIfAbsent(option, new ArrayList<>(values));
            }
        });
        verbosity = Math.max(verbosity, around.verbosity);
    }

    /// Takes values that stand before those of the command line, if there are any.
    void putBefore(String option, List<String> values) {
        given.computeIfAbsent(option, _ -> new ArrayList<>()).addAll(0, values);
    }

    // ---- parsing

    private void parse() {
        while (next < arguments.length) {
            String word = arguments[next++];
            if (word.equals("--")) {
                if (own().wordsOfCommand() > 0) {
                    words.add(word); // the command's own line may need to know
                }
                while (next < arguments.length) {
                    add(arguments[next++]);
                }
            } else if (isWord(word) || !ours(word)) {
                add(word);
            }
        }
        for (String option : given.keySet()) {
            if (find(own(), option) == null) { // it stood before a word that does not have it
                throw unknown(option);
            }
        }
    }

    /// Whether it is no option of ours for sure: behind the first word negative numbers are values.
    private boolean isWord(String word) {
        return !word.startsWith("-") || word.length() == 1 || own != null && !CommandLine.isOption(word);
    }

    private void add(String word) {
        if (own == null) {
            own = OwnWords.find(word);
            if (own != null) {
                return;
            }
            own = OwnWords.CALL;
        }
        words.add(word);
    }

    /// Takes the word, with its value, as one of our options.
    ///
    /// @return whether it is one
    private boolean ours(String word) {
        switch (word) {
            case "-u" -> put("--url", value(word));
            case "-h", "--help" -> help = true;
            case "-v" -> verbosity++;
            case "-vv" -> verbosity += 2;
            default -> {
                if (own().wordsOfCommand() > 0 && words.size() >= own().wordsOfCommand() - unnamed()) {
                    return false;
                }
                int equals = word.indexOf('=');
                return named(
                        equals < 0 ? word : word.substring(0, equals), equals < 0 ? null : word.substring(equals + 1));
            }
        }
        return true;
    }

    /// How many words before a command's name are left out: the service, where a server has but one that the line does not name.
    int unnamed() {
        if (words.isEmpty()) {
            return 0;
        }
        String url = server.apply(this);
        return Connection.namesServices(url) || Connection.isAt(url, words.getFirst()) ? 0 : 1;
    }

    private boolean named(String name, @Nullable String value) {
        switch (name) {
            case "--verbose" -> verbosity++;
            case "--version", "-V" -> version = true;
            default -> {
                Option option = find(own(), name);
                if (option == null && own == null) {
                    option = OwnWords.option(name);
                }
                if (option == null) {
                    if (own().keeps(name)) {
                        return false;
                    }
                    throw unknown(name);
                }
                if (option.isFlag() && value != null) {
                    throw Failures.usage(name + " takes no value");
                }
                put(name, option.isFlag() ? "" : value == null ? value(name) : value);
            }
        }
        return true;
    }

    private static @Nullable Option find(OwnWord word, String name) {
        return word.option(name);
    }

    private RuntimeException unknown(String name) {
        for (OwnWord other : OwnWords.all()) {
            if (find(other, name) != null) {
                return Failures.usage(
                        "no option " + name + " in parley " + own().name() + " (that of parley " + other.name() + ")");
            }
        }
        List<String> known = new ArrayList<>();
        (own == null ? OwnWords.CALL : own).options().forEach(option -> known.add(option.name()));
        ALWAYS.forEach(option -> known.add(option.name()));
        known.removeIf(option -> !option.startsWith("-"));
        return Failures.usage("no option " + name + " (" + Nearest.hint(name, known) + ")");
    }

    private String value(String option) {
        if (next == arguments.length) {
            throw Failures.usage(option + " needs a value");
        }
        return arguments[next++];
    }
}
