package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class PausesTest {
    private static final long MILLISECOND = 1_000_000;

    /// In milliseconds.
    private static List<Long> next(Pauses pauses, int count) {
        List<Long> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(Math.round((double) pauses.next() / MILLISECOND));
        }
        return all;
    }

    @Test
    void theyGrowUpToTenSeconds() {
        assertThat(next(new Pauses(() -> 0.5), 13))
                .containsExactly(
                        100L, 160L, 256L, 410L, 655L, 1049L, 1678L, 2684L, 4295L, 6872L, 10_000L, 10_000L, 10_000L);
    }

    @Test
    void theyAreAFifthShorterOrLongerAtMost() {
        assertThat(next(new Pauses(() -> 0), 12)).startsWith(80L, 128L).endsWith(8000L);
        assertThat(next(new Pauses(() -> 1), 12)).startsWith(120L, 192L).endsWith(12_000L);
    }

    @Test
    void twoClientsDoNotPauseInStep() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Pauses one = new Pauses(random::nextDouble);
        Pauses other = new Pauses(random::nextDouble);
        assertThat(next(one, 5)).as("seed %d", seed).isNotEqualTo(next(other, 5));
    }

    @Test
    void afterASuccessTheyBeginAnew() {
        Pauses pauses = new Pauses(() -> 0.5);
        next(pauses, 20);
        pauses.reset();
        assertThat(next(pauses, 2)).containsExactly(100L, 160L);
    }
}
