package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Which requests are remembered, and for how long.
class ZrpcAnsweredTest {
    private long now = Long.MAX_VALUE - 5; // it is about to wrap around
    private final ZrpcAnswered answered = new ZrpcAnswered(() -> now);

    @Test
    void aConnectionPushesOutItsOwnFirst() {
        ZrpcAnswered.Connection one = answered.connection(2);
        ZrpcAnswered.Connection other = answered.connection(2);
        other.take("other", 1);
        for (int i = 0; i < 3; i++) {
            assertThat(one.take("request-" + i, i)).isNull();
        }
        assertThat(other.take("request-2", 5)).isEqualTo(one.name + ":2");
        assertThat(one.take("other", 6)).isEqualTo(other.name + ":1");
        assertThat(other.take("request-0", 7)).as("forgotten").isNull();
        assertThat(one.take("request-0", 8)).as("now the other's").isEqualTo(other.name + ":7");
    }

    @Test
    void theOldestArePushedOutBySoMany() {
        ZrpcAnswered.Connection old = answered.connection(ZrpcAnswered.MOST);
        for (int i = 0; i < ZrpcAnswered.MOST; i++) {
            old.take("old-" + i, i);
        }
        now += ZrpcAnswered.WAITING;
        ZrpcAnswered.Connection fresh = answered.connection(ZrpcAnswered.MOST);
        assertThat(old.take("old-0", 1)).as("who asks again is heard of").isNotNull();
        for (int i = 0; i < 1000; i++) {
            fresh.take("fresh-" + i, i);
        }
        assertThat(old.take("old-0", 1)).isNotNull();
        assertThat(old.take("old-1001", 1)).isNotNull();
        assertThat(fresh.take("fresh-0", 1)).isNotNull();
        assertThat(fresh.take("old-1", 1)).isNull();
        assertThat(fresh.take("old-1000", 1)).isNull();
    }

    @Test
    void busyClientsDoNotPushOutOneThatWaits() {
        ZrpcAnswered.Connection patient = answered.connection(ZrpcAnswered.FEW);
        patient.take("patient", 7);
        for (int client = 0; client < 20; client++) {
            ZrpcAnswered.Connection busy = answered.connection(10_000);
            for (int i = 0; i < 10_000; i++) {
                busy.take("busy-" + client + "-" + i, i);
            }
        }
        assertThat(answered.connection(16).take("patient", 1)).isEqualTo(patient.name + ":7");
        ZrpcAnswered.Connection last = answered.connection(10_000);
        for (int i = 0; i < 10_000; i++) {
            last.take("last-" + i, i);
        }
        assertThat(last.take("last-0", 1)).as("who has become busy last").isNotNull();
        for (int client = 0; client < 1000; client++) { // each with no more than it may have
            ZrpcAnswered.Connection other = answered.connection(ZrpcAnswered.FEW);
            assertThat(other.take("other-" + client, 1)).isNull();
            assertThat(other.take("other-" + client, 2)).isNotNull();
        }
    }
}
