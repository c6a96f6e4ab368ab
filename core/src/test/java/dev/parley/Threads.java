package dev.parley;

import com.sun.management.HotSpotDiagnosticMXBean;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// The threads of this process.
public final class Threads {
    private Threads() {}

    /// All of them, virtual ones included, with their names and stacks.
    public static String dump() {
        try {
            Path file = Files.createTempDirectory("threads").resolve("dump");
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(file.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
            String text = Files.readString(file);
            Files.delete(file);
            Files.delete(file.getParent());
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
