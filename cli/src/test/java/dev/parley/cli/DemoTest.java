package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;

@Timeout(60)
class DemoTest {
    @Test
    void everyCallEndsAsExpected() {
        Outcome outcome = Outcome.of("demo");

        assertThat(outcome.out()).endsWith("24 calls, and each ended as expected.\n");
        assertThat(outcome.out()).containsPattern("\\$ parley -u unix:///\\S+ notes add milk --priority high\n1\n");
        assertThat(outcome.out()).contains("$ parley ps\n", "$ parley -u local://demo-");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.status()).isZero();
    }

    @Test
    void aSurpriseIsNoticed() {
        DemoStep step = new DemoStep("", DemoStep.Place.TCP, "", List.of(), 0, 0, "one\ntwo …\n");

        assertThat(step.isExpected("one\ntwo and more\n")).isTrue();
        assertThat(step.isExpected("one\ntwo\n")).isFalse();
        assertThat(step.isExpected("on\ntwo and more\n")).isFalse();
        assertThat(step.isExpected("one\ntwo and more\nthree\n")).isFalse();
        assertThat(step.isExpected("one\n")).isFalse();
    }

    @Test
    void linesOfOthersMayStandBetween() {
        DemoStep step = new DemoStep("", DemoStep.Place.NONE, "", List.of(), 0, 0, "name …\n…\nours …\n…\n");

        assertThat(step.isExpected("name pid\nours 1\n")).isTrue();
        assertThat(step.isExpected("name pid\nan other 2\nours 1\nyet another 3\n")).isTrue();
        assertThat(step.isExpected("name pid\nan other 2\n")).isFalse();
        assertThat(step.isExpected("ours 1\n")).isFalse();
    }
}
