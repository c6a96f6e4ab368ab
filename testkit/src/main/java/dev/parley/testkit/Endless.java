package dev.parley.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/// Sources that never end, and tell when they are closed.
final class Endless {
    private Endless() {}

    static Stream<Integer> stream(Events events) {
        return Stream.iterate(0, i -> i + 1).onClose(() -> events.add("closed"));
    }

    /// Gives one item and then waits for ever; tells that it `waits` and was `interrupted`.
    static <T> Stream<T> waiting(T first, Events events) {
        AtomicBoolean given = new AtomicBoolean();
        return Stream.generate(
                        () -> {
                            if (given.compareAndSet(false, true)) {
                                return first;
                            }
                            events.add("waits");
                            try {
                                new CountDownLatch(1).await();
                            } catch (InterruptedException e) {
                                events.add("interrupted");
                                Thread.currentThread().interrupt();
                            }
                            throw new IllegalStateException("no longer waited for");
                        })
                .onClose(() -> events.add("closed"));
    }

    /// Publishes on the thread that requests.
    static Flow.Publisher<Integer> publisher(Events events) {
        return subscriber ->
                Flows.publisher(new Numbers(events))
                        .subscribe(
                                new Flow.Subscriber<>() {
                                    @Override
                                    public void onSubscribe(Flow.Subscription subscription) {
                                        subscriber.onSubscribe(
                                                new Flow.Subscription() {
                                                    @Override
                                                    public void request(long n) {
                                                        subscription.request(n);
                                                    }

                                                    @Override
                                                    public void cancel() {
                                                        subscription.cancel();
                                                        events.add("closed");
                                                    }
                                                });
                                    }

                                    @Override
                                    public void onNext(Integer item) {
                                        subscriber.onNext(item);
                                    }

                                    @Override
                                    public void onError(Throwable cause) {
                                        subscriber.onError(cause);
                                    }

                                    @Override
                                    public void onComplete() {
                                        subscriber.onComplete();
                                    }
                                });
    }

    static final class Numbers implements Iterator<Integer>, AutoCloseable {
        private final Events events;
        private int next;

        Numbers(Events events) {
            this.events = events;
        }

        @Override
        public boolean hasNext() {
            return true;
        }

        @Override
        public Integer next() {
            return next++;
        }

        @Override
        public void close() {
            events.add("closed");
        }
    }

    static final class Bytes extends InputStream {
        private final Events events;
        private long left = Long.MAX_VALUE;

        Bytes(Events events) {
            this.events = events;
        }

        Bytes failingAfter(int bytes) {
            left = bytes;
            return this;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) == 1 ? one[0] : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0) {
                throw new IOException("no more bytes");
            }
            int some = (int) Math.min(length, left);
            left -= some;
            return some;
        }

        @Override
        public void close() {
            events.add("closed");
        }
    }
}
