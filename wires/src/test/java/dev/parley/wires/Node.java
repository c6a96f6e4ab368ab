package dev.parley.wires;

import static org.junit.jupiter.api.Assumptions.abort;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A script of `src/test/node` that runs on Node.js, with the libraries that `npm ci` has put there.
final class Node implements AutoCloseable {
    private static final Path FOLDER = Path.of("src/test/node");

    private final Process process;
    private final BufferedReader out;

    Node(String script, String... arguments) throws IOException {
        if (!Files.isDirectory(FOLDER.resolve("node_modules"))) {
            String what =
                    "NOT TESTED: JSON-RPC with libraries of Node.js, for want of them (apt-get install nodejs npm, then"
                            + " npm ci in wires/"
                            + FOLDER
                            + ")";
            System.err.println(what);
            abort(what); // CI takes no skipped test
        }
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command).directory(FOLDER.toFile()).redirectErrorStream(true).start();
        out = process.inputReader();
    }

    /// The next line that it prints; null at its end.
    @Nullable String line() throws IOException {
        return out.readLine();
    }

    /// Waits for its end.
    ///
    /// @return what it has printed
    List<String> lines() throws IOException, InterruptedException {
        List<String> all = out.lines().toList();
        process.waitFor();
        return all;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
