package dev.parley.cli;

import dev.parley.Server;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/// What `parley --train` does, which the launcher has the JVM watch once: all that usual command lines do, so that the
/// AOT cache holds the classes and call sites that they need.
final class Training {
    private static final String[] LINES = {
        "", "--help", "--version", "notes --help", "serve --help", "nothing", "notes ad", "notes list --priority low",
        "notes find milk --timeout 5s", "--codec json notes get 9", "--meta a=b notes get 9",
    };

    /// @return the exit status
    int run() {
        try {
            Path folder = Files.createTempDirectory("parley");
            Path file = folder.resolve("lines");
            try (Server server = Demo.serve("tcp://127.0.0.1:0", "unix://" + folder.resolve("s"))) {
                Files.writeString(file, "a line\n");
                for (URI url : server.urls()) {
                    for (String line : LINES) {
                        run("-u " + url + " " + line);
                    }
                    run("-u " + url + " notes shout " + file);
                    for (DemoStep step : DemoStep.all()) {
                        if (step.interruptAfterLines() == 0) {
                            run(String.join(" ", step.arguments(url)));
                        }
                    }
                }
                run("-u unix://" + folder.resolve("nobody") + " notes");
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
            return ExitStatus.DONE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(String line) {
        Console console = new Console(
                new ByteArrayInputStream(new byte[0]),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                System::getenv,
                line.contains("tcp"),
                null);
        new Cli(console).run(line.strip().split(" +"));
    }
}
