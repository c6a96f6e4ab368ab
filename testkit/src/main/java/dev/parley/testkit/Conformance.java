package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertAll;

import dev.parley.Client;
import dev.parley.ClientBuilder;
import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.Server;
import dev.parley.ServerBuilder;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

import java.net.URI;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.UnaryOperator;

/// What the tests of all themes have: a server and clients of it, which are closed when the test is over.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class Conformance {
    private final ConformanceSuite suite;
    private final Deque<AutoCloseable> open = new ConcurrentLinkedDeque<>();
    private volatile @Nullable String url;

    Conformance(ConformanceSuite suite) {
        this.suite = suite;
    }

    @AfterEach
    @Timeout(30)
    void closeWhatIsOpen() {
        List<Executable> closing = new ArrayList<>();
        for (AutoCloseable last = open.pollLast(); last != null; last = open.pollLast()) {
            AutoCloseable resource = last;
            closing.add(() -> close(resource));
        }
        assertAll(closing); // all of them, whatever becomes of the others
    }

    private static void close(AutoCloseable resource) throws Exception {
        resource.close();
        if (resource instanceof Server server) {
            assertThat(server.connections()).as("connections of a closed server").isZero();
        }
    }

    ConformanceSuite suite() {
        return suite;
    }

    /// The test's URL: what the suite says, and once a server has listened there, what that says.
    String url() {
        String known = url;
        if (known == null) {
            known = suite.url();
            url = known;
        }
        return known;
    }

    /// The URL of the transport alone, whatever is spoken there.
    String plainUrl() {
        String whole = url();
        return whole.substring(whole.lastIndexOf('+', whole.indexOf(':')) + 1);
    }

    /// The scheme of the test's transport.
    String transport() {
        return URI.create(plainUrl()).getScheme();
    }

    /// Says where something else than a server of [#serve] listens.
    void url(String actual) {
        url = actual;
    }

    Server serve(Object... services) {
        return serve(builder -> builder, services);
    }

    Server serve(UnaryOperator<ServerBuilder> how, Object... services) {
        ServerBuilder builder = Server.builder();
        for (Object service : services) {
            builder.service(service);
        }
        if (suite.serverTls() != null) {
            builder.tls(suite.serverTls());
        }
        suite.configure(builder);
        Server server = how.apply(builder.listen(url())).start();
        open.add(server);
        url = suite.started(server).toString();
        return server;
    }

    Client connect() {
        return connect(builder -> builder);
    }

    Client connect(UnaryOperator<ClientBuilder> how) {
        ClientBuilder builder = Client.builder(url()).codec(suite.codec());
        if (suite.clientTls() != null) {
            builder.tls(suite.clientTls());
        }
        suite.configure(builder);
        Client client = how.apply(builder).connect();
        open.add(client);
        return client;
    }

    /// Closes something when the test is over, before what was opened earlier.
    <T extends AutoCloseable> T closeLater(T resource) {
        open.add(resource);
        return resource;
    }

    /// The failure of a call that must fail.
    static RpcException failure(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).as("the failure of a call").isInstanceOf(RpcException.class);
        return (RpcException) thrown;
    }

    static RpcException assertFails(Code code, String message, ThrowingCallable call) {
        RpcException failure = failure(call);
        assertThat(failure).hasMessage(message);
        assertThat(failure.code()).as("the code of %s", failure).isEqualTo(code);
        return failure;
    }

    /// A call that fails before its command could have run.
    void assertRefused(Code code, String message, ThrowingCallable call) {
        assertHasNotRun(assertFails(code, message, call));
    }

    /// What the server has told of a call that it has refused.
    void assertHasNotRun(RpcException failure) {
        if (suite.tellsWhatHasRun()) {
            assertThat(failure.mayHaveRun()).as("whether it may have run, although " + failure).isFalse();
        }
    }
}
