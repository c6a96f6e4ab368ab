package dev.parley.cli;

import dev.parley.model.ServiceDescriptor;
import dev.parley.value.ValueException;

import org.jspecify.annotations.Nullable;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// The command line of one command, made from what the server says of it: required parameters and the stream are words,
/// in the order of the method's; optional ones are options, or words such as `priority=high` behind the required ones; the rest comes last.
final class CommandLine {
    private final String service;
    private final String name;
    private final List<Parameter> parameters = new ArrayList<>();
    private final Options options;

    /// @param options takes those of `parley` that stand among the words
    CommandLine(String service, ServiceDescriptor.Command command, Options options) {
        this.service = service;
        name = service + "." + command.name();
        this.options = options;
        for (ServiceDescriptor.Parameter parameter : command.parameters()) {
            parameters.add(new Parameter(parameter));
        }
    }

    String service() {
        return service;
    }

    /// The command, as errors name it.
    String name() {
        return name;
    }

    /// The parameter that is a stream, of which there is at most one.
    Parameter stream() {
        for (Parameter parameter : parameters) {
            if (parameter.isStream()) {
                return parameter;
            }
        }
        throw new IllegalStateException(name + " takes no stream");
    }

    /// In the order of the method's.
    List<Parameter> parameters() {
        return parameters;
    }

    /// `TEXT [--priority low|normal|high]`, beginning with a space where there is any.
    String synopsis() {
        StringBuilder line = new StringBuilder();
        for (int turn = 0; turn < 3; turn++) {
            for (Parameter parameter : parameters) {
                int place = parameter.isPositional() ? 0 : parameter.isRest() || parameter.isNamedRest() ? 2 : 1;
                if (place == turn) {
                    line.append(' ').append(parameter.synopsis());
                }
            }
        }
        return line.toString();
    }

    /// Reads the words behind the command's name.
    ///
    /// @param standardInput what bytes are read from that are given as `-`
    /// @throws dev.parley.RpcException for what does not fit
    Given parse(List<String> words, InputStream standardInput) {
        Given given = new Given(standardInput);
        List<String> positional = new ArrayList<>();
        try {
            for (int i = 0; i < words.size(); i++) {
                String word = words.get(i);
                if (word.equals("--")) {
                    positional.addAll(words.subList(i + 1, words.size()));
                    break;
                } else if (isOption(word)) {
                    i += option(word, i + 1 < words.size() ? words.get(i + 1) : null, given);
                } else {
                    positional.add(word);
                }
            }
            positional(positional, given);
        } catch (ValueException e) {
            throw Failures.usage(String.valueOf(e.inField(name).getMessage()));
        }
        return given;
    }

    /// Negative numbers and `-` are values.
    static boolean isOption(String word) {
        return word.length() > 1
                && word.charAt(0) == '-'
                && word.charAt(1) != '.'
                && !Character.isDigit(word.charAt(1));
    }

    // ---- options

    /// @param next the word behind it; null for none
    /// @return how many further words it takes
    private int option(String word, @Nullable String next, Given given) {
        int equals = word.indexOf('=');
        String option = equals < 0 ? word : word.substring(0, equals);
        String value = equals < 0 ? null : word.substring(equals + 1);
        String typed = option.startsWith("--") ? option.substring(2) : "";
        Parameter parameter = typed.isEmpty() ? byLetter(option) : find(typed);
        if (parameter != null && parameter.isFlag()) {
            given.put(parameter, value == null ? "true" : value);
            return 0;
        }
        Parameter negated = typed.startsWith("no-") && value == null ? find(typed.substring(3)) : null;
        if (parameter == null && negated != null && negated.isFlag()) {
            given.put(negated, "false");
            return 0;
        }
        int dot = typed.indexOf('.');
        Parameter record = dot < 0 ? null : find(typed.substring(0, dot));
        Option ours = parameter == null && record == null ? options.behindCommand(option) : null;
        if (parameter == null && record == null && ours == null) {
            throw unknown(option);
        }
        if (ours != null && ours.isFlag()) {
            options.put(option, "");
            return 0;
        }
        String text = value != null ? value : next;
        if (text == null) {
            throw Failures.usage(
                    name + ": " + option + " needs a value" + (parameter == null ? "" : " (" + parameter.type() + ")"));
        }
        if (parameter != null) {
            given.put(parameter, text);
        } else if (record != null) {
            given.putField(record, typed.substring(dot + 1), text);
        } else {
            options.put(option, text);
        }
        return value == null ? 1 : 0;
    }

