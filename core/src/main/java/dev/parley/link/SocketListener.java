package dev.parley.link;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// Accepts connections on a listening socket, TCP or Unix.
final class SocketListener implements Transport.Listener, Loop.Ready {
    private static final int MOST_AT_ONCE = 64;
    private static final long PAUSE_MILLIS = 100;
    private static final long PATIENCE_SECONDS = 5;

    /// Makes a link of an accepted connection.
    interface Maker {
        Link link(SocketChannel channel, Loop loop) throws IOException;
    }

    private final ServerSocketChannel channel;
    private final URI url;
    private final Reactor threads;
    private final Maker maker;
    private final Consumer<Link> accepted;
    private final Runnable cleanUp;
    private final Loop loop;
    private final AtomicBoolean closed = new AtomicBoolean();

    /// @param cleanUp runs after the socket is closed
    SocketListener(
            ServerSocketChannel channel,
            URI url,
            Reactor threads,
            Maker maker,
            Consumer<Link> accepted,
            Runnable cleanUp)
            throws IOException {
        this.channel = channel;
        this.url = url;
        this.threads = threads;
        this.maker = maker;
        this.accepted = accepted;
        this.cleanUp = cleanUp;
        channel.configureBlocking(false);
        loop = threads.loop();
        loop.register(channel, SelectionKey.OP_ACCEPT, this, _ -> {});
    }

    @Override
    public URI url() {
        return url;
    }

    @Override
    public void ready(SelectionKey key) {
        try {
            for (int i = 0; i < MOST_AT_ONCE; i++) {
                SocketChannel connection = channel.accept();
                if (connection == null) {
                    return;
                }
                accept(connection);
            }
        } catch (ClosedChannelException e) {
            // closed by another thread in this moment
        } catch (IOException e) {
            log().log(Level.ERROR, "{0} cannot accept connections, tries again: {1}", url, e.getMessage());
            pause(key);
        }
    }

    private void accept(SocketChannel connection) throws IOException {
        try {
            accepted.accept(maker.link(connection, threads.loop()));
        } catch (IOException | RuntimeException e) {
            log().log(Level.DEBUG, "a connection to {0} ended at once: {1}", url, e.toString());
            connection.close();
        }
    }

    /// When there are no file descriptors left, accepting fails at once again and again.
    private void pause(SelectionKey key) {
        key.interestOps(0);
        CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)
                .execute(() ->
                        loop.execute(() -> {
                            if (key.isValid()) {
                                key.interestOps(SelectionKey.OP_ACCEPT);
                            }
                        }));
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            log().log(Level.WARNING, "closing {0}: {1}", url, e.toString());
        }
        CountDownLatch forgotten = new CountDownLatch(1); // only then the port is free
        loop.forget(forgotten::countDown);
        if (!loop.isCurrent()) {
            try {
                if (!forgotten.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    log().log(Level.WARNING, "{0} may not be free yet", url);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        cleanUp.run();
    }

    private static Logger log() {
        return System.getLogger(SocketListener.class.getName());
    }
}
