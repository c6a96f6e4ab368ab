package dev.parley.examples;

import dev.parley.Call;
import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.Peer;
import dev.parley.RpcException;
import dev.parley.Server;
import dev.parley.ServerHooks;
import dev.parley.Service;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// What belongs to a connection: each customer has a cart of his own, which is put back when he leaves, also where he just
/// drops off. A porter sees who comes and goes, and lets in only as many as fit. At the till, the server calls the
/// customer: it scans one thing after the other, and he hears of each.
///
/// ```console
/// $ java -cp 'dist/target/parley/lib/*' dev.parley.examples.MarketHall &
/// ann came in
/// $ java -cp 'dist/target/parley/lib/*' dev.parley.examples.MarketHall milk bread
/// 1 of 2: milk
/// 2 of 2: bread
/// ```
public final class MarketHall implements AutoCloseable {
    /// What a client offers on its own connection, to be called by the server.
    @Service("till")
    public interface Till {
        /// Something has been scanned.
        @Command
        void scanned(int number, int of, String thing);
    }

    /// A cart, which belongs to the connection that it is called on.
    @Service("cart")
    public static final class Cart implements AutoCloseable {
        private final Consumer<String> says;
        private final List<String> things =
                new ArrayList<>(); // guarded by this: one customer may call from many threads

        Cart(Consumer<String> says) {
            this.says = says;
        }

        /// Puts something into the cart, and returns how much is in it.
        @Command
        synchronized int put(String thing) {
            things.add(thing);
            return things.size();
        }

        /// Takes everything out, and says so to the caller's till.
        ///
        /// @return how much it was
        @Command
        int pay() {
            List<String> all = takeAll();
            Till till = Call.current().caller(Till.class);
            for (int i = 0; i < all.size(); i++) {
                till.scanned(i + 1, all.size(), all.get(i));
            }
            return all.size();
        }

        private synchronized List<String> takeAll() {
            List<String> all = List.copyOf(things);
            things.clear();
            return all;
        }

        @Override
        public void close() {
            takeAll().forEach(thing -> says.accept(thing + " goes back on its shelf"));
        }
    }

    /// Looks at each connection before its first call is made.
    private static final class Porter implements ServerHooks {
        private final int most;
        private final Consumer<String> says;
        private final AtomicInteger inside = new AtomicInteger();

        Porter(int most, Consumer<String> says) {
            this.most = most;
            this.says = says;
        }

        @Override
        public void connected(Peer peer) {
            if (inside.incrementAndGet() > most) {
                inside.decrementAndGet(); // who is refused does not leave
                throw new RpcException(Code.RESOURCE_EXHAUSTED, "the hall is full (customers: " + most + ")");
            }
            says.accept(peer.identity() + " came in");
        }

        @Override
        public void left(Peer peer) {
            inside.decrementAndGet();
            says.accept(peer.identity() + " left");
        }
    }

    interface Carts {
        int put(String thing);

        int pay();
    }

    private final Server server;

    /// @param url of a Unix socket, where a peer's identity is its user
    /// @param most how many customers it has room for
    /// @param says is told what happens
    public MarketHall(String url, int most, Consumer<String> says) {
        server =
                Server.builder()
                        .service(Cart.class, () -> new Cart(says))
                        .hooks(new Porter(most, says))
                        .listen(url)
                        .start();
    }

    /// Buys things.
    ///
    /// @param till hears of each as it is scanned
    static int shop(Client client, List<String> things, Till till) {
        client.offer(till);
        Carts cart = client.service(Carts.class, "cart");
        things.forEach(cart::put);
        return cart.pay();
    }

    @Override
    public void close() {
        server.close();
    }

    static void main(String[] things) throws InterruptedException {
        if (things.length > 0) {
            try (Client client = Client.local("market-hall")) {
                shop(client, List.of(things), (number, of, thing) -> IO.println(number + " of " + of + ": " + thing));
            }
            return;
        }
        try (MarketHall hall = new MarketHall("local://market-hall", 2, IO::println)) {
            hall.server.join();
        }
    }
}
