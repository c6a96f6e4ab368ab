package dev.parley.cli;

import java.util.ArrayList;
import java.util.List;

/// Shows help: of a word of ours, a service, or a command.
final class HelpWord extends OwnWord {
    HelpWord() {
        super("help", "[--man | WORD | SERVICE [COMMAND]]", "the same as --help behind them; --man: as a manual page");
    }

    @Override
    String doc() {
        return "";
    }

    @Override
    List<Option> options() {
        List<Option> all = new ArrayList<>(OwnWords.CALL.options());
        all.add(Option.flag("--man", "all of it as a manual page: parley help --man | man -l -"));
        return all;
    }

    @Override
    int wordsOfCommand() {
        return OwnWords.CALL.wordsOfCommand();
    }

    @Override
    void complete(Completion completion, Options options) {
        if (options.words.isEmpty()) {
            OwnWords.all().forEach(word -> completion.add(word.name(), word.summary()));
        }
    }

    @Override
    int run(Console console, Options options) {
        if (options.has("--man")) {
            console.print(ManPage.text());
            console.flush();
            return ExitStatus.DONE;
        }
        options.help = true;
        OwnWord topic = options.words.isEmpty() ? this : OwnWords.find(options.words.getFirst());
        if (topic == null || options.words.size() > 1) {
            new Calling(console, options).help(options.words);
        } else {
            console.print(topic.page(console.width()));
            console.flush();
        }
        return ExitStatus.DONE;
    }

    @Override
    String page(int width) {
        return GeneralHelp.page(width);
    }
}
