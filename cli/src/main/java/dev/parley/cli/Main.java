package dev.parley.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The process. A signal that ends it (Ctrl-C, SIGTERM) interrupts what is being done, which is given a moment to come to
/// its end in order; the JVM then exits with 130 or 143.
public final class Main {
    private static final int PATIENCE_SECONDS = 7;

    private Main() {}

    public static void main(String[] args) {
        CountDownLatch finished = new CountDownLatch(1);
        Thread main = Thread.currentThread();
        Console console = Console.ofProcess(() -> interruptOnExit(main, finished));
        Cli cli = new Cli(console);
        int status = cli.run(args);
        finished.countDown();
        if (!cli.hasServed()) {
            Runtime.getRuntime().halt(status); // System.exit looks for a logger first, which takes longer than a call
        }
        System.exit(status);
    }

    private static void interruptOnExit(Thread main, CountDownLatch finished) {
        Thread hook = new Thread(() -> {
            if (finished.getCount() == 0) {
                return;
            }
            main.interrupt();
            try {
                if (!finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    Runtime.getRuntime().halt(ExitStatus.FAILED);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
    }
}
