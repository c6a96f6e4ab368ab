package dev.parley.dispatch;

import dev.parley.session.Items;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/// Publishes the items of a stream to one subscriber, on a virtual thread or in turns, as it requests them.
final class ItemsPublisher implements Flow.Publisher<@Nullable Object> {
    private final Items items;
    private final @Nullable Turns turns;
    private final AtomicBoolean subscribed = new AtomicBoolean();

    /// @param turns where the subscriber is called; null for the virtual thread
    ItemsPublisher(Items items, @Nullable Turns turns) {
        this.items = items;
        this.turns = turns;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super @Nullable Object> subscriber) {
        if (!subscribed.compareAndSet(false, true)) {
            subscriber.onSubscribe(new Demand(items));
            subscriber.onError(new IllegalStateException("a stream of a call can be subscribed to once"));
            return;
        }
        Demand demand = new Demand(items);
        subscriber.onSubscribe(demand);
        Thread.startVirtualThread(() -> publish(subscriber, demand));
    }

    private void publish(Flow.Subscriber<? super @Nullable Object> subscriber, Demand demand) {
        try {
            while (items.hasNext()) {
                demand.permits.acquire();
                if (demand.wrong != null) {
                    throw demand.wrong;
                }
                if (demand.cancelled) {
                    return;
                }
                tell(() -> subscriber.onNext(items.next()));
            }
            if (!demand.cancelled) {
                tell(subscriber::onComplete);
            }
        } catch (InterruptedException | RuntimeException e) {
            items.close();
            if (!demand.cancelled) {
                tell(() -> subscriber.onError(e));
            }
        }
    }

    private void tell(Runnable event) {
        if (turns == null) {
            event.run();
        } else {
            turns.takeSurely(event);
        }
    }

    private static final class Demand implements Flow.Subscription {
        private final Items items;
        private final Semaphore permits = new Semaphore(0);
        private volatile boolean cancelled;
        private volatile @Nullable IllegalArgumentException wrong;

        Demand(Items items) {
            this.items = items;
        }

        @Override
        public void request(long n) {
            if (n <= 0) {
                wrong = new IllegalArgumentException("request: got " + n + " (expected at least 1)");
            }
            long room = Integer.MAX_VALUE - (long) permits.availablePermits();
            permits.release((int) Math.clamp(n, 1, Math.max(1, room / 2)));
        }

        @Override
        public void cancel() {
            cancelled = true;
            items.close();
            permits.release();
        }
    }
}
