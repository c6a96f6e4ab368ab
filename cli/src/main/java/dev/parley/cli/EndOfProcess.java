package dev.parley.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What the JVM runs when a signal ends it: interrupts the thread that does the work, and lets it come to its end.
final class EndOfProcess extends Thread {
    private static final int PATIENCE_SECONDS = 7;

    private final Thread main;
    private final CountDownLatch finished;

    /// @param finished is counted down when the work is done
    EndOfProcess(Thread main, CountDownLatch finished) {
        super("parley-end");
        this.main = main;
        this.finished = finished;
    }

    /// Whether a signal ends the process, which interrupts the thread as Ctrl-C in a shell does for a line.
    static boolean isUnderWay() {
        Thread hook = new Thread();
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            Runtime.getRuntime().removeShutdownHook(hook);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    @Override
    public void run() {
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
    }
}
