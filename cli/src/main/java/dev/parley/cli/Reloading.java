package dev.parley.cli;

import dev.parley.RpcException;
import dev.parley.Server;

import java.util.List;

/// Serves sources anew when they change. What cannot be served is told, and the version from before goes on.
final class Reloading {
    private final Console console;
    private final Options options;
    private final ServeLine line;
    private final Watching watching;
    private final ServedObjects objects;
    private final Server server;

    Reloading(
            Console console, Options options, ServeLine line, Watching watching, ServedObjects objects, Server server) {
        this.console = console;
        this.options = options;
        this.line = line;
        this.watching = watching;
        this.objects = objects;
        this.server = server;
    }

    /// Never returns.
    void run() throws InterruptedException {
        while (true) {
            watching.await();
            try {
                List<ServedService> fresh = line.read().stream().filter(ServedService::changes).toList();
                console.line(String.join(", ", objects.replace(fresh, server)));
            } catch (RpcException e) {
                refused(e);
            } catch (IllegalArgumentException | IllegalStateException e) { // what only the server can tell
                refused(Serving.refusal(e));
            }
        }
    }

    private void refused(RpcException why) {
        Failures.report(why, options.verbosity, console);
        console.error("The version from before goes on.");
    }
}
