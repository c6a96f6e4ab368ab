package dev.parley.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

@Timeout(60)
class RollingRestartTest {
    @TempDir Path folder;

    @Test
    void noCallFailsAndEachRunsOnce() throws Exception {
        List<String> said = new ArrayList<>();
        try (RollingRestart both =
                new RollingRestart("unix://" + folder.resolve("one"), "unix://" + folder.resolve("two"))) {
            long calls = both.run(4, said::add);
            assertThat(calls).isPositive();
            assertThat(both.count()).isEqualTo(calls);
        }
        assertThat(said).hasSize(4);
    }
}
