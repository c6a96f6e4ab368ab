package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.Limits;
import dev.parley.RpcException;
import dev.parley.Server;
import dev.parley.Service;
import dev.parley.value.Codec;
import dev.parley.value.Codecs;
import dev.parley.value.Output;
import dev.parley.value.Reader;
import dev.parley.value.Writer;
import dev.parley.wire.Frame;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

/// Ends that say nothing, say nonsense or fall silent, and ends that do not understand each other.
abstract class ConnectionsConformance extends Conformance {
    private static final Duration SHORT = Duration.ofMillis(200);

    /// For those who do greet, whatever else the machine does, to do so in time.
    private static final Duration HANDSHAKE = Duration.ofSeconds(1);

    @Service("steady")
    static class SteadyService {
        final Events events = new Events();

        @Command
        String echo(String text) {
            return text;
        }

        @Command
        void waitForEver() throws InterruptedException {
            events.add("started");
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                events.add("interrupted");
                throw e;
            }
        }

        @Command
        Stream<byte[]> flood() {
            return Stream.generate(() -> new byte[50_000]).onClose(() -> events.add("closed"));
        }
    }

    interface Steady {
        String echo(String text);
    }

    private record Renamed(String name, Codec codec) implements Codec {
        @Override
        public Writer writer(Output out) {
            return codec.writer(out);
        }

        @Override
        public Reader reader(byte[] bytes, int offset, int length) {
            return codec.reader(bytes, offset, length);
        }
    }

    private final SteadyService service = new SteadyService();
    private final BlockingQueue<RawPeer> accepted = new LinkedBlockingQueue<>();

    ConnectionsConformance(ConformanceSuite suite) {
        super(suite);
    }

    /// Whether the others are served as before.
    private static void assertServed(Server server, Client client) {
        assertThat(client.service(Steady.class).echo("milk")).isEqualTo("milk");
        Await.until("only the good connection is left", () -> server.connections() == 1);
        assertThat(client.service(Steady.class).echo("bread")).isEqualTo("bread");
    }

    // ---- what a server bears

    private RawPeer rawPeer() {
        return RawPeer.connect(plainUrl(), suite().clientTls());
    }

    @Test
    void aClientThatSaysNothingIsCutOff() {
        Server server = serve(builder -> builder.limits(Limits.DEFAULT.withHandshake(HANDSHAKE)), service);
        Client client = connect();
        assertThat(client.service(Steady.class).echo("milk")).isEqualTo("milk");
        RawPeer silent = closeLater(rawPeer()).start();
        silent.awaitClosed();
        assertServed(server, client);
    }

    @Test
    void aClientThatSpeaksSomethingElseIsCutOff() {
        Server server = serve(service);
        Client client = connect();
        RawPeer browser = closeLater(rawPeer()).start();
        browser.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        browser.awaitClosed();
        assertServed(server, client);
    }

    @Test
    void aClientThatSendsNonsenseAfterItsGreetingIsToldWhyAndCutOff() {
        Server server = serve(service);
        Client client = connect();
        RawPeer broken = closeLater(rawPeer()).start();
        broken.greet("msgpack");
        assertThat(broken.next()).isInstanceOf(Frame.Hello.class);
        broken.call(1, "steady", "waitForEver");
        service.events.expect("started");
        broken.send(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1});
        assertThat(broken.next())
                .isInstanceOfSatisfying(
                        Frame.GoAway.class, goAway -> assertThat(goAway.message()).contains("a frame of"));
        broken.awaitClosed();
        service.events.expect("interrupted");
        assertServed(server, client);
    }

    @Test
    void aClientThatFallsSilentIsAskedAndCutOff() {
        Server server = serve(builder -> builder.limits(Limits.DEFAULT.withKeepalive(SHORT, SHORT)), service);
        Client client = connect();
        RawPeer silent = closeLater(rawPeer()).start();
        silent.greet("msgpack");
        assertThat(silent.next()).isInstanceOf(Frame.Hello.class);
        silent.call(1, "steady", "waitForEver");
        service.events.expect("started");
        assertThat(silent.next()).isInstanceOf(Frame.Ping.class);
        silent.awaitClosed();
        service.events.expect("interrupted");
        assertServed(server, client);
    }

    @Test
    void aSilentClientThatAnswersIsKept() {
        serve(builder -> builder.limits(Limits.DEFAULT.withKeepalive(SHORT, SHORT)), service);
        RawPeer alive = closeLater(rawPeer()).start();
        alive.greet("msgpack");
        assertThat(alive.next()).isInstanceOf(Frame.Hello.class);
        for (int i = 0; i < 3; i++) {
            assertThat(alive.next())
                    .isInstanceOfSatisfying(Frame.Ping.class, ping -> alive.send(new Frame.Pong(ping.number())));
        }
        alive.call(1, "steady", "echo");
        assertThat(alive.next()).isInstanceOf(Frame.Failure.class); // the text is missing
    }

    @Test
    void aClientThatDoesNotReadIsCutOffInTheEnd() {
        Server server = serve(builder -> builder.limits(Limits.DEFAULT.withKeepalive(SHORT, SHORT)), service);
        Client client = connect();
        RawPeer deaf = closeLater(rawPeer()); // never starts to read
        deaf.greet("msgpack");
        for (int id = 1; id < 200; id += 2) {
            deaf.call(id, "steady", "flood");
        }
        for (int i = 0; i < 100; i++) {
            service.events.expect("closed");
        }
        assertServed(server, client);
    }

    // ---- what a client bears

    @Test
    void aServerThatSaysNothingFailsItsCallers() {
        listenRaw();
        Client client = connect(builder -> builder.limits(Limits.DEFAULT.withHandshake(HANDSHAKE)));
        Background<String> call = Background.start(() -> client.service(Steady.class).echo("milk"));
        accept();
        RpcException failure = call.failure();
        assertThat(failure.code()).isIn(Code.UNAVAILABLE, Code.DEADLINE_EXCEEDED);
        assertThat(failure).hasMessageContaining("the limit handshake");
    }

    @Test
    void aServerThatFallsSilentFailsItsCallers() {
        listenRaw();
        Client client = connect(builder -> builder.limits(Limits.DEFAULT.withKeepalive(SHORT, SHORT)));
        Background<String> call = Background.start(() -> client.service(Steady.class).echo("milk"));
        RawPeer server = accept();
        Frame.Hello hello = (Frame.Hello) server.next();
        server.greet(hello.codec());
        RpcException failure = call.failure();
        assertThat(failure.code()).as("the code of %s", failure).isEqualTo(Code.UNAVAILABLE);
        assertThat(failure).hasMessageContaining("the limit keepaliveTimeout");
        assertThat(failure.mayHaveRun()).isTrue();
    }

    @Test
    void aServerThatSendsNonsenseFailsItsCallers() {
        listenRaw();
        Client client = connect();
        Background<String> call = Background.start(() -> client.service(Steady.class).echo("milk"));
        RawPeer server = accept();
        assertThat(server.next()).isInstanceOf(Frame.Hello.class);
        assertThat(server.next()).isInstanceOf(Frame.Call.class);
        server.send("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        RpcException failure = call.failure();
        assertThat(failure).hasMessageContaining("something else than Parley's protocol");
        server.awaitClosed();
    }

    private void listenRaw() {
        url(closeLater(RawPeer.listen(url(), suite().serverTls(), accepted)).url().toString());
    }

    private RawPeer accept() {
        return closeLater(Await.next("a connection", accepted));
    }

    // ---- codecs

    @Test
    void aCodecThatBothEndsKnowIsUsed() {
        Codec own = new Renamed("own", Codecs.msgpack());
        serve(server -> server.codec(own), service);
        Client client = connect(builder -> builder.codec(own));
        assertThat(client.service(Steady.class).echo("milk")).isEqualTo("milk");
    }

    @Test
    void aCodecThatTheServerDoesNotKnowIsRefused() {
        Server server = serve(service);
        Client good = connect();
        Client client = connect(builder -> builder.codec(new Renamed("own", Codecs.msgpack())));
        RpcException failure = failure(() -> client.service(Steady.class).echo("milk"));
        assertThat(failure.code()).as("the code of %s", failure).isEqualTo(Code.UNIMPLEMENTED);
        assertThat(failure).hasMessageContaining("the codec \"own\" is not known here");
        assertThat(failure.mayHaveRun()).isFalse();
        client.close();
        assertServed(server, good);
    }
}
