package dev.parley.session;

import dev.parley.Code;
import dev.parley.Limits;
import dev.parley.value.Codec;
import dev.parley.wire.Abilities.Greeting;
import dev.parley.wire.Frame;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.concurrent.CountDownLatch;

/// What the two ends of a connection say of themselves before anything else, and the codec that comes of it.
final class Greetings {
    private final Session session;
    private final SessionConfig config;
    private final String id;
    private final CountDownLatch done = new CountDownLatch(1); // there is a greeting, or there will be none
    private volatile @Nullable Codec codec;
    private volatile Frame.@Nullable Hello remote;

    Greetings(Session session, SessionConfig config) {
        this.session = session;
        this.config = config;
        id = config.id().get();
    }

    /// To be called before anything is read.
    void prepare() {
        if (config.opens()) {
            codec = proposed();
        }
    }

    /// The end that opens the connection greets without waiting for an answer.
    void open() {
        if (config.opens()) {
            say(proposed());
        }
    }

    /// What is taken for said where nobody greets.
    Frame.Hello unsaid() {
        return Frame.Hello.unsaid(proposed().name());
    }

    private Codec proposed() {
        Codec only = session.wire().onlyCodec();
        return only == null ? config.codec() : only;
    }

    void say(Codec chosen) {
        if (session.abilities().greeting() == Greeting.NONE) {
            return;
        }
        Limits limits = config.limits();
        session.outbox()
                .sendLazily(
                        new Frame.Hello(
                                chosen.name(),
                                config.name(),
                                limits.maxMessage(),
                                limits.window(),
                                limits.maxCalls(),
                                id,
                                config.answers() != null));
    }

    /// The peer has greeted.
    void heard(Frame.Hello hello) {
        boolean told = config.opens() && session.abilities().greeting() == Greeting.OF_SERVER;
        if (told || !config.opens()) { // it is the peer who chooses
            codec = Objects.requireNonNull(config.codecs().apply(hello.codec()));
        }
        remote = hello;
        done.countDown();
        if (!config.opens()) {
            welcome(hello);
        } else if (!hello.codec().equals(codec().name())) {
            session.refuse(
                    Code.INVALID_ARGUMENT,
                    "the server answers in codec " + hello.codec() + " (expected " + codec().name() + ")");
        }
    }

    private void welcome(Frame.Hello hello) {
        if (session.reserves() == null) {
            say(codec());
        }
        if (config.answers() != null) {
            config.answers().greeted(hello.id());
        }
        config.greeted().accept(session);
    }

    /// The session has ended: no greeting will come any more.
    void ended() {
        done.countDown();
    }

    /// Waits for the peer's greeting, or the session's end.
    ///
    /// @return whether the peer has greeted
    boolean await() throws InterruptedException {
        done.await();
        return remote != null;
    }

    /// What the peer has said of itself; null as long as it has not.
    Frame.@Nullable Hello remote() {
        return remote;
    }

    boolean isCodecKnown() {
        return codec != null;
    }

    Codec codec() {
        return Objects.requireNonNull(codec);
    }

    /// As of [Session#repeatable].
    @Nullable String repeatable(int call) {
        Frame.Hello hello = remote;
        return hello == null || !hello.keepsAnswers() || id.isEmpty() ? null : id + ":" + call;
    }
}
