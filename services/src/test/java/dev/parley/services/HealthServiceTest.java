package dev.parley.services;

import static dev.parley.services.HealthService.Status.NOT_SERVING;
import static dev.parley.services.HealthService.Status.SERVING;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.CallListener;
import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Peer;
import dev.parley.RpcException;
import dev.parley.Server;
import dev.parley.services.HealthService.Status;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

@Timeout(20)
class HealthServiceTest {
    /// As somebody else would write it.
    interface Health {
        Stream<Long> ping(int count, double interval);

        Status check(String service);

        Stream<Status> watch(String service);
    }

    private final HealthService service = new HealthService("notes", "billing");
    private final BlockingQueue<String> ended = new LinkedBlockingQueue<>();
    private Server server;
    private Client client;
    private Health health;

    @BeforeEach
    void start() {
        CallListener listener =
                new CallListener() {
                    @Override
                    public void callEnded(
                            Peer peer,
                            String name,
                            String command,
                            boolean inbound,
                            Duration took,
                            @Nullable Code code) {
                        ended.add(command);
                    }
                };
        server = Server.builder().service(service).listener(listener).listen("memory://health").start();
        client = Client.connect("memory://health");
        health = client.service(Health.class);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void whatItIsMadeWithServes() {
        assertThat(health.check("notes")).isEqualTo(SERVING);
        assertThat(client.service("health").call("check")).isEqualTo("serving");
    }

    @Test
    void aStateThatIsSetIsTold() {
        service.set("notes", NOT_SERVING);

        assertThat(health.check("notes")).isEqualTo(NOT_SERVING);
        assertThat(health.check("billing")).isEqualTo(SERVING);
        assertThat(health.check("")).isEqualTo(SERVING);
    }

    @Test
    void aServiceIsKnownOnceItsStateIsSet() {
        service.set("later", NOT_SERVING);

        assertThat(health.check("later")).isEqualTo(NOT_SERVING);
    }

    @Test
    void anUnknownServiceIsNotFound() {
        assertThatThrownBy(() -> health.check("nots"))
                .isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.NOT_FOUND))
                .hasMessage("no service \"nots\" (there are: billing, notes)");
        assertThatThrownBy(() -> health.watch("nots").findFirst())
                .isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.NOT_FOUND));
    }

    @Test
    void aWatcherHearsTheStateAndThenEachChange() {
        try (Stream<Status> states = health.watch("notes")) {
            Iterator<Status> each = states.iterator();
            assertThat(each.next()).isEqualTo(SERVING);

            service.set("notes", NOT_SERVING);
            assertThat(each.next()).isEqualTo(NOT_SERVING);

            service.set("billing", NOT_SERVING); // another one
            service.set("notes", NOT_SERVING); // no change
            service.set("notes", SERVING);
            assertThat(each.next()).isEqualTo(SERVING);
        }
    }

    @Test
    void manyWatchersHearOfAChange() {
        try (Stream<Status> one = health.watch("");
                Stream<Status> other = health.watch("")) {
            List<Iterator<Status>> all = List.of(one.iterator(), other.iterator());
            all.forEach(each -> assertThat(each.next()).isEqualTo(SERVING));

            service.set("", NOT_SERVING);

            all.forEach(each -> assertThat(each.next()).isEqualTo(NOT_SERVING));
        }
    }

    @Test
    void aWatcherThatLeavesIsForgotten() throws InterruptedException {
        try (Stream<Status> states = health.watch("notes")) {
            states.iterator().next();
        }

        assertThat(ended.poll(10, TimeUnit.SECONDS)).isEqualTo("watch");
    }

    @Test
    void aWatchThatIsInterruptedIsCancelled() {
        Changes changes = new Changes(service, "notes", SERVING);
        changes.next();
        Thread.currentThread().interrupt();

        assertThatThrownBy(changes::next)
                .isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.CANCELLED));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void pingAnswersAsOftenAsAsked() {
        assertThat(health.ping(3, 0.001)).containsExactly(1L, 2L, 3L);
        assertThat(client.service("health").stream("ping")).containsExactly(1L);
    }

    @Test
    void pingPausesBetweenItsAnswers() {
        long start = System.nanoTime();

        assertThat(health.ping(3, 0.05)).hasSize(3);

        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(100_000_000);
    }

    @Test
    void pingGoesOnUntilItIsClosed() throws InterruptedException {
        try (Stream<Long> answers = health.ping(0, 0)) {
            assertThat(answers.skip(999).findFirst()).contains(1000L);
        }

        assertThat(ended.poll(10, TimeUnit.SECONDS)).isEqualTo("ping");
    }

    @Test
    void pingRefusesPausesThatAreNone() {
        for (double interval : new double[] {-1, Double.NaN, 1e300}) {
            assertThatThrownBy(() -> health.ping(2, interval).toList())
                    .isInstanceOfSatisfying(
                            RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.INVALID_ARGUMENT))
                    .hasMessage("interval: got " + interval + " (expected seconds, from 0 to 1e9)");
        }
    }
}
