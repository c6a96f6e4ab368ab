package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Code;
import dev.parley.Limits;
import dev.parley.RpcException;
import dev.parley.dispatch.Sessions;
import dev.parley.value.Codecs;
import dev.parley.wire.CommandName;
import dev.parley.wire.Frame;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// What becomes of a call, and of those behind it, in the moment in which it is made.
@Timeout(60)
class CallerTest {
    private final OddWire wire = new OddWire();
    private final Session session = new Session(new SlowLink(), wire, config());

    private final List<InboundCall> handled = new ArrayList<>();

    private final class Nothing implements CallHandler {
        @Override
        public CommandName whole(CommandName said) {
            return said;
        }

        @Override
        public void handle(InboundCall call) {
            handled.add(call);
        }
    }

    private SessionConfig config() {
        return new SessionConfig(
                true,
                "test",
                Limits.DEFAULT,
                Codecs.msgpack(),
                Codecs::find,
                new Nothing(),
                null,
                (_, _) -> {
                    throw new AssertionError("no proxies here");
                },
                () -> "",
                null,
                new Semaphore(1),
                _ -> {},
                _ -> {});
    }

    @BeforeEach
    void start() {
        session.start();
    }

    @AfterEach
    void end() {
        session.closed("the test is over");
    }

    private @Nullable OutboundCall call(boolean told) throws InterruptedException {
        return session.caller()
                .start(
                        new Caller.Request(
                                new CommandName("notes", "add"),
                                System.nanoTime() + 5_000_000_000L,
                                false,
                                Map.of(),
                                false,
                                RawPeer.value("90"),
                                null,
                                null,
                                false,
                                Frame.Place.FIRST,
                                told));
    }

    /// How often a call is tried on sessions like this one, until it fails with a text.
    private int tried(long deadline, String why) {
        AtomicInteger attempts = new AtomicInteger();
        assertThatThrownBy(() ->
                        Sessions.begin(
                                session,
                                _ -> session,
                                deadline,
                                _ -> {
                                    if (attempts.incrementAndGet() == 100) {
                                        throw new InterruptedException("a hundred times");
                                    }
                                    return null;
                                }))
                .hasMessage(why);
        return attempts.get();
    }

    @Test
    void aCallIsTriedOnAFewSessionsThatThePeerEnds() {
        hear(new Frame.GoAway(-1, null, "going"));
        assertThat(tried(0, "going")).isEqualTo(3);
    }

    @Test
    void andOnAnyNumberThatWereGivenUpHereWithinItsTime() {
        session.retire();
        assertThat(tried(0, "a hundred times")).isEqualTo(100);
        assertThat(tried(System.nanoTime() - 1, "a call was given up, and the protocol cannot say that")).isEqualTo(1);
    }

    private void hear(Frame frame) {
        wire.heard.add(frame);
        session.received(new byte[1], 0, 1);
    }

    @Test
    void aCallThatCannotBeWrittenGivesItsTurnToTheNext() throws Exception {
        wire.failure = new IllegalStateException("what is this?");
        assertThatThrownBy(() -> call(false)).isSameAs(wire.failure);
        assertThat(session.caller().hasCalls()).isFalse();

        wire.failure = null;
        assertThat(call(false)).isNotNull();
    }

    @Test
    void aCallWithoutAnAnswerIsNotCancelled() throws Exception {
        call(true);
        assertThat(wire.written).hasSize(1).hasOnlyElementsOfType(Frame.Call.class);
    }

    @Test
    void norIsOneWhoseAnswerIsKnownHere() throws Exception {
        wire.known = new Frame.Result(1, Map.of(), RawPeer.value("03"));
        assertThat(call(false)).satisfies(call -> assertThat(call.isDone()).isTrue());
        assertThat(wire.written).isEmpty();
    }

    @Test
    void whenTimeIsUpTheOtherEndsWordGoesBeforeOurs() throws Exception {
        long late = System.nanoTime() + 6_000_000_000L; // for the sweeper it is not yet
        OutboundCall told = Objects.requireNonNull(call(false));
        assertThat(told.expiresLater(late)).isTrue();
        hear(new Frame.Failure(1, Code.DEADLINE_EXCEEDED, "", "has not begun", false, "", Map.of(), null));
        assertThatThrownBy(told::result).hasMessage("has not begun");

        OutboundCall untold = Objects.requireNonNull(call(false));
        assertThat(untold.expiresLater(late)).isTrue();
        assertThat(untold.expiresLater(late + OutboundCall.HEAD_START - 2)).isTrue();
        assertThat(untold.isDone()).isFalse();
        assertThat(untold.expiresLater(late + OutboundCall.HEAD_START + 2)).isFalse();
        assertThatThrownBy(untold::result).hasMessage("notes.add: not finished before the deadline");
    }

    @Test
    void whatIsSaidNotToHaveBegunNeverBegins() {
        hear(
                new Frame.Call(
                        2,
                        new CommandName("notes", "add"),
                        5_000_000_000L,
                        false,
                        Map.of(),
                        false,
                        false,
                        RawPeer.value("90")));
        InboundCall call = handled.getFirst();
        call.waitsFor("notes");
        assertThat(call.expiresLater(System.nanoTime() + 6_000_000_000L)).isFalse();
        assertThat(wire.written)
                .last()
                .isInstanceOfSatisfying(
                        Frame.Failure.class,
                        failure -> {
                            assertThat(failure.message())
                                    .isEqualTo(
                                            "notes.add: not begun before the deadline (it waited for a place in"
                                                    + " notes)");
                            assertThat(failure.ran()).isFalse();
                        });
        assertThatThrownBy(call::begin).isInstanceOf(RpcException.class).hasMessage("notes.add: the call is over");
    }

    @Test
    void aSessionThatThePeerEndsWithAnErrorWasNotClosedHere() {
        hear(new Frame.GoAway(-1, Code.RESOURCE_EXHAUSTED, "too many"));
        assertThat(session.isClosedHere()).isFalse();
        assertThat(session.refusal())
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.RESOURCE_EXHAUSTED));
    }

    @Test
    void norWasOneThatIsRefusedForWhatThePeerHasSaid() {
        session.refuse(Code.INVALID_ARGUMENT, "that makes no sense");
        assertThat(session.isClosedHere()).isFalse();
    }

    @Test
    void oneThatIsOfNoUseAnyMoreWas() {
        session.close("the client was closed");
        assertThat(session.isClosedHere()).isTrue();
    }
}
