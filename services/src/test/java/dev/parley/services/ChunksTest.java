package dev.parley.services;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// The memory that downloads take.
class ChunksTest {
    private static final int SIZE = 200_000;

    @TempDir Path folder;

    private Chunks open() throws Exception {
        Path file = folder.resolve("f");
        if (!Files.exists(file)) {
            Files.write(file, new byte[SIZE]);
        }
        return new Chunks("download \"f\"", FileChannel.open(file), SIZE);
    }

    private static long buffers() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getCount)
                .sum();
    }

    @Test
    void downloadsOneAfterTheOtherShareABuffer() throws Exception {
        for (int i = 0; i < 2; i++) {
            long before = buffers();
            for (int n = 0; n < 100; n++) {
                try (Chunks chunks = open()) {
                    assertThat(chunks.next().isDirect()).isTrue();
                }
            }
            assertThat(buffers() - before).isLessThan(10);
        }
    }

    @Test
    void oneThatIsGivenUpBeforeItsFirstChunkTakesNone() throws Exception {
        long before = buffers();
        for (int n = 0; n < 100; n++) {
            open().close();
        }
        assertThat(buffers() - before).isZero();
    }
}
