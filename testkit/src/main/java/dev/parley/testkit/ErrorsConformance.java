package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import static java.util.Map.entry;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.Fails;
import dev.parley.RpcException;
import dev.parley.Service;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serial;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// What becomes of a handler's exception: a code, a type, a message, details; for an interface that declares it, itself.
abstract class ErrorsConformance extends Conformance {
    record Quota(String user, int limit) {}

    @Fails(Code.RESOURCE_EXHAUSTED)
    static class QuotaExceeded extends Exception {
        @Serial private static final long serialVersionUID = 1;

        private final transient Quota quota;

        QuotaExceeded(String message, Quota quota) {
            super(message);
            this.quota = quota;
        }

        public Quota details() {
            return quota;
        }
    }

    static class Plain extends Exception {
        @Serial private static final long serialVersionUID = 1;

        Plain(String message) {
            super(message);
        }
    }

    static class Unannounced extends RuntimeException {
        @Serial private static final long serialVersionUID = 1;

        Unannounced(String message) {
            super(message);
        }
    }

    static class OwnError extends Error {
        @Serial private static final long serialVersionUID = 1;

        OwnError(String message) {
            super(message);
        }
    }

    private static final Map<String, Supplier<Throwable>> THROWN =
            Map.ofEntries(
                    entry("INVALID_ARGUMENT", () -> new IllegalArgumentException("why")),
                    entry("INVALID_ARGUMENT number", () -> new NumberFormatException("why")),
                    entry("OUT_OF_RANGE index", () -> new IndexOutOfBoundsException("why")),
                    entry("OUT_OF_RANGE", () -> new ArithmeticException("why")),
                    entry("NOT_FOUND", () -> new NoSuchElementException("why")),
                    entry("NOT_FOUND file", () -> new FileNotFoundException("why")),
                    entry("NOT_FOUND path", () -> new NoSuchFileException("why")),
                    entry("ALREADY_EXISTS", () -> new FileAlreadyExistsException("why")),
                    entry("PERMISSION_DENIED file", () -> new AccessDeniedException("why")),
                    entry("PERMISSION_DENIED", () -> new SecurityException("why")),
                    entry("CANCELLED", () -> new CancellationException("why")),
                    entry("CANCELLED by interrupt", () -> new InterruptedException("why")),
                    entry("FAILED_PRECONDITION", () -> new IllegalStateException("why")),
                    entry("UNIMPLEMENTED", () -> new UnsupportedOperationException("why")),
                    entry("ABORTED", () -> new ConcurrentModificationException("why")),
                    entry("DEADLINE_EXCEEDED", () -> new TimeoutException("why")),
                    entry("DATA_LOSS", () -> new EOFException("why")),
                    entry(
                            "NOT_FOUND inside",
                            () -> new ExecutionException(new CompletionException(new NoSuchElementException("why")))));

    @Service("failing")
    static class FailingService {
        @Command("raise")
        void raise(String kind) throws Throwable {
            throw Objects.requireNonNull(THROWN.get(kind)).get();
        }

        @Command
        void rpc(Code code) {
            throw new RpcException(code, "Conflict", "somebody was faster", null).withDetails(new Quota("ann", 5));
        }

        @Command
        void quota(int limit) throws QuotaExceeded {
            throw new QuotaExceeded("no more for you", new Quota("ann", limit));
        }

        @Command
        void plain() throws Plain {
            throw new Plain("declared and without a code");
        }

        @Command
        void input() throws IOException {
            throw new IOException("the disk is gone");
        }

        @Command
        void unexpected(boolean error) {
            if (error) {
                throw new OwnError("the secret");
            }
            throw new Unannounced("the secret");
        }

        @Command
        void overflow() {
            overflowAgain();
        }

        private void overflowAgain() {
            overflow();
        }

        @Command
        void withoutMessage() {
            throw new NoSuchElementException();
        }

        @Command
        void verbose(int length) {
            throw new NoSuchElementException("x".repeat(length));
        }

