package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Command;
import dev.parley.Limits;
import dev.parley.Server;
import dev.parley.Service;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

import java.util.Map;

/// A server of ours and a client of others, who says what it says byte by byte.
@Timeout(60)
abstract class JsonRpcTests {
    final JsonRpcCalc calc = new JsonRpcCalc();
    Server server;
    LinePeer peer;

    @Service("other")
    static final class Other {
        @Command
        String subtract() {
            return "other";
        }
    }

    @BeforeEach
    void start() throws Exception {
        server = serve(Limits.DEFAULT);
        peer = new LinePeer(server.urls().getFirst());
    }

    Server serve(Limits limits) {
        return Server.builder()
                .service(calc)
                .service(new Other())
                .limits(limits)
                .listen("tcp://127.0.0.1:0")
                .wires("jsonrpc")
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        calc.go.countDown();
        peer.close();
        server.close();
    }

    /// Number and id of an error, as `-32600 null`.
    static String error(@Nullable String line) {
        return errorOf(LinePeer.value(line));
    }

    static String errorOf(@Nullable Object answer) {
        Map<?, ?> error = (Map<?, ?>) ((Map<?, ?>) answer).get("error");
        assertThat(error).as("%s", answer).isNotNull();
        assertThat(error.get("message")).isInstanceOf(String.class);
        return error.get("code") + " " + ((Map<?, ?>) answer).get("id");
    }
}
