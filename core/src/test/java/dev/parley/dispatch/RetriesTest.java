package dev.parley.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetriesTest {
    private final Retries retries = new Retries();

    private int takeAll() {
        int taken = 0;
        while (taken < 10_000 && retries.take()) {
            taken++;
        }
        return taken;
    }

    private void called(int times) {
        for (int i = 0; i < times; i++) {
            retries.called();
        }
    }

    @Test
    void aHundredCallsMayBeRepeatedAtOnce() {
        assertThat(takeAll()).isEqualTo(100);
    }

    @Test
    void thenATenthOfThoseThatAreMade() {
        takeAll();
        called(9);
        assertThat(takeAll()).isZero();
        called(1);
        assertThat(takeAll()).isEqualTo(1);
        called(250);
        assertThat(takeAll()).isEqualTo(25);
    }

    @Test
    void noMoreThanAHundredAreSavedUp() {
        called(100_000);
        assertThat(takeAll()).isEqualTo(100);
    }
}
