package dev.parley.link;

import dev.parley.Peer;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Connections within this process: `memory://name`. They carry bytes like any other, through the same codecs, frames and
/// flow control.
public final class MemoryTransport implements Transport {
    private static final Map<String, MemoryListener> LISTENERS = new ConcurrentHashMap<>();

    private record MemoryListener(URI url, Reactor threads, Consumer<Link> accepted) implements Listener {
        @Override
        public void close() {
            LISTENERS.remove(name(url), this);
        }
    }

    @Override
    public boolean readsQuery() {
        return false;
    }

    @Override
    public List<String> schemes() {
        return List.of("memory");
    }

    private static String name(URI url) {
        String name = url.getRawAuthority();
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException("URL " + url + ": no name (expected memory://name)");
        }
        return name;
    }

    @Override
    public boolean exposed(URI url) {
        return false;
    }

    @Override
    public Link connect(URI url, LinkSetup setup) throws IOException {
        MemoryListener listener = LISTENERS.get(name(url));
        if (listener == null) {
            throw new IOException("cannot connect to " + url + ": no server of that name in this process");
        }
        Peer peer = new Peer("memory", name(url));
        MemoryLink client = new MemoryLink(peer, setup.threads().loop());
        MemoryLink server = new MemoryLink(peer, listener.threads.loop());
        client.join(server);
        server.join(client);
        listener.accepted.accept(server);
        return client;
    }

    @Override
    public Listener listen(URI url, LinkSetup setup, Consumer<Link> accepted) throws IOException {
        MemoryListener listener = new MemoryListener(url, setup.threads(), accepted);
        if (LISTENERS.putIfAbsent(name(url), listener) != null) {
            throw new IOException("cannot listen on " + url + ": another server of this process does");
        }
        return listener;
    }
}
