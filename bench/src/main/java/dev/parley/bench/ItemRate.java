package dev.parley.bench;

import java.util.Map;
import java.util.function.Consumer;

/// How fast the items of a stream arrive, from the call to the last item: `rate` per second. Each item is looked at: it
/// must be the next one, and whole.
final class ItemRate implements Subject {
    private static final int FIRST = 2_000;

    private final Peer peer;
    private double perSecond;

    ItemRate(Peer peer) {
        this.peer = peer;
    }

    @Override
    public Map<String, Double> measure(double seconds) throws Exception {
        int count = Math.max(FIRST, (int) (perSecond * seconds)); // as many as took so long the last time
        Arrivals arrivals = new Arrivals();
        long start = System.nanoTime();
        peer.list(count, arrivals);
        perSecond = count / ((System.nanoTime() - start) / 1e9);
        Call.require(arrivals.next == count, "a stream of " + count + " items", arrivals.next);
        return Map.of("rate", perSecond);
    }

    @Override
    public void close() {
        peer.close();
    }

    private static final class Arrivals implements Consumer<Note> {
        private int next;

        @Override
        public void accept(Note note) {
            if (!note.is(next)) {
                throw Call.wrong("item " + next, note);
            }
            next++;
        }
    }
}
