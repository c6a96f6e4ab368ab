package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.Call;
import dev.parley.CallListener;
import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.Peer;
import dev.parley.RpcException;
import dev.parley.Server;
import dev.parley.ServerBuilder;
import dev.parley.Service;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/// Handlers that call others in their turn: their caller, another server, or by mistake their own.
@Timeout(60)
class HandlersThatCallTest {
    @TempDir Path folder;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @Service("greeter")
    interface Greeter {
        String hi(String name);
    }

    @Service("asker")
    static final class Asker {
        /// Calls its caller back, and tells what became of it.
        @Command
        @CommandId(1)
        String ask() {
            RpcException e =
                    catchThrowableOfType(RpcException.class, () -> Call.current().caller(Greeter.class).hi("you"));
            return e.code() + (e.mayHaveRun() ? "" : ", not run") + ": " + e.getMessage();
        }

        /// As if it had called another server's command, which is not there.
        @Command
        @CommandId(2)
        void relies() {
            throw new RpcException(Code.UNIMPLEMENTED, "UnknownCommand", "no command \"find\" over there", null);
        }
    }

    @AfterEach
    void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    private String url(String protocol) {
        return protocol + "+unix://" + folder.resolve("s");
    }

    private void serve(String protocol, UnaryOperator<ServerBuilder> how) {
        open.push(how.apply(Server.builder().listen(url(protocol))).start());
    }

    private Client client(String protocol) {
        Client client = Client.builder(url(protocol)).build();
        open.push(client);
        return client;
    }

    @Service("asker")
    interface Asking {
        @CommandId(1)
        String ask();

        @CommandId(2)
        void relies();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zrpc", "snekrpc", "basic"})
    void aHandlerThatCallsItsCallerBackWhereThatCannotBeSaidFailsAtOnce(String protocol) {
        serve(protocol, server -> server.service(new Asker()));
        assertThat(client(protocol).service(Asking.class).ask())
                .isEqualTo("UNIMPLEMENTED, not run: greeter.hi: the peer's protocol takes no calls");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zrpc", "jsonrpc", "msgpackrpc", "basic"})
    void aHandlerForWhichACommandIsMissingHasRun(String protocol) {
        serve(protocol, server -> server.service(new Asker()));
        RpcException failure =
                catchThrowableOfType(RpcException.class, () -> client(protocol).service(Asking.class).relies());
        assertThat(failure).hasMessage("no command \"find\" over there");
        assertThat(failure.type()).isEqualTo("UnknownCommand");
        assertThat(failure.mayHaveRun()).isTrue();
    }

    @Test
    void jsonRpcSaysThatAMethodIsNotFoundOnlyOfTheOneThatWasCalled() throws Exception {
        Server server = Server.builder().service(new Asker()).listen("jsonrpc+tcp://127.0.0.1:0").start();
        open.push(server);
        try (LinePeer peer = new LinePeer(server.urls().getFirst())) {
            assertThat(peer.ask("{\"jsonrpc\":\"2.0\",\"method\":\"relies\",\"id\":1}")).contains("\"code\":-32012,");
            assertThat(peer.ask("{\"jsonrpc\":\"2.0\",\"method\":\"find\",\"id\":2}")).contains("\"code\":-32601,");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"zrpc", "jsonrpc", "msgpackrpc"})
    void aCircleThatTheProtocolDoesNotShowSoonEnds(String protocol) {
        AtomicInteger calls = new AtomicInteger();
        CallListener counting =
                new CallListener() {
                    @Override
                    public void callStarted(Peer peer, String service, String command, boolean inbound) {
                        calls.incrementAndGet();
                    }
                };
        serve(protocol, server -> server.remote("asker", client(protocol)).listener(counting));
        Client client = client(protocol).withTimeout(Duration.ofSeconds(50));
        RpcException failure = catchThrowableOfType(RpcException.class, () -> client.service("asker").call("ask"));
        assertThat(failure)
                .hasMessageContaining(
                        "service asker: 1000 calls are under way to its server, whose protocol cannot tell it where"
                                + " they come from (the most there may be; does it lead back to this server?)");
        assertThat(failure.mayHaveRun()).isEqualTo(protocol.equals("zrpc")); // which cannot say it
        assertThat(calls).hasValueLessThan(3000);
        calls.set(0);
        if (!protocol.equals("zrpc")) { // whose service needs no name: it is not described by one
            assertThat(catchThrowableOfType(RpcException.class, () -> client.describe("asker")))
                    .hasMessageContaining("does it lead back to this server?");
        }
        assertThat(calls).hasValueLessThan(3000);
    }
}
