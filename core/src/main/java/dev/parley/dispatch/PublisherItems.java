package dev.parley.dispatch;

import dev.parley.session.Items;

import org.jspecify.annotations.Nullable;

import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;

/// Takes the items of a publisher one by one; requests a few ahead.
final class PublisherItems implements Items, Flow.Subscriber<Object> {
    private static final int AHEAD = 64;

    private record Failed(Throwable cause) {}

    private static final Object END = new Object();

    private final BlockingQueue<Object> queue = new LinkedBlockingQueue<>();
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean closed;
    private @Nullable Object head;
    private int taken;

    PublisherItems(Flow.Publisher<?> publisher) {
        publisher.subscribe(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (closed) {
            given.cancel();
        } else {
            given.request(AHEAD);
        }
    }

    @Override
    public void onNext(Object item) {
        queue.add(item);
    }

    @Override
    public void onError(Throwable cause) {
        queue.add(new Failed(cause));
    }

    @Override
    public void onComplete() {
        queue.add(END);
    }

    @Override
    public boolean hasNext() {
        try {
            if (head == null) {
                head = queue.take();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for an item");
        }
        if (head instanceof Failed failed) {
            switch (failed.cause) {
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new IllegalStateException(failed.cause.getMessage(), failed.cause);
            }
        }
        return head != END;
    }

    @Override
    public Object next() {
        if (!hasNext() || head == null) {
            throw new NoSuchElementException();
        }
        Object item = head;
        head = null;
        Flow.Subscription known = subscription;
        if (++taken == AHEAD / 2 && known != null) {
            taken = 0;
            known.request(AHEAD / 2);
        }
        return item;
    }

    @Override
    public void close() {
        closed = true;
        Flow.Subscription known = subscription;
        if (known != null) {
            known.cancel();
        }
    }
}
