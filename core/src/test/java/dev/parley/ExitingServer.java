package dev.parley;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/// A program that serves until it is asked to end, and says what happens to it, a line each.
final class ExitingServer {
    private ExitingServer() {}

    @Service("lines")
    static class Lines {
        private final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

        /// The next line of standard input.
        @Command
        String next() throws IOException {
            say("running");
            return in.readLine();
        }

        @Command
        void forever() throws InterruptedException {
            say("running");
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                say("interrupted");
                throw e;
            }
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    /// @param args the URL, and for how long to drain
    public static void main(String[] args) throws InterruptedException {
        Server server =
                Server.builder().service(new Lines()).drainAtExit(Duration.parse(args[1])).listen(args[0]).start();
        say("listening");
        server.join();
    }
}