        @Command
        void unwritableDetails() {
            List<Object> cyclic = new ArrayList<>();
            cyclic.add(cyclic);
            throw new RpcException(Code.ABORTED, "why").withDetails(cyclic);
        }

        @Command
        Object unwritable(boolean cyclic) {
            List<Object> list = new ArrayList<>();
            list.add(cyclic ? list : new Thread());
            return list;
        }

        @Command
        String echo(String text) {
            return text;
        }
    }

    interface Failing {
        void quota(int limit) throws QuotaExceeded;

        void plain() throws Plain;

        void input() throws IOException;
    }

    /// Declares no exceptions.
    @Service("failing")
    interface Undeclared {
        void quota(int limit);
    }

    private Client client;

    @SuppressWarnings("NullAway.Init") // by start()
    ErrorsConformance(ConformanceSuite suite) {
        super(suite);
    }

    @BeforeEach
    void start() {
        serve(new FailingService());
        client = connect();
    }

    private RpcException fails(String command, @Nullable Object... arguments) {
        return failure(() -> client.service("failing").call(command, arguments));
    }

    // ---- codes

    @Test
    void usualExceptionsHaveTheirCodes() {
        THROWN.forEach((kind, thrown) -> {
            RpcException failure = fails("raise", kind);
            assertThat(failure.code()).as(kind).isEqualTo(Code.valueOf(kind.split(" ")[0]));
            assertThat(failure).hasMessage("why");
            assertThat(failure.mayHaveRun()).isTrue();
            assertThat(failure.remoteTrace()).isEmpty();
        });
        assertThat(fails("raise", "NOT_FOUND").type()).isEqualTo("NoSuchElementException");
        assertThat(fails("raise", "NOT_FOUND inside").type()).isEqualTo("NoSuchElementException");
    }

