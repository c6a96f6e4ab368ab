package dev.parley;

import dev.parley.session.Session;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Opens a connection to one of several servers: asks them in their order, the next one when those before have failed, or have
/// not greeted for a while, and takes the first that greets. So a server that hangs costs no more than its head start. Much
/// like RFC 8305 ("happy eyeballs") does for addresses.
final class Race {
    /// How much earlier a server is asked than the next: longer than one that is well takes to greet.
    private static final Duration HEAD_START = Duration.ofMillis(500);

    private final List<URI> urls;
    private final Function<URI, Session> opener;
    private final @Nullable RpcException[] failures;
    private final List<Thread> attempts = new ArrayList<>();
    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private final List<Session> sessions = new ArrayList<>(); // guarded by this
    private boolean over; // guarded by this

    /// @param failure null where there is a session
    private record Outcome(int number, @Nullable Session session, @Nullable RpcException failure) {}

    /// @param opener connects, or throws [RpcException]; interrupting it gives up
    Race(List<URI> urls, Function<URI, Session> opener) {
        this.urls = urls;
        this.opener = opener;
        failures = new RpcException[urls.size()];
    }

    /// A session whose server has greeted.
    ///
    /// @throws RpcException where there is none to be had: a server's refusal, or else what was wrong with each
    Session run() throws InterruptedException {
        Session winner = null;
        try {
            winner = first();
            return winner;
        } finally {
            end(winner);
        }
    }

    private Session first() throws InterruptedException {
        int failed = 0;
        long next = System.nanoTime();
        while (failed < urls.size()) {
            if (attempts.size() < urls.size() && (attempts.size() == failed || next - System.nanoTime() <= 0)) {
                begin(attempts.size());
                next = System.nanoTime() + HEAD_START.toNanos();
            }
            Outcome outcome =
                    attempts.size() < urls.size()
                            ? outcomes.poll(next - System.nanoTime(), TimeUnit.NANOSECONDS)
                            : outcomes.take();
            if (outcome != null && outcome.session != null) {
                return outcome.session;
            } else if (outcome != null) {
                failures[outcome.number] = outcome.failure;
                failed++;
            }
        }
        throw failure();
    }

    private void begin(int number) {
        Runnable attempt = () -> outcomes.add(attempt(number));
        attempts.add(Thread.ofVirtual().name("parley-connect-" + number).start(attempt));
    }

    private Outcome attempt(int number) {
        try {
            Session session = opener.apply(urls.get(number));
            synchronized (this) {
                sessions.add(session);
                if (over) {
                    session.close("another server was quicker");
                }
            }
            requireGreeting(session);
            return new Outcome(number, session, null);
        } catch (RpcException e) {
            return new Outcome(number, null, e);
        } catch (InterruptedException | RuntimeException | Error e) { // whatever it is, who waits must hear of it
            return new Outcome(number, null, Connections.unavailable("connecting failed: " + e, null));
        }
    }

    /// Waits until the server has greeted.
    ///
    /// @throws RpcException where it does not, or refuses
    static void requireGreeting(Session session) throws InterruptedException {
        if (!session.awaitGreeting()) {
            RpcException why = session.refusal();
            throw why != null && why.code() != Code.DEADLINE_EXCEEDED // which is ours: it does not greet
                    ? why
                    : Connections.unavailable("the connection to " + session.peer() + " was closed at once", null);
        }
    }

    private RpcException failure() {
        List<RpcException> all = Arrays.stream(failures).map(Objects::requireNonNull).toList();
        for (RpcException each : all) {
            if (each.code() != Code.UNAVAILABLE) {
                return each;
            }
        }
        List<String> texts = all.stream().map(e -> String.valueOf(e.getMessage())).toList();
        return Connections.unavailable(String.join("; ", texts), all.getLast());
    }

    private void end(@Nullable Session winner) {
        attempts.forEach(Thread::interrupt);
        List<Session> losers;
        synchronized (this) {
            over = true;
            losers = sessions.stream().filter(session -> session != winner).toList();
        }
        losers.forEach(session -> session.close("another server was quicker"));
    }
}
