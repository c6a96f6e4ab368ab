package dev.parley;

import dev.parley.dispatch.Invoker;
import dev.parley.link.Link;
import dev.parley.link.LinkSetup;
import dev.parley.link.Reactor;
import dev.parley.link.Transports;
import dev.parley.session.InboundCall;
import dev.parley.session.Session;
import dev.parley.session.SessionConfig;
import dev.parley.value.Codecs;
import dev.parley.value.Shapes;
import dev.parley.wire.ParleyWire;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.ClosedByInterruptException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// The connections of a client, each opened when it is needed and not there.
final class Connections {
    private final URI url;
    private final LinkSetup setup;
    private final SessionConfig config;
    private final Shapes shapes = new Shapes();
    private final Invoker invoker;
    private final AtomicReferenceArray<@Nullable Session> sessions;
    private final Set<Session> open = ConcurrentHashMap.newKeySet(); // also those that take no more calls
    private final AtomicInteger next = new AtomicInteger();
    private volatile boolean closed;

    Connections(ClientBuilder builder) {
        url = builder.url;
        setup = new LinkSetup(Reactor.clients(), builder.tls, builder.limits.handshake());
        sessions = new AtomicReferenceArray<>(builder.connections);
        invoker = new Invoker(this::session, builder.interceptors);
        config =
                new SessionConfig(
                        true,
                        builder.name,
                        builder.limits,
                        builder.codec,
                        name -> name.equals(builder.codec.name()) ? builder.codec : Codecs.find(name),
                        Connections::refuse,
                        builder.listener,
                        open::remove);
    }

    private static void refuse(InboundCall call) {
        call.refuse(Code.UNIMPLEMENTED, "UnknownService", "this client offers no services");
    }

    URI url() {
        return url;
    }

    Shapes shapes() {
        return shapes;
    }

    Invoker invoker() {
        return invoker;
    }

    /// A session that calls can be made on.
    Session session() {
        int i = sessions.length() == 1 ? 0 : Math.floorMod(next.getAndIncrement(), sessions.length());
        Session known = sessions.get(i);
        return known != null && !known.isOver() && !closed ? known : open(i);
    }

    private synchronized Session open(int i) {
        if (closed) {
            throw unavailable("the client is closed", null);
        }
        Session known = sessions.get(i);
        if (known != null && !known.isOver()) {
            return known;
        }
        try {
            Link link = Transports.of(url).connect(url, setup);
            Session session = new Session(link, new ParleyWire(config.codecs(), config.limits().maxMessage()), config);
            open.add(session);
            session.start();
            sessions.set(i, session);
            return session;
        } catch (ClosedByInterruptException e) {
            throw new RpcException(Code.CANCELLED, "", "interrupted while connecting to " + url, e, false, "", null);
        } catch (IOException e) {
            throw unavailable(String.valueOf(e.getMessage()), e);
        }
    }

    private static RpcException unavailable(String message, @Nullable Exception cause) {
        return new RpcException(Code.UNAVAILABLE, "", message, cause, false, "", null);
    }

    synchronized void close() {
        closed = true;
        open.forEach(session -> session.close("the client was closed"));
    }
}