    @Test
    void aHandlerMayChooseTheCode() {
        for (Code code : Code.values()) {
            RpcException failure = fails("rpc", code);
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.type()).isEqualTo("Conflict");
            assertThat(failure)
                    .hasMessage("somebody was faster")
                    .hasToString(code + " (Conflict): somebody was faster");
        }
    }

    @Test
    void detailsArriveAsTheValueThatIsAskedFor() {
        RpcException failure = fails("rpc", Code.ABORTED);
        assertThat(failure.details(Quota.class)).isEqualTo(new Quota("ann", 5));
        assertThat(failure.details(Object.class)).isEqualTo(Map.of("user", "ann", "limit", 5L));
        assertThat(fails("raise", "NOT_FOUND").details(Object.class)).isNull();
    }

    @Test
    void anExceptionWithoutMessageIsCalledByItsName() {
        assertThat(fails("withoutMessage")).hasMessage("NoSuchElementException");
    }

    // ---- declared exceptions

    @Test
    void aDeclaredExceptionIsThrownAtTheCaller() {
        QuotaExceeded failure = (QuotaExceeded) catchThrowable(() -> client.service(Failing.class).quota(7));
        assertThat(failure).hasMessage("no more for you").hasCauseInstanceOf(RpcException.class);
        assertThat(failure.details()).isEqualTo(new Quota("ann", 7));
        assertThat(failure.getCause()).extracting("code").isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(failure.getStackTrace()).anyMatch(at -> at.getClassName().contains("ErrorsConformance"));
    }

    @Test
    void aDeclaredExceptionWithoutCodeOrDetailsIsThrownToo() {
        assertThatThrownBy(() -> client.service(Failing.class).plain())
                .isInstanceOf(Plain.class)
                .hasMessage("declared and without a code")
                .cause()
                .isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.UNKNOWN));
        assertThatThrownBy(() -> client.service(Failing.class).input())
                .isInstanceOf(IOException.class)
                .hasMessage("the disk is gone");
    }

    @Test
    void anExceptionThatTheCallerDoesNotDeclareKeepsItsName() {
        RpcException failure = failure(() -> client.service(Undeclared.class).quota(7));
        assertThat(failure.type()).isEqualTo("QuotaExceeded");
        assertThat(failure.code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(failure).hasMessage("no more for you");
        assertThat(failure.details(Quota.class)).isEqualTo(new Quota("ann", 7));
    }

    // ---- unexpected ones

    private static void assertHidden(RpcException failure) {
        assertThat(failure.code()).isEqualTo(Code.INTERNAL);
        assertThat(failure.getMessage()).matches("unexpected error [0-9a-f]{8}, see the server's log");
        assertThat(failure.toString()).doesNotContain("secret");
        assertThat(failure.remoteTrace()).isEmpty();
        assertThat(failure.mayHaveRun()).isTrue();
    }

    @Test
    void anUnexpectedExceptionIsHiddenBehindAnId() {
        RpcException first = fails("unexpected", false);
        assertHidden(first);
        assertThat(first.type()).isEqualTo("Unannounced");
        assertThat(fails("unexpected", false).getMessage()).isNotEqualTo(first.getMessage());
    }

    @Test
    void anUnexpectedErrorIsHiddenBehindAnId() {
        assertHidden(fails("overflow"));
        client = client.withTimeout(Await.PATIENCE);
        assertHidden(fails("unexpected", true));
    }

    @Test
    void aServerMayTellUnexpectedExceptionsAndTraces() {
        closeWhatIsOpen();
        serve(server -> server.remoteTraces(true), new FailingService());
        client = connect();
        RpcException failure = fails("unexpected", false);
        assertThat(failure.code()).isEqualTo(Code.INTERNAL);
        assertThat(failure).hasMessage(Unannounced.class.getName() + ": the secret");
        assertThat(failure.remoteTrace()).startsWith(failure.getMessage()).contains("FailingService.unexpected(");
        assertThat(fails("raise", "NOT_FOUND").remoteTrace()).contains("FailingService.raise(");
        assertThat(fails("overflow").remoteTrace()).contains("FailingService.overflow(");
    }

    // ---- what does not fit

    @Test
    void aResultThatCannotBeWrittenIsTheServersFault() {
        RpcException cyclic = fails("unwritable", true);
        assertThat(cyclic.code()).isEqualTo(Code.INTERNAL);
        assertThat(cyclic)
                .hasMessageStartingWith("failing.unwritable: the result cannot be written: ")
                .hasMessageContaining("nested deeper than 100");
        RpcException thread = fails("unwritable", false);
        assertThat(thread.code()).isEqualTo(Code.INTERNAL);
        assertThat(thread)
                .hasMessageStartingWith("failing.unwritable: the result cannot be written: [0]: ")
                .hasMessageContaining("java.lang.Thread");
    }

    @Test
    void detailsThatCannotBeWrittenAreLeftOut() {
        RpcException failure = fails("unwritableDetails");
        assertThat(failure.code()).isEqualTo(Code.ABORTED);
        assertThat(failure).hasMessage("why");
        assertThat(failure.details(Object.class)).isNull();
    }

    @Test
    void aVeryLongMessageArrivesAtLeastInPart() {
        for (int length : new int[] {1000, 100_000, 1_000_000}) {
            RpcException failure = fails("verbose", length);
            assertThat(failure.code()).as("the code of a failure of %d characters", length).isEqualTo(Code.NOT_FOUND);
            assertThat(String.valueOf(failure.getMessage()).startsWith("x".repeat(1000))).isTrue();
        }
    }

    @Test
    void theConnectionIsUsableAfterFailures() {
        Events here = new Events();
        client = connect(builder -> builder.listener(new Disconnections(here)));
        fails("raise", "NOT_FOUND");
        fails("unexpected", false);
        fails("unwritable", true);
        fails("unwritableDetails");
        fails("verbose", 10_000);
        assertThat(client.service("failing").call("echo", "milk")).isEqualTo("milk");
        here.expectNoMore();
    }
}
