package dev.parley;

import dev.parley.dispatch.Dispatcher;
import dev.parley.dispatch.Invoker;
import dev.parley.link.Link;
import dev.parley.link.Reactor;
import dev.parley.link.Transports;
import dev.parley.model.ServiceModel;
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
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// The connections of a client, each opened when it is needed and not there.
final class Connections {
    private final URI url;
    private final SessionConfig config;
    private final Shapes shapes = new Shapes();
    private final Invoker invoker;
    private final AtomicReferenceArray<@Nullable Session> sessions;
    private final Set<Session> open = ConcurrentHashMap.newKeySet(); // also those that take no more calls
    private final AtomicInteger next = new AtomicInteger();
    private volatile @Nullable Dispatcher offers; // of services to the server; null for none
    private volatile boolean closed;

    Connections(ClientBuilder builder) {
        url = builder.url;
        sessions = new AtomicReferenceArray<>(builder.connections);
        invoker = new Invoker(this::session, builder.interceptors);
        config =
                new SessionConfig(
                        true,
                        builder.name,
                        builder.limits,
                        builder.codec,
                        name -> name.equals(builder.codec.name()) ? builder.codec : Codecs.find(name),
                        this::handle,
                        builder.listener,
                        Target::proxy,
                        open::remove);
    }

    private void handle(InboundCall call) {
        Dispatcher known = offers;
        if (known == null) {
            call.refuse(Code.UNIMPLEMENTED, "UnknownService", "this client offers no services");
        } else {
            known.handle(call);
        }
    }

    private synchronized void offer(Object service) {
        Dispatcher all = offers == null ? new Dispatcher(shapes, null, List.of(), false) : offers;
        all.add(ServiceModel.ofClass(service.getClass(), null, shapes), service);
        offers = all;
    }

    Target target() {
        return new Target(url.toString(), shapes, invoker, this::offer, this::close);
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
            Link link = Transports.of(url).connect(url, Reactor.clients());
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
