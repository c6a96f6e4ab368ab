package dev.parley.cli;

import dev.parley.Server;
import dev.parley.examples.NotesService;
import dev.parley.examples.SlowService;
import dev.parley.services.HealthService;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Shows what there is: serves the example services, calls them through [Cli], and prints each command line, as a reader
/// could type it himself, with its result.
final class Demo {
    private static final int NOTES = 5;

    private final Console console;

    Demo(Console console) {
        this.console = console;
    }

    /// @return the exit status: [ExitStatus#FAILED] if anything was not as it should be
    /// @param stay whether to go on serving then
    int run(boolean stay) {
        console.mayWait();
        try {
            Path folder = Files.createTempDirectory("parley-demo");
            try (Server server = serve("tcp://127.0.0.1:0", "unix://" + folder.resolve("demo.sock"))) {
                return run(server.urls(), stay, server);
            } finally {
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            return ExitStatus.INTERRUPTED;
        }
    }

    /// The example services, at these URLs.
    static Server serve(String... urls) {
        var builder =
                Server.builder()
                        .service(new NotesService(NOTES))
                        .service(new SlowService())
                        .service(new HealthService("notes", "slow"));
        for (String url : urls) {
            builder.listen(url);
        }
        return builder.start();
    }

    private int run(List<URI> urls, boolean stay, Server server) throws IOException, InterruptedException {
        int surprises = 0;
        List<DemoStep> steps = DemoStep.all();
        try (DemoOffice office = DemoOffice.open();
                DemoFront _ = DemoFront.open(urls.get(1).toString())) {
            for (DemoStep step : steps) {
                List<String> where =
                        switch (step.place()) {
                            case TCP -> List.of("-u", urls.get(0).toString());
                            case UNIX -> List.of("-u", urls.get(1).toString());
                            case TLS -> office.options();
                            case LOCAL -> List.of("-u", "local://" + DemoFront.NAME);
                            case NONE -> List.<String>of();
                        };
                surprises += run(step, where) ? 0 : 1;
            }
        }
        if (surprises > 0) {
            console.line(surprises + " of " + steps.size() + " calls did not end as expected.");
            return ExitStatus.FAILED;
        }
        console.line(steps.size() + " calls, and each ended as expected.");
        if (stay) {
            console.line("Still serving at " + urls.get(0) + " and " + urls.get(1) + " (Ctrl-C ends it)");
            server.join();
        }
        return ExitStatus.DONE;
    }

    /// @return whether the call ended as expected
    private boolean run(DemoStep step, List<String> server) throws InterruptedException {
        console.line("# " + step.title() + "\n$ " + step.line(server));
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Output out = new Output(step.interruptAfterLines());
        ByteArrayInputStream in = new ByteArrayInputStream(step.input().getBytes(StandardCharsets.UTF_8));
        int status = new Cli(new Console(in, out, err, _ -> null, false, null)).run(step.arguments(server));
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        String text = out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
        console.print(text);
        console.line(status == ExitStatus.DONE ? "" : "[exit status " + status + "]\n");
        boolean expected = status == step.status() && step.isExpected(text);
        if (!expected) {
            console.line("Expected was exit status " + step.status() + " and\n" + step.output());
        }
        return expected;
    }

    /// What a call prints; after a number of lines the thread that prints is interrupted, as by Ctrl-C.
    private static final class Output extends ByteArrayOutputStream {
        private int lines;

        Output(int interruptAfterLines) {
            lines = interruptAfterLines;
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            super.write(bytes, offset, length);
            for (int i = offset; i < offset + length; i++) {
                if (bytes[i] == '\n' && --lines == 0) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
