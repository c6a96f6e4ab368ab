package dev.parley.cli;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// The words of the tool's own, in the order of general help. A service of such a name is reached by `parley call`.
final class OwnWords {
    /// What a line means that begins with none of them.
    static final OwnWord CALL = new CallWord();

    /// What a line means without any word.
    static final OwnWord SERVICES = new ServicesWord();

    private static final OwnWord[] ALL = {
        SERVICES,
        CALL,
        new ServeWord(),
        new RemoteWord(),
        new PsWord(),
        new PingWord(),
        new HealthWord(),
        new LocksWord(),
        new BenchWord(),
        new DescribeWord(),
        new CertsWord(),
        new ShellWord(),
        new CompletionWord(),
        new CompleteWord(),
        new DemoWord(),
        new HelpWord(),
    };

    private OwnWords() {}

    /// Those that people know of.
    static List<OwnWord> all() {
        List<OwnWord> all = new ArrayList<>(List.of(ALL));
        all.removeIf(OwnWord::isHidden);
        return all;
    }

    static @Nullable OwnWord find(String name) {
        for (OwnWord word : ALL) {
            if (word.name().equals(name)) {
                return word;
            }
        }
        return null;
    }

    static List<String> names() {
        List<String> names = new ArrayList<>();
        for (OwnWord word : all()) {
            names.add(word.name());
        }
        return names;
    }

    /// Of any word.
    static @Nullable Option option(String name) {
        for (OwnWord word : ALL) {
            for (Option option : word.options()) {
                if (option.name().equals(name)) {
                    return option;
                }
            }
        }
        return null;
    }

    /// How a service is named on a command line: one whose name is a word of ours needs one more.
    static String typed(String service) {
        OwnWord own = find(service);
        return own == null || !own.hidesService() ? service : "call " + service;
    }
}
