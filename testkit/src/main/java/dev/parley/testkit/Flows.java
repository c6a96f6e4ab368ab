package dev.parley.testkit;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/// Publishers and subscribers without threads of their own.
final class Flows {
    private Flows() {}

    /// Publishes what an iterator gives, on the thread that requests it.
    static <T> Flow.Publisher<T> publisher(Iterator<T> items) {
        return subscriber -> subscriber.onSubscribe(new Source<>(items, subscriber));
    }

    /// The items of a publisher, requested a few at a time.
    static <T> Taken<T> take(Flow.Publisher<T> publisher, int atOnce) {
        Taken<T> taken = new Taken<>(atOnce);
        publisher.subscribe(taken);
        return taken;
    }

    private static final class Source<T> implements Flow.Subscription {
        private final Iterator<T> items;
        private final Flow.Subscriber<? super T> subscriber;
        private long wanted; // guarded by this, as all that follows
        private boolean publishing;
        private boolean over;

        Source(Iterator<T> items, Flow.Subscriber<? super T> subscriber) {
            this.items = items;
            this.subscriber = subscriber;
        }

        @Override
        public void request(long n) {
            synchronized (this) {
                wanted += n;
                if (publishing) {
                    return; // by this very thread, further up, or by another
                }
                publishing = true;
            }
            while (goOn()) {
                try {
                    if (items.hasNext()) {
                        subscriber.onNext(items.next());
                    } else {
                        cancel();
                        subscriber.onComplete();
                    }
                } catch (RuntimeException e) {
                    cancel();
                    subscriber.onError(e);
                }
            }
        }

        private synchronized boolean goOn() {
            publishing = wanted > 0 && !over;
            wanted -= publishing ? 1 : 0;
            return publishing;
        }

        @Override
        public synchronized void cancel() {
            over = true;
        }
    }

    /// What a subscriber has got.
    static final class Taken<T> implements Flow.Subscriber<T> {
        private final int atOnce;
        private final List<T> items = new ArrayList<>(); // guarded by this
        private final CompletableFuture<List<T>> all = new CompletableFuture<>();
        private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

        Taken(int atOnce) {
            this.atOnce = atOnce;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.complete(given);
            if (atOnce > 0) {
                given.request(atOnce);
            }
        }

        @Override
        public void onNext(T item) {
            boolean more;
            synchronized (this) {
                items.add(item);
                more = atOnce > 0 && items.size() % atOnce == 0;
            }
            if (more) {
                subscription.join().request(atOnce);
            }
        }

        @Override
        public void onError(Throwable cause) {
            all.completeExceptionally(cause);
        }

        @Override
        public void onComplete() {
            all.complete(soFar());
        }

        synchronized List<T> soFar() {
            return List.copyOf(items);
        }

        /// Completes at the end, with all items or the failure.
        CompletableFuture<List<T>> all() {
            return all;
        }

        Flow.Subscription subscription() {
            return subscription.join();
        }

        @Nullable Throwable failure() {
            return all.isCompletedExceptionally() ? all.exceptionNow() : null;
        }
    }
}