    /// The one that `-p` means; null for none.
    private @Nullable Parameter byLetter(String option) {
        Parameter found = null;
        for (Parameter parameter : parameters) {
            if (option.equals(parameter.letter())) {
                if (found != null) {
                    throw Failures.usage(
                            name + ": " + option + " can be " + found.option() + " or " + parameter.option());
                }
                found = parameter;
            }
        }
        return found;
    }

    /// `-p`, where that means this parameter and no other; empty for none.
    String letter(Parameter parameter) {
        String letter = parameter.letter();
        int same = 0;
        for (Parameter each : parameters) {
            same += each.letter().equals(letter) ? 1 : 0;
        }
        return same == 1 ? letter : "";
    }

    /// The parameter that an option means: `--priority`, `-p`; null for none, or for one of ours.
    @Nullable Parameter parameter(String option) {
        return option.startsWith("--") ? find(option.substring(2)) : byLetter(option);
    }

    private @Nullable Parameter find(String typed) {
        Parameter similar = null;
        for (Parameter parameter : parameters) {
            if (parameter.isRest() || parameter.isNamedRest()) {
                continue;
            } else if (parameter.name().equals(typed)) {
                return parameter;
            } else if (parameter.isNamed(typed)) {
                similar = parameter;
            }
        }
        return similar;
    }

    private RuntimeException unknown(String option) {
        if (options.isOurs(option)) {
            return Failures.usage(
                    name + ": no option " + option + " (that of parley stands before the service's name)");
        }
        List<String> known = new ArrayList<>();
        for (Parameter parameter : parameters) {
            if (!parameter.isRest() && !parameter.isNamedRest()) {
                known.add(parameter.option());
            }
        }
        return Failures.usage(name + ": no option " + option + " (" + Nearest.hint(option, known) + ")");
    }

    // ---- words

    private void positional(List<String> words, Given given) {
        int next = 0;
        Parameter rest = null;
        Parameter namedRest = null;
        for (Parameter parameter : parameters) {
            if (parameter.isRest()) {
                rest = parameter;
            } else if (parameter.isNamedRest()) {
                namedRest = parameter;
            } else if (parameter.isPositional() && !given.has(parameter)) {
                if (next == words.size()) {
                    throw missing(parameter);
                }
                given.put(parameter, words.get(next++));
            }
        }
        for (; next < words.size(); next++) {
            String word = words.get(next);
            int equals = word.indexOf('=');
            if (namedRest != null && equals > 0) {
                String key = word.substring(0, equals);
                try {
                    given.named.put(key, ValueText.parse(word.substring(equals + 1), namedRest.schema()));
                } catch (ValueException e) {
                    throw e.inField(key);
                }
            } else if (rest != null) {
                given.put(rest, word);
            } else if (optional(word, given) instanceof Parameter optional) {
                given.put(optional, word.substring(equals + 1));
            } else {
                throw tooMany(word, namedRest != null, given);
            }
        }
    }

    /// The one that a word names as in `priority=high`, and that has not been given; null for none.
    private @Nullable Parameter optional(String word, Given given) {
        int equals = word.indexOf('=');
        Parameter named = equals <= 0 ? null : find(word.substring(0, equals));
        return named == null || named.isPositional() || given.has(named) ? null : named;
    }

    private RuntimeException missing(Parameter parameter) {
        String expected = parameter.isStream() ? "a file, or - for standard input" : parameter.type();
        return Failures.usage(
                name
                        + ": "
                        + parameter.placeholder()
                        + " is missing (expected "
                        + expected
                        + "; usage: "
                        + usage()
                        + ")");
    }

    private RuntimeException tooMany(String word, boolean named, Given given) {
        String expected = named ? "KEY=VALUE" : "no further argument";
        for (Parameter parameter : parameters) {
            if (!named && !parameter.isPositional() && !parameter.isFlag() && !given.has(parameter)) {
                expected = "an option, such as " + parameter.option() + " " + ExampleLine.quoted(word);
                break;
            }
        }
        return Failures.usage(
                name + ": got " + ValueException.quote(word) + " (expected " + expected + "; usage: " + usage() + ")");
    }

    private String usage() {
        return name.replace('.', ' ') + synopsis();
    }
}
