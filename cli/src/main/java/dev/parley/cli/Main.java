package dev.parley.cli;

import java.util.concurrent.CountDownLatch;

/// The process. A signal that ends it (Ctrl-C, SIGTERM) interrupts what is being done, which is given a moment to come to
/// its end in order; the JVM then exits with 130 or 143.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        CountDownLatch finished = new CountDownLatch(1);
        Thread end = new EndOfProcess(Thread.currentThread(), finished);
        Console console = Console.ofProcess(() -> Runtime.getRuntime().addShutdownHook(end));
        Cli cli = new Cli(console);
        int status = cli.run(args);
        finished.countDown();
        if (!cli.hasServed()) {
            Runtime.getRuntime().halt(status); // System.exit looks for a logger first, which takes longer than a call
        }
        System.exit(status);
    }
}
