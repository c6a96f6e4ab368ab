package dev.parley.bench;

import com.sun.management.OperatingSystemMXBean;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The machine that figures come from, in words.
final class Machine {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private Machine() {}

    /// How many threads wanted to run in the last minute, on average. Figures are good where it is near zero before.
    static double load() {
        return SYSTEM.getSystemLoadAverage();
    }

    static List<String> description() {
        return List.of(
                "%d cores, %s".formatted(SYSTEM.getAvailableProcessors(), processor()),
                String.format(Locale.ROOT, "%.0f GiB of memory", SYSTEM.getTotalMemorySize() / (double) (1L << 30)),
                SYSTEM.getName() + " " + SYSTEM.getVersion() + " " + SYSTEM.getArch(),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
                "each contender in a JVM of its own, client and server together: java " + String.join(" ", Fork.FLAGS));
    }

    private static String processor() {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(info)) {
            return "processor unknown";
        }
        try (Stream<String> lines = Files.lines(info)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("processor unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
