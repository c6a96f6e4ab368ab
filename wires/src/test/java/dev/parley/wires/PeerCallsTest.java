package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PeerCallsTest {
    @Test
    void theOtherEndsCallsAreOddWhereItHasOpenedTheConnectionAndEvenWhereWeHave() {
        PeerCalls<String> server = new PeerCalls<>(false);
        PeerCalls<String> client = new PeerCalls<>(true);
        assertThat(new int[] {server.request("a"), server.notification(), server.request("b")})
                .containsExactly(1, 3, 5);
        assertThat(new int[] {client.request("a"), client.notification(), client.request("b")})
                .containsExactly(2, 4, 6);
    }

    @Test
    void anAnswerIsGivenOnceAndNeverToANotification() {
        PeerCalls<String> calls = new PeerCalls<>(false);
        int request = calls.request("seven");
        int notification = calls.notification();
        assertThat(calls.answer(notification)).isNull();
        assertThat(calls.answer(request)).isEqualTo("seven");
        assertThat(calls.answer(request)).isNull();
    }

    @Test
    void anAnswerThatNobodyWaitsForIsTold() {
        PeerCalls<String> calls = new PeerCalls<>(true);
        calls.sent(1);
        calls.sent(3);
        assertThat(calls.over(1L + (1L << 32))).isFalse();
        assertThat(calls.over(5)).isFalse();
        assertThat(calls.unanswered()).containsExactlyInAnyOrder(1, 3);
        assertThat(calls.over(3)).isTrue();
        assertThat(calls.over(3)).isFalse();
        assertThat(calls.unanswered()).containsExactly(1);
    }
}
