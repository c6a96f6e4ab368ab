package dev.parley.cli;

import dev.parley.value.Texts;
import dev.parley.value.ValueException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The options of `parley` itself, and the words that are left. They stand anywhere up to the name of the command that is
/// called; behind it the command's own take their place, but for `-u`, `-h`, `--help` and `-v`, which always are ours.
final class Options {
    static final String DEFAULT_URL = "tcp://127.0.0.1:12321";

    /// The words that begin a command line of the tool itself. A service of such a name is reached by `parley call`.
    static final List<String> OWN_WORDS = List.of("call", "certs", "demo", "help", "ps", "serve", "services");

    private static final List<String> LONG =
            List.of(
                    "--url",
                    "--name",
                    "--timeout",
                    "--codec",
                    "--meta",
                    "--token",
                    "--token-file",
                    "--insecure",
                    "--stay",
                    "--host",
                    "--days",
                    "--force",
                    TlsOptions.AUTHORITY,
                    TlsOptions.PIN,
                    TlsOptions.CERTIFICATE,
                    TlsOptions.KEY,
                    TlsOptions.CLIENT_AUTHORITY,
                    "--help",
                    "--version",
                    "--verbose");

    /// The words without any of our options.
    final List<String> words = new ArrayList<>();

    /// Where the words of a command begin that are not ours to read; the number of words where there are none.
    int ownWords;

    final List<String> urls = new ArrayList<>();
    final Map<String, String> metadata = new LinkedHashMap<>();
    final TlsOptions tls = new TlsOptions();
    final List<String> hosts = new ArrayList<>();
    int days = 365;
    boolean force;
    @Nullable String token;
    @Nullable String tokenFile;
    @Nullable Duration timeout;
    @Nullable String codec;
    boolean help;
    boolean version;
    boolean insecure;
    boolean stay;
    int verbosity;

    private final String[] arguments;
    private int next;

    private Options(String[] arguments) {
        this.arguments = arguments;
    }

    /// @throws dev.parley.RpcException for what cannot be understood
    static Options parse(String... arguments) {
        Options options = new Options(arguments);
        options.parse();
        return options;
    }

    private void parse() {
        while (next < arguments.length) {
            String word = arguments[next++];
            if (word.equals("--")) {
                if (isCall()) {
                    words.add(word); // the command's own line may need to know
                }
                while (next < arguments.length) {
                    words.add(arguments[next++]);
                }
            } else if (!word.startsWith("-") || word.length() == 1 || !ours(word)) {
                words.add(word);
            }
        }
        ownWords = Math.min(words.size(), wordsOfTheName());
    }

    /// How many words name what is to be called.
    private int wordsOfTheName() {
        String first = words.isEmpty() ? "" : words.getFirst();
        return first.equals("call") || first.equals("help") ? 3 : 2;
    }

    private boolean isCall() {
        return !words.isEmpty() && (!OWN_WORDS.contains(words.getFirst()) || words.getFirst().equals("call"));
    }

    /// Takes the word, with its value, as one of our options.
    ///
    /// @return whether it is one
    private boolean ours(String word) {
        switch (word) {
            case "-u" -> urls.add(value(word));
            case "-h", "--help" -> help = true;
            case "-v" -> verbosity++;
            case "-vv" -> verbosity += 2;
            default -> {
                if (isCall() && words.size() >= wordsOfTheName()) {
                    return false;
                }
                int equals = word.indexOf('=');
                named(equals < 0 ? word : word.substring(0, equals), equals < 0 ? null : word.substring(equals + 1));
            }
        }
        return true;
    }

    private void named(String name, @Nullable String given) {
        switch (name) {
            case "--url" -> urls.add(given == null ? value(name) : given);
            case "--name" -> urls.add("local://" + (given == null ? value(name) : given));
            case "--codec" -> codec = given == null ? value(name) : given;
            case "--timeout", "--meta" -> ofCall(name, given == null ? value(name) : given);
            case TlsOptions.AUTHORITY,
                    TlsOptions.PIN,
                    TlsOptions.CERTIFICATE,
                    TlsOptions.KEY,
                    TlsOptions.CLIENT_AUTHORITY ->
                    tls.set(name, given == null ? value(name) : given);
            case "--token" -> token = given == null ? value(name) : given;
            case "--token-file" -> tokenFile = given == null ? value(name) : given;
            case "--host" -> hosts.add(given == null ? value(name) : given);
            case "--days" -> days = days(given == null ? value(name) : given);
            case "--force" -> force = true;
            case "--verbose" -> verbosity++;
            case "--version", "-V" -> version = true;
            case "--insecure" -> insecure = true;
            case "--stay" -> stay = true;
            default -> throw Failures.usage("no option " + name + " (" + Nearest.hint(name, LONG) + ")");
        }
    }

    /// Sets one of the options that only concern the call, and so may stand behind its command as well.
    ///
    /// @return whether it is one
    boolean ofCall(String name, String value) {
        switch (name) {
            case "--timeout" -> timeout = duration(value);
            case "--meta" -> {
                int equals = value.indexOf('=');
                if (equals <= 0) {
                    throw Failures.usage("--meta: got " + ValueException.quote(value) + " (expected key=value)");
                }
                metadata.put(value.substring(0, equals), value.substring(equals + 1));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static Duration duration(String text) {
        try {
            return text.equals("none") ? Duration.ZERO : Texts.duration(text);
        } catch (ValueException e) {
            throw Failures.usage("--timeout: " + e.getMessage());
        }
    }

    private static int days(String text) {
        if (!text.matches("[1-9][0-9]{0,4}")) {
            throw Failures.usage("--days: got " + ValueException.quote(text) + " (expected 1 to 99999)");
        }
        return Integer.parseInt(text);
    }

    private String value(String option) {
        if (next == arguments.length) {
            throw Failures.usage(option + " needs a value");
        }
        return arguments[next++];
    }

    /// The secret by which the server knows the caller; null for none.
    @Nullable String token(Console console) {
        return token == null ? console.environment("PARLEY_TOKEN") : token;
    }

    /// The server that is called.
    String url(Console console) {
        if (!urls.isEmpty()) {
            return urls.getLast();
        }
        String configured = console.environment("PARLEY_URL");
        return configured == null ? DEFAULT_URL : configured;
    }
}
