package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Limits;
import dev.parley.Server;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Calls that nobody wants an answer to.
class JsonRpcNotificationTest extends JsonRpcTests {
    @Test
    void notificationsAreNotAnsweredNotEvenWrongOnes() throws Exception {
        peer.say("{\"jsonrpc\": \"2.0\", \"method\": \"update\", \"params\": [1,2,3,4,5]}\n");
        peer.say("{\"jsonrpc\": \"2.0\", \"method\": \"foobar\"}\n");
        peer.say("{\"jsonrpc\": \"2.0\", \"method\": \"subtract\", \"params\": [\"a\"]}\n");
        assertThat(calc.next()).isEqualTo("update [1, 2, 3, 4, 5]");
        assertThat(peer.ask("{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"id\":1}"))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":0,\"id\":1}");
    }

    @Test
    void theLogTellsOfNotificationsThatAreDropped() throws Exception {
        Logger logger = Logger.getLogger(JsonRpcWire.class.getName());
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        Handler handler =
                new Handler() {
                    @Override
                    public void publish(LogRecord line) {
                        lines.add(line.getLevel() + " " + line.getMessage());
                    }

                    @Override
                    public void flush() {}

                    @Override
                    public void close() {}
                };
        logger.addHandler(handler);
        try {
            peer.say("{\"jsonrpc\":\"2.0\",\"method\":\"nope\"}\n");
            assertThat(lines.poll(20, TimeUnit.SECONDS))
                    .startsWith("INFO a notification was not carried out: UNIMPLEMENTED: no command \"nope\"");
        } finally {
            logger.removeHandler(handler);
        }
    }

    @Test
    void aFloodOfNotificationsRunsAtMostAsManyAsTheLimitAllows() throws Exception {
        try (Server few = serve(Limits.DEFAULT.withMaxCalls(50));
                LinePeer flood = new LinePeer(few.urls().getFirst())) {
            flood.say("{\"jsonrpc\":\"2.0\",\"method\":\"later\"}\n".repeat(20_000));
            calc.waiting.acquire(50);
            assertThat(flood.ask("{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"id\":1}"))
                    .contains("-32008")
                    .contains("50 calls in flight on this connection (the limit maxCalls)");
            assertThat(calc.most).hasValue(50);
            assertThat(peer.ask("{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"id\":1}"))
                    .as("others are not concerned")
                    .contains("\"result\":0");
        }
    }

    @Test
    void aNotificationOutlivesItsConnectionAndACallDoesNot() throws Exception {
        try (LinePeer leaving = new LinePeer(server.urls().getFirst())) {
            leaving.say("{\"jsonrpc\":\"2.0\",\"method\":\"update_later\",\"params\":[\"notified\"]}\n");
            leaving.say("{\"jsonrpc\":\"2.0\",\"method\":\"update_later\",\"params\":[\"called\"],\"id\":1}\n");
            calc.waiting.acquire(2);
        }
        assertThat(calc.next()).isEqualTo("called interrupted");
        assertThat(calc.heard).isEmpty();
        calc.go.countDown();
        assertThat(calc.next()).isEqualTo("notified done");
    }

    @Test
    void noMoreNotificationsOutliveTheirConnectionsThanMayRunOnOne() throws Exception {
        try (Server few = serve(Limits.DEFAULT.withMaxCalls(2))) {
            for (String name : List.of("first", "second")) {
                try (LinePeer leaving = new LinePeer(few.urls().getFirst())) {
                    String line = "{\"jsonrpc\":\"2.0\",\"method\":\"update_later\",\"params\":[\"" + name + "\"]}\n";
                    leaving.say(line.repeat(2));
                    calc.waiting.acquire(2);
                }
                while (few.connections() > 0) {
                    Thread.onSpinWait();
                }
            }
            assertThat(List.of(calc.next(), calc.next())).containsOnly("second interrupted");
            calc.go.countDown();
            assertThat(List.of(calc.next(), calc.next())).containsOnly("first done");
        }
    }

    @Test
    void aNotificationThatRunsIsInterruptedWhenTheServerIsClosed() throws Exception {
        try (LinePeer leaving = new LinePeer(server.urls().getFirst())) {
            leaving.say("{\"jsonrpc\":\"2.0\",\"method\":\"update_later\",\"params\":[\"left\"]}\n");
            peer.say("{\"jsonrpc\":\"2.0\",\"method\":\"update_later\",\"params\":[\"stayed\"]}\n");
            calc.waiting.acquire(2);
        }
        while (server.connections() > 1) {
            Thread.onSpinWait();
        }
        server.close();
        assertThat(List.of(calc.next(), calc.next()))
                .containsExactlyInAnyOrder("left interrupted", "stayed interrupted");
    }
}
