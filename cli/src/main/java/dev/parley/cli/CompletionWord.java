package dev.parley.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Prints what a shell needs to complete command lines.
final class CompletionWord extends OwnWord {
    private static final List<String> SHELLS = List.of("bash", "zsh", "fish");

    CompletionWord() {
        super("completion", "bash|zsh|fish", "a script that completes command lines in a shell");
    }

    @Override
    String doc() {
        return """
        Prints a script that has the shell complete command lines of parley: words, services, commands, options and values, as \
        the server that the line names tells of them; for a minute, what it has told is taken from a cache.

        To have it in each shell, put one of these lines
          eval "$(parley completion bash)"        into ~/.bashrc
          eval "$(parley completion zsh)"         into ~/.zshrc, behind compinit
          parley completion fish | source         into ~/.config/fish/config.fish\
        """;
    }

    @Override
    List<Option> options() {
        return List.of();
    }

    @Override
    void complete(Completion completion, Options options) {
        if (options.words.isEmpty()) {
            SHELLS.forEach(shell -> completion.add(shell, ""));
        }
    }

    @Override
    int run(Console console, Options options) {
        if (options.words.size() != 1 || !SHELLS.contains(options.words.getFirst())) {
            throw Failures.usage("completion for which shell? (expected one of: " + String.join(", ", SHELLS) + ")");
        }
        String name = "completion." + options.words.getFirst();
        try (InputStream script = CompletionWord.class.getResourceAsStream(name)) {
            if (script == null) {
                throw new IllegalStateException("no " + name + " in this program");
            }
            console.print(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        console.flush();
        return ExitStatus.DONE;
    }
}
