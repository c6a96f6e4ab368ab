package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.session.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// A client with several URLs takes the first that works, whatever is wrong with those before.
@Timeout(60)
class SeveralUrlsTest {
    /// With these, a server that hangs would hold up everything for longer than the tests may take.
    private static final Limits PATIENT = Limits.DEFAULT.withHandshake(Duration.ofMinutes(10));

    @TempDir Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();

    @Service("who")
    static class Who {
        private final String name;

        Who(String name) {
            this.name = name;
        }

        @Command
        String name() {
            return name;
        }
    }

    /// Accepts, and says nothing.
    private static final class Hanging implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final BlockingQueue<Socket> accepted = new LinkedBlockingQueue<>();

        Hanging() throws IOException {
            Thread.startVirtualThread(() -> {
                try {
                    while (true) {
                        accepted.add(socket.accept());
                    }
                } catch (IOException e) {
                    // closed
                }
            });
        }

        String url() {
            return "tcp://127.0.0.1:" + socket.getLocalPort();
        }

        /// Waits until the client has left that came first.
        void awaitEnd() throws Exception {
            try (Socket first = accepted.take();
                    InputStream in = first.getInputStream()) {
                first.setSoTimeout(20_000);
                in.readAllBytes();
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
            for (Socket each : accepted) {
                each.close();
            }
        }
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T keep(T closeable) {
        open.add(closeable);
        return closeable;
    }

    private String url(String name) {
        return "unix://" + folder.resolve(name);
    }

    private Server serve(String name) {
        return keep(Server.builder().service(new Who(name)).listen(url(name)).start());
    }

    private Client connect(String first, String second) {
        return keep(Client.builder(first).or(second).limits(PATIENT).connect());
    }

    private static Object whoAnswers(Client client) {
        return client.service("who").call("name");
    }

    @Test
    void aServerThatHangsDoesNotHoldUpTheNext() throws Exception {
        Hanging hanging = keep(new Hanging());
        serve("two");
        Client client = connect(hanging.url(), url("two"));
        assertThat(whoAnswers(client)).isEqualTo("two");
        hanging.awaitEnd();
    }

    @Test
    void norDoesItWhenTheConnectionIsOpenedAgain() throws Exception {
        Hanging hanging = keep(new Hanging());
        Server first = serve("three");
        Client other = connect(hanging.url(), url("three"));
        assertThat(whoAnswers(other)).isEqualTo("three");
        hanging.awaitEnd();
        first.close();
        serve("three");
        assertThat(whoAnswers(other)).isEqualTo("three");
        hanging.awaitEnd();
    }

    @Test
    void norDoesOneThatDoesNotEvenAccept() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket a = new Socket(full.getInetAddress(), full.getLocalPort());
                Socket b = new Socket(full.getInetAddress(), full.getLocalPort())) {
            assertThat(List.of(a.isConnected(), b.isConnected())).containsOnly(true); // and no place is left
            serve("two");
            Client client = connect("tcp://127.0.0.1:" + full.getLocalPort(), url("two"));
            assertThat(whoAnswers(client)).isEqualTo("two");
            Await.until("the other attempt ends", () -> !Threads.dump().contains("parley-connect"));
        }
    }

    @Test
    void norDoesOneThatLeavesOrRefuses() throws Exception {
        serve("two");
        try (ServerSocket leaving = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> {
                try {
                    while (true) {
                        leaving.accept().close();
                    }
                } catch (IOException e) {
                    // closed
                }
            });
            assertThat(whoAnswers(connect("tcp://127.0.0.1:" + leaving.getLocalPort(), url("two")))).isEqualTo("two");
        }
        keep(
                Server.builder()
                        .service(new Who("full"))
                        .limits(Limits.DEFAULT.withMaxConnections(1))
                        .listen(url("full"))
                        .start());
        assertThat(whoAnswers(connect(url("full"), url("two")))).isEqualTo("full");
        assertThat(whoAnswers(connect(url("full"), url("two")))).isEqualTo("two");
        assertThatThrownBy(() -> connect(url("full"), url("nowhere")))
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.RESOURCE_EXHAUSTED))
                .hasMessage("1 connections (the limit maxConnections of the server)");
    }

    @Test
    void theFirstIsPreferred() {
        serve("one");
        serve("two");
        for (int i = 0; i < 20; i++) {
            assertThat(whoAnswers(connect(url("one"), url("two")))).isEqualTo("one");
        }
    }

    @Test
    void whoIsInterruptedDoesNotWait() throws Exception {
        Hanging one = keep(new Hanging());
        Hanging two = keep(new Hanging());
        BlockingQueue<Throwable> thrown = new LinkedBlockingQueue<>();
        Thread caller =
                Thread.startVirtualThread(() -> {
                    try {
                        connect(one.url(), two.url());
                    } catch (RpcException e) {
                        thrown.add(e);
                    }
                });
        Await.until("both are asked", () -> !one.accepted.isEmpty() && !two.accepted.isEmpty());
        caller.interrupt();
        assertThat(thrown.take())
                .isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.CANCELLED))
                .hasMessage("interrupted before connecting");
        one.awaitEnd();
        two.awaitEnd();
    }
}
