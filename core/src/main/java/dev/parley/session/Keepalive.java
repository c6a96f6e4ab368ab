package dev.parley.session;

import dev.parley.Code;
import dev.parley.Limits;
import dev.parley.wire.Frame;

/// Finds out when the other end is gone without a word: a connection that was silent for a while is asked, and closed when
/// there is no answer. Both together take no longer than the two limits say, counted from the last byte; as the sweeper only
/// looks now and then, a ping goes out up to three of its steps before its time. Also closes connections that never say what
/// they are.
final class Keepalive {
    /// How often clients that wait ask again is theirs to say: so much more is left to them than to those that are asked.
    private static final int MOST_WAITING = 3;

    private final Session session;
    private final long handshake;
    private final long interval;
    private final long timeout;
    private final long opened = System.nanoTime();
    private volatile long askedForGreeting = opened;
    private volatile boolean greeted;
    private volatile boolean heard;

    private long looked = opened; // used by the sweeper only, as all that follows
    private long lastHeard = opened; // or up to a step of the sweeper's later
    private long asked;
    private long progress;
    private long progressed = opened;

    Keepalive(Session session, Limits limits) {
        this.session = session;
        handshake = limits.handshake().toNanos();
        interval = limits.keepaliveInterval().toNanos();
        timeout = limits.keepaliveTimeout().toNanos();
    }

    /// Something has come from the peer.
    void heard() {
        if (!heard) {
            heard = true;
        }
    }

    void greeted() {
        greeted = true;
    }

    /// The peer, which is there, is asked again for its greeting.
    void asked() {
        askedForGreeting = System.nanoTime();
        greeted = false;
    }

    void look(long now) {
        if (!session.outbox().isStuck() || session.outbox().progress() != progress) {
            progress = session.outbox().progress();
            progressed = now;
        } else if (timeout > 0 && now - progressed > timeout) {
            session.close(
                    "the peer does not read what it is sent, for "
                            + timeout / 1_000_000
                            + " ms (the limit keepaliveTimeout)");
            return;
        }
        if (!heard) {
            session.outbox().trim();
        }
        boolean held = session.valve().isHeld(); // then nobody can tell a silent peer from one that speaks
        boolean speaks = heard || held;
        if (speaks) {
            heard = false;
            lastHeard = held ? now : looked;
            asked = 0;
        }
        looked = now;
        if (interval > 0
                && session.wire().isAskedAgain()
                && !speaks
                && now - lastHeard > MOST_WAITING * (interval + timeout)) {
            session.close(
                    "the peer waits for its place and has not asked for it for "
                            + (now - lastHeard) / 1_000_000
                            + " ms (three times the limits keepaliveInterval and keepaliveTimeout)");
        } else if (!greeted) {
            if (now - askedForGreeting > handshake) {
                session.refuse(
                        Code.DEADLINE_EXCEEDED,
                        "the peer did not greet within " + handshake / 1_000_000 + " ms (the limit handshake)");
            }
        } else if (asked != 0) {
            if (now - asked > timeout) {
                session.close(
                        "the peer has been silent and did not answer a ping within "
                                + timeout / 1_000_000
                                + " ms (the limit keepaliveTimeout)");
            }
        } else if (interval > 0
                && !speaks
                && now + 2 * Sweeper.SLOWEST - lastHeard > interval // one step to the next look, one after the timeout
                && session.abilities().pings()) {
            asked = now;
            session.outbox().send(new Frame.Ping(now));
        }
    }
}
