package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.CallListener;
import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.Peer;
import dev.parley.Server;
import dev.parley.Service;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/// What a listener hears, at either end.
abstract class ListenersConformance extends Conformance {
    private static final class Telling implements CallListener {
        final Events events = new Events();

        @Override
        public void connected(Peer peer) {
            events.add("connected by " + peer.transport());
        }

        @Override
        public void disconnected(Peer peer, String why) {
            events.add("disconnected");
        }

        @Override
        public void callStarted(Peer peer, String service, String command, boolean inbound) {
            events.add((inbound ? "in: " : "out: ") + service + "." + command);
        }

        @Override
        public void callEnded(
                Peer peer, String service, String command, boolean inbound, Duration took, @Nullable Code code) {
            boolean plausible = !took.isNegative() && took.compareTo(Duration.ofMinutes(1)) < 0;
            events.add(
                    (inbound ? "in: " : "out: ")
                            + service
                            + "."
                            + command
                            + " ended: "
                            + (code == null ? "well" : code)
                            + (plausible ? "" : " after " + took));
        }
    }

    @Service("heard")
    static class HeardService {
        final CountDownLatch started = new CountDownLatch(1);

        @Command
        String echo(String text) {
            return text;
        }

        @Command
        void fail() {
            throw new NoSuchElementException("nothing");
        }

        @Command
        Stream<Integer> stream() {
            return Stream.of(1, 2, 3);
        }

        @Command
        void waitForEver() throws InterruptedException {
            started.countDown();
            new CountDownLatch(1).await();
        }
    }

    interface Heard {
        String echo(String text);

        void fail();

        Stream<Integer> stream();

        CompletableFuture<@Nullable Void> waitForEver();
    }

    private final HeardService service = new HeardService();
    private final Telling atServer = new Telling();
    private final Telling atClient = new Telling();

    ListenersConformance(ConformanceSuite suite) {
        super(suite);
    }

    private Client start() {
        serve(server -> server.listener(atServer), service);
        Client client = connect(builder -> builder.listener(atClient));
        String scheme = transport();
        atClient.events.expect("connected by " + scheme);
        atServer.events.expect("connected by " + scheme);
        return client;
    }

    private void expect(String command, String end) {
        atClient.events.expect("out: heard." + command);
        atServer.events.expect("in: heard." + command, "in: heard." + command + " ended: " + end);
        atClient.events.expect("out: heard." + command + " ended: " + end);
    }

    @Test
    void aListenerHearsOfCallsAndHowTheyEnd() {
        Client client = start();
        client.service(Heard.class).echo("milk");
        expect("echo", "well");
        failure(client.service(Heard.class)::fail);
        expect("fail", "NOT_FOUND");
        failure(() -> client.service("heard").call("echo", 1));
        expect("echo", "INVALID_ARGUMENT");
        failure(() -> client.service("heard").call("unknown"));
        expect("unknown", "UNIMPLEMENTED");
    }

    @Test
    void aStreamEndsItsCallWithItsLastItem() {
        Client client = start();
        assertThat(client.service(Heard.class).stream()).containsExactly(1, 2, 3);
        expect("stream", "well");
    }

    @Test
    void aCancelledCallEndsAtBothEnds() {
        CompletableFuture<@Nullable Void> future = start().service(Heard.class).waitForEver();
        Await.opened("the handler runs", service.started);
        future.cancel(true);
        expect("waitForEver", "CANCELLED");
    }

    @Test
    void aListenerHearsOfTheEndOfAConnection() {
        Client client = start();
        client.close();
        atClient.events.expect("disconnected");
        atServer.events.expect("disconnected");
    }

    @Test
    void aConnectionThatTheServerEndsIsHeardOfAtTheClient() {
        Server server = serve(builder -> builder.listener(atServer), service);
        connect(builder -> builder.listener(atClient)).service(Heard.class).echo("milk");
        server.close();
        String scheme = transport();
        atClient.events.expect(
                "connected by " + scheme, "out: heard.echo", "out: heard.echo ended: well", "disconnected");
        atServer.events.expect(
                "connected by " + scheme, "in: heard.echo", "in: heard.echo ended: well", "disconnected");
    }

    @Test
    void aListenerThatThrowsHarmsNobody() {
        CallListener throwing =
                new CallListener() {
                    @Override
                    public void connected(Peer peer) {
                        throw new IllegalStateException("listener");
                    }

                    @Override
                    public void disconnected(Peer peer, String why) {
                        throw new IllegalStateException("listener");
                    }

                    @Override
                    public void callStarted(Peer peer, String service, String command, boolean inbound) {
                        throw new IllegalStateException("listener");
                    }

                    @Override
                    public void callEnded(
                            Peer peer,
                            String service,
                            String command,
                            boolean inbound,
                            Duration took,
                            @Nullable Code code) {
                        throw new IllegalStateException("listener");
                    }
                };
        serve(server -> server.listener(throwing), service);
        Client client = connect(builder -> builder.listener(throwing));
        assertThat(client.service(Heard.class).echo("milk")).isEqualTo("milk");
        assertThat(client.service(Heard.class).stream()).hasSize(3);
        assertFails(Code.NOT_FOUND, "nothing", client.service(Heard.class)::fail);
    }
}
