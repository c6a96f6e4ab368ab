package dev.parley.wires;

import static org.junit.jupiter.api.Assumptions.abort;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A script of the test resources that runs on the system's Python.
final class Python implements AutoCloseable {
    private static final String INTERPRETER = "/usr/bin/python3";

    private final Process process;
    private final BufferedReader out;

    /// Starts a script of those for zrpc, with the real ZeroMQ.
    ///
    /// @param folder where it can be put
    Python(Path folder, String script, String... arguments) throws IOException, InterruptedException {
        this(folder, "zrpc", script, List.of(arguments));
    }

    /// Starts one of those for snekrpc.
    static Python snek(Path folder, String script, String... arguments) throws IOException, InterruptedException {
        return new Python(folder, "snekrpc", script, List.of(arguments));
    }

    private Python(Path folder, String protocol, String script, List<String> arguments)
            throws IOException, InterruptedException {
        String missing = missing();
        if (!missing.isEmpty()) {
            String what =
                    "NOT TESTED: "
                            + protocol
                            + " with Python, for want of it and its libraries (apt-get install python3-zmq"
                            + " python3-msgpack): "
                            + missing;
            System.err.println(what);
            abort(what); // CI takes no skipped test
        }
        Path file = folder.resolve(script);
        try (InputStream in = Python.class.getResourceAsStream(protocol + "/" + script)) {
            Files.write(file, Objects.requireNonNull(in, script).readAllBytes());
        }
        List<String> command = new ArrayList<>(List.of(INTERPRETER, file.toString()));
        command.addAll(arguments);
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        out = process.inputReader();
    }

    /// What is not there, in Python's words; empty where all is.
    private static String missing() throws InterruptedException {
        try {
            Process probe =
                    new ProcessBuilder(INTERPRETER, "-c", "import zmq, msgpack").redirectErrorStream(true).start();
            String wrong = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return probe.waitFor() == 0 ? "" : wrong;
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
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
