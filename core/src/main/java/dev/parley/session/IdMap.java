package dev.parley.session;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/// Calls by their ids. Thread-safe. Unlike the JDK's maps it makes no objects of its own for an entry: two entries come and
/// go with every call.
final class IdMap<V> {
    private static final int SEGMENTS = 16;
    private static final int SMALLEST = 8;

    /// Ids are the peer's choice: without knowing this number he cannot choose them all for the same place.
    private static final int SEED = ThreadLocalRandom.current().nextInt() | 1;

    /// Of a segment that has never had an entry: most connections are idle.
    private static final int[] NO_IDS = new int[1];

    private static final @Nullable Object[] NO_VALUES = new @Nullable Object[1];

    private final List<Segment<V>> segments = new ArrayList<>(SEGMENTS);
    private final AtomicInteger size = new AtomicInteger();

    /// Open addressing with linear probing; id 0 marks a free place. Guarded by itself.
    private static final class Segment<V> {
        private int[] ids = NO_IDS;
        private @Nullable Object[] values = NO_VALUES;
        private int count;

        private int home(int id) {
            int mixed = id * SEED;
            return (mixed ^ mixed >>> 16) & (ids.length - 1);
        }

        private int find(int id) {
            int i = home(id);
            while (ids[i] != id && ids[i] != 0) {
                i = (i + 1) & (ids.length - 1);
            }
            return i;
        }

        @SuppressWarnings("unchecked")
        private @Nullable V get(int id) {
            return (V) values[find(id)];
        }

        private boolean put(int id, V value) {
            int i = find(id);
            if (ids[i] == id) {
                return false;
            }
            if (++count * 2 > ids.length) {
                resize(Math.max(SMALLEST, ids.length * 2));
                i = find(id);
            }
            ids[i] = id;
            values[i] = value;
            return true;
        }

        private void resize(int capacity) {
            int[] oldIds = ids;
            @Nullable Object[] oldValues = values;
            ids = new int[capacity];
            values = new @Nullable Object[capacity];
            for (int i = 0; i < oldIds.length; i++) {
                if (oldIds[i] != 0) {
                    int at = find(oldIds[i]);
                    ids[at] = oldIds[i];
                    values[at] = oldValues[i];
                }
            }
        }

        private boolean remove(int id, V value) {
            int i = find(id);
            if (ids[i] != id || values[i] != value) {
                return false;
            }
            count--;
            int mask = ids.length - 1;
            int gap = i;
            for (int j = (i + 1) & mask;
                    ids[j] != 0;
                    j = (j + 1) & mask) { // what belongs at or before the gap moves up
                if (((j - home(ids[j])) & mask) >= ((j - gap) & mask)) {
                    ids[gap] = ids[j];
                    values[gap] = values[j];
                    gap = j;
                }
            }
            ids[gap] = 0;
            values[gap] = null;
            if (count == 0 && ids.length > 64) {
                resize(SMALLEST);
            }
            return true;
        }
    }

    IdMap() {
        for (int i = 0; i < SEGMENTS; i++) {
            segments.add(new Segment<>());
        }
    }

    /// Ids of one side are all odd or all even.
    private Segment<V> segment(int id) {
        return segments.get((id >>> 1) & (SEGMENTS - 1));
    }

    @Nullable V get(int id) {
        Segment<V> segment = segment(id);
        synchronized (segment) {
            return segment.get(id);
        }
    }

    /// @return false where the id is taken; nothing is changed then
    boolean put(int id, V value) {
        Segment<V> segment = segment(id);
        synchronized (segment) {
            if (!segment.put(id, value)) {
                return false;
            }
        }
        size.incrementAndGet();
        return true;
    }

    /// @return whether it was there
    boolean remove(int id, V value) {
        Segment<V> segment = segment(id);
        synchronized (segment) {
            if (!segment.remove(id, value)) {
                return false;
            }
        }
        size.decrementAndGet();
        return true;
    }

    int size() {
        return size.get();
    }

    boolean isEmpty() {
        return size.get() == 0;
    }

    /// All values that are there at the moment.
    @SuppressWarnings("unchecked")
    List<V> values() {
        List<V> all = new ArrayList<>();
        for (Segment<V> segment : segments) {
            synchronized (segment) {
                for (Object value : segment.values) {
                    if (value != null) {
                        all.add((V) value);
                    }
                }
            }
        }
        return all;
    }
}
