package dev.parley.cli;

import dev.parley.RpcException;
import dev.parley.link.LocalTransport;
import dev.parley.model.ServiceDescriptor;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// What may stand at the end of a command line: words of our own, services, commands, options and values, as the server
/// that the line names tells of them.
final class Completion {
    /// @param doc in a few words; may be empty
    record Candidate(String value, String doc) {}

    private final Function<Connection, List<ServiceDescriptor>> known;
    private final Console console;
    private final Options around;
    private final String typed;
    private final List<Candidate> found = new ArrayList<>();
    private boolean files;

    private Completion(
            Console console, Options around, Function<Connection, List<ServiceDescriptor>> known, String typed) {
        this.console = console;
        this.around = around;
        this.known = known;
        this.typed = typed;
    }

    /// @param words those of the line, without `parley`; the last is being typed, and may be empty
    /// @param around options that are those of the line where it does not say otherwise
    /// @param known what servers are known to offer
    static Completion of(
            Console console, List<String> words, Options around, Function<Connection, List<ServiceDescriptor>> known) {
        Completion completion = new Completion(console, around, known, words.getLast());
        List<String> before = words.subList(0, words.size() - 1);
        try {
            completion.complete(before);
        } catch (RpcException e) {
            // of a line that is wrong, nothing is known
        }
        return completion;
    }

    /// Those that begin as what has been typed.
    List<Candidate> candidates() {
        return found;
    }

    /// Whether it may be the name of a file as well.
    boolean files() {
        return files;
    }

    private void complete(List<String> before) {
        Option open = openOption(before);
        if (open != null) {
            value(open, parsed(before.subList(0, before.size() - 1)));
            return;
        }
        Options options = parsed(before);
        OwnWord own = options.own();
        boolean first = options.isEmpty();
        List<String> called = own.called(options);
        int names = own.wordsOfCommand();
        int equals = typed.startsWith("--") ? typed.indexOf('=') : -1;
        String name = equals < 0 ? "" : typed.substring(0, equals);
        Option begun = first ? OwnWords.option(name) : own.option(name);
        if (begun != null && options.words.size() < Math.max(names, 1)) {
            Completion inner = new Completion(console, around, known, typed.substring(equals + 1));
            inner.value(begun, options);
            inner.found.forEach(each -> add(typed.substring(0, equals + 1) + each.value, each.doc));
        } else if (first && typed.startsWith("-")) {
            options(OwnWords.CALL.options());
        } else if (first) {
            OwnWords.all().forEach(word -> add(word.name(), word.summary()));
            services(options);
        } else if (names > 0 && called.size() >= 2) {
            new CommandCompletion(this, options, called).complete(services(new Connection(console, options)));
        } else if (typed.startsWith("-")) {
            options(own.options());
            own.complete(this, options);
        } else if (names > 0 && called.isEmpty()) {
            services(options);
            own.complete(this, options);
        } else if (names > 0) {
            commands(options, called.getFirst());
        } else {
            own.complete(this, options);
        }
    }

    /// The option whose value is being typed, where that is one of ours; null for none.
    private Options parsed(List<String> words) {
        Options options = Options.parse(line -> Connection.url(line, around, console), words.toArray(String[]::new));
        options.inherit(around);
        return options;
    }

    private @Nullable Option openOption(List<String> before) {
        if (before.isEmpty() || !before.getLast().startsWith("-")) {
            return null;
        }
        Options earlier = parsed(before.subList(0, before.size() - 1));
        if (earlier.own().wordsOfCommand() > 0 && earlier.words.size() >= earlier.own().wordsOfCommand()) {
            return null; // it may be the command's
        }
        String name = before.getLast().equals("-u") ? "--url" : before.getLast();
        Option option = earlier.isEmpty() ? OwnWords.option(name) : earlier.own().option(name);
        return option == null || option.isFlag() ? null : option;
    }

    // ---- for words of our own

    String typed() {
        return typed;
    }

    /// Adds a word, if it begins as what has been typed. One with control characters, which a server may have sent, is left
    /// out: lines and terminals would take it for something else.
    void add(String value, String doc) {
        if (value.startsWith(typed) && value.chars().noneMatch(Character::isISOControl)) {
            found.add(new Candidate(value, Failures.printable(Layout.firstSentence(doc))));
        }
    }

    /// The names of files may follow.
    void addFiles() {
        files = true;
    }

    void options(List<Option> options) {
        for (Option option : options) {
            if (!option.isArgument() && !option.name().contains(".")) {
                add(option.name(), option.doc());
            }
        }
        for (Option option : Options.ALWAYS) {
            add(option.name(), option.doc());
        }
    }

    void value(Option option, Options options) {
        switch (option.name()) {
            case "--url" -> {
                localNames().forEach(name -> add("local://" + name, ""));
                Profile.names(console).forEach(name -> add("@" + name, "a profile"));
            }
            case "--name" -> {
                if (options.own().wordsOfCommand() > 0) {
                    localNames().forEach(name -> add(name, ""));
                }
            }
            case "--codec" -> List.of("msgpack", "json").forEach(each -> add(each, ""));
            case "--format" ->
                    (options.own() instanceof DescribeWord ? DescribeWord.FORMATS : Format.NAMES)
                            .forEach(each -> add(each, ""));
            default -> files |= List.of("FILE", "FOLDER", "PATH").contains(option.value());
        }
    }

    private static List<String> localNames() {
        try {
            return new LocalTransport().names();
        } catch (IOException e) {
            return List.of();
        }
    }

    // ---- what servers offer

    /// Where no word is before, only those that need none of ours: `call` offers the others.
    void services(Options options) {
        for (ServiceDescriptor service : services(new Connection(console, options))) {
            if (!options.isEmpty() || OwnWords.typed(service.name()).equals(service.name())) {
                add(service.name(), service.doc());
            }
        }
    }

    private void commands(Options options, String name) {
        for (ServiceDescriptor service : services(new Connection(console, options))) {
            if (service.name().equals(name)) {
                service.commands().forEach(command -> add(command.name(), command.doc()));
            }
        }
    }

    List<ServiceDescriptor> services(Connection connection) {
        return known.apply(connection);
    }
}
