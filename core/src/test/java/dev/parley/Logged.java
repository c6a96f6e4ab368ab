package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/// What is logged under a name and those below it, at every level, from the beginning of this to its end.
public final class Logged implements AutoCloseable {
    private final BlockingQueue<LogRecord> records = new LinkedBlockingQueue<>();
    private final Logger logger; // which the JDK forgets if nobody holds it
    private final Level before;
    private final boolean shown;
    private final Handler handler =
            new Handler() {
                @Override
                public void publish(LogRecord record) {
                    records.add(record);
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    public Logged(String name) {
        logger = Logger.getLogger(name);
        before = logger.getLevel();
        shown = logger.getUseParentHandlers();
        handler.setLevel(Level.ALL);
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        logger.setLevel(Level.ALL);
    }

    /// Waits for the next record of at least a level; those below it are passed over.
    public LogRecord next(Level least) throws InterruptedException {
        while (true) {
            LogRecord record = records.poll(20, TimeUnit.SECONDS);
            assertThat(record).as("a record of at least " + least + " within 20 s").isNotNull();
            if (record.getLevel().intValue() >= least.intValue()) {
                return record;
            }
        }
    }

    /// Whether one of at least that level is there.
    public boolean has(Level least) {
        return records.stream().anyMatch(record -> record.getLevel().intValue() >= least.intValue());
    }

    /// Those that are there and nobody has taken.
    public List<LogRecord> rest() {
        return List.copyOf(records);
    }

    /// A record as it stands in a file, with its stack trace.
    public static String text(LogRecord record) {
        return new SimpleFormatter().format(record);
    }

    @Override
    public void close() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(shown);
        logger.setLevel(before);
    }
}
