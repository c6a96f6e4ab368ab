package dev.parley.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// What a command line did.
record Outcome(int status, String out, String err) {
    /// Runs one in this process, as a program would: nothing is a terminal.
    static Outcome of(String... arguments) {
        return new Setting("", false, Map.of()).run(arguments);
    }

    /// @param input what is on standard input
    record Setting(String input, boolean terminal, Map<String, String> environment) {
        Outcome run(String... arguments) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            ByteArrayInputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
            int status = new Cli(new Console(in, out, err, environment::get, terminal, null)).run(arguments);
            return new Outcome(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        }
    }
}
