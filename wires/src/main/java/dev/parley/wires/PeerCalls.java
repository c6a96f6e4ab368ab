package dev.parley.wires;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The calls of both directions on a connection whose ends are equals: numbers for the other end's, by which their answers
/// find back to what is to be said with them; and which of ours have not been answered. Thread-safe.
///
/// @param <R> what an answer to the other end's request needs, such as its id
final class PeerCalls<R> {
    private int next; // used by the thread that reads

    private final Map<Integer, R> theirs = new ConcurrentHashMap<>();
    private final Set<Integer> ours = ConcurrentHashMap.newKeySet();

    /// @param opens whether this end has opened the connection: its calls have odd numbers, the other's even ones
    PeerCalls(boolean opens) {
        next = opens ? 2 : 1;
    }

    // ---- theirs

    /// A number for a call of the other end's that it does not want to be answered. To be called by the thread that reads.
    int notification() {
        int id = next;
        do {
            next = (next + 2) & Integer.MAX_VALUE;
        } while (next == 0 || theirs.containsKey(next)); // 0 is the number of no call
        return id;
    }

    /// A number for a call of the other end's. To be called by the thread that reads.
    int request(R request) {
        int id = notification();
        theirs.put(id, request);
        return id;
    }

    /// A call of the other end's is answered.
    ///
    /// @return what its answer needs; null for a notification, which has none, and for one that has been answered
    @Nullable R answer(int id) {
        return theirs.remove(id);
    }

    /// The calls of the other end's that have not been answered.
    List<Integer> unansweredHere() {
        return List.copyOf(theirs.keySet());
    }

    // ---- ours

    /// A call is sent that will be answered.
    void sent(int id) {
        ours.add(id);
    }

    /// The answer to a call of ours has come, or nobody waits for it any more.
    ///
    /// @return whether it was still to come
    boolean over(long id) {
        return id == (int) id && ours.remove((int) id);
    }

    /// The calls of ours that have not been answered.
    List<Integer> unanswered() {
        return List.copyOf(ours);
    }
}
