package dev.parley.examples;

import dev.parley.Client;
import dev.parley.Command;
import dev.parley.Idempotent;
import dev.parley.Server;
import dev.parley.Service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Two servers are restarted in turns while a client calls: no call fails, and none runs twice. The client knows both, and
/// goes to the other when one says that it goes away; what runs there is finished first. Where a connection is lost, not
/// left, the server has kept the answer, and the repeated call gets that.
///
/// ```console
/// $ java -cp 'dist/target/parley/lib/*' dev.parley.examples.RollingRestart
/// restarted local://counter-one
/// restarted local://counter-two
/// …
/// no call failed, and each has run once
/// ```
public final class RollingRestart implements AutoCloseable {
    /// Counts its calls, in a place that both servers share.
    @Service("counter")
    public static final class CounterService {
        private final AtomicLong count;

        CounterService(AtomicLong count) {
            this.count = count;
        }

        /// Counts on: a call that must not run twice.
        @Command
        long add() {
            return count.incrementAndGet();
        }

        /// Tells how far it has come.
        @Command
        long count() {
            return count.get();
        }
    }

    /// The same as clients see it. What is idempotent is repeated also where nobody knows whether it has run.
    @Service("counter")
    interface Counter {
        long add();

        @Idempotent
        long count();
    }

    private final AtomicLong count = new AtomicLong(); // a database, where it is not an example
    private final List<String> urls;
    private final List<Server> servers = new ArrayList<>();
    private final Client client;
    private volatile boolean stopping;

    public RollingRestart(String first, String second) {
        urls = List.of(first, second);
        urls.forEach(url -> servers.add(serve(url)));
        client = Client.builder(first).or(second).patience(Duration.ofSeconds(10)).connect();
    }

    private Server serve(String url) {
        return Server.builder().service(new CounterService(count)).keepAnswers().listen(url).start();
    }

    /// Restarts the servers in turns under calls.
    ///
    /// @param says is told of each restart
    /// @return how many calls were made; the count is the same, as each has run once
    /// @throws ExecutionException where a call fails
    public long run(int restarts, Consumer<String> says) throws InterruptedException, ExecutionException {
        stopping = false;
        try (ExecutorService caller = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Long> calls = caller.submit(this::callUntilStopping);
            try {
                for (int i = 0; i < restarts; i++) {
                    restart(i % urls.size());
                    says.accept("restarted " + urls.get(i % urls.size()));
                }
            } finally {
                stopping = true; // the call under way is the last
            }
            return calls.get();
        }
    }

    private long callUntilStopping() {
        Counter counter = client.service(Counter.class);
        long calls = 0;
        while (!stopping) {
            counter.add();
            calls++;
        }
        return calls;
    }

    private void restart(int which) throws InterruptedException {
        servers.get(which).drain(Duration.ofSeconds(10));
        servers.set(which, serve(urls.get(which)));
    }

    /// Asks how far the servers have counted.
    long count() {
        return client.service(Counter.class).count();
    }

    @Override
    public void close() {
        client.close();
        servers.forEach(Server::close);
    }

    static void main() throws InterruptedException, ExecutionException {
        try (RollingRestart both = new RollingRestart("local://counter-one", "local://counter-two")) {
            long calls = both.run(6, IO::println);
            IO.println(calls == both.count() ? "no call failed, and each has run once" : "calls were lost");
        }
    }
}
