package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SubmissionPublisher;
import java.util.stream.Stream;

/// Notes which threads run it. Guards nothing: that is what the loop is for.
@Service("work")
final class LoopWork {
    final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    final List<Integer> order = new ArrayList<>();
    final Semaphore started = new Semaphore(0);
    final Semaphore proceed = new Semaphore(0);
    final CountDownLatch interrupted = new CountDownLatch(1);
    final CountDownLatch closed = new CountDownLatch(1);
    final CompletableFuture<String> promise = new CompletableFuture<>();
    final SubmissionPublisher<Integer> published = new SubmissionPublisher<>();
    volatile EventLoop loop;

    private void here() {
        threads.add(Thread.currentThread());
    }

    @Command
    int number(int n) {
        here();
        order.add(n);
        return n;
    }

    @Command
    @Inline
    String inline() {
        here();
        return Call.current().command();
    }

    @Command
    void block() throws InterruptedException {
        here();
        started.release();
        try {
            proceed.acquire();
        } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
        }
    }

    @Command
    void spin() {
        started.release();
        while (!Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
    }

    @Command
    boolean interrupted() {
        return Thread.currentThread().isInterrupted();
    }

    @Command
    CompletionStage<String> promised() {
        here();
        started.release();
        return promise;
    }

    @Command
    @MaxConcurrent(1)
    CompletionStage<String> promisedOnce() {
        return promised();
    }

    @Command
    Iterator<Integer> upwards() {
        here();
        return new Upwards();
    }

    final class Upwards implements Iterator<Integer>, AutoCloseable {
        private int next;

        @Override
        public boolean hasNext() {
            here();
            assertThat(Call.current().command()).isEqualTo("upwards");
            return true;
        }

        @Override
        public Integer next() {
            here();
            return next++;
        }

        @Override
        public void close() {
            here();
            closed.countDown();
        }
    }

    @Command
    int sum(Stream<Integer> numbers) {
        here();
        return numbers.peek(_ -> here()).mapToInt(n -> n).sum();
    }

    @Command
    CompletionStage<Integer> add(Flow.Publisher<Integer> numbers) {
        here();
        started.release();
        CompletableFuture<Integer> sum = new CompletableFuture<>();
        numbers.subscribe(
                new Flow.Subscriber<>() {
                    private int all;

                    @Override
                    public void onSubscribe(Flow.Subscription subscription) {
                        here();
                        subscription.request(Long.MAX_VALUE);
                    }

                    @Override
                    public void onNext(Integer number) {
                        here();
                        all += number;
                    }

                    @Override
                    public void onError(Throwable cause) {
                        here();
                        sum.completeExceptionally(cause);
                    }

                    @Override
                    public void onComplete() {
                        here();
                        sum.complete(all);
                    }
                });
        return sum;
    }

    @Command
    Flow.Publisher<Integer> published() {
        here();
        started.release();
        return published;
    }

    @Command
    List<Integer> live() {
        here();
        return new AbstractList<>() {
            @Override
            public Integer get(int index) {
                here();
                return index;
            }

            @Override
            public int size() {
                here();
                return 3;
            }
        };
    }

    @Command
    String runsItself() {
        return String.valueOf(catchThrowableOfType(IllegalStateException.class, loop::run).getMessage());
    }

    @Command
    void fail() {
        throw new IllegalArgumentException("no such thing");
    }
}
