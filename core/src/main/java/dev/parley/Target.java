package dev.parley;

import dev.parley.dispatch.CallOptions;
import dev.parley.dispatch.Invoker;
import dev.parley.model.ServiceModel;
import dev.parley.session.Session;
import dev.parley.value.Shapes;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// What the calls of a [Client] go to: a server, or the peer of one connection.
///
/// @param name for people
/// @param known is told of the interfaces through which services are called
/// @param offer takes objects whose commands the other end may call
/// @param close ends the connections, where they are the client's own
record Target(
        String name,
        Shapes shapes,
        Invoker invoker,
        BiConsumer<Class<?>, ServiceModel> known,
        Consumer<Object> offer,
        Runnable close) {
    private static final Shapes SHAPES = new Shapes();

    /// An object of an interface that calls a service of a session's peer.
    static Object proxy(Session session, Class<?> type) {
        Target peer =
                new Target(
                        session.peer().toString(),
                        SHAPES,
                        new Invoker(_ -> session, List.of(), null),
                        (_, _) -> {},
                        Target::refuse,
                        () -> {});
        return new Client(peer, CallOptions.NONE).service(type);
    }

    private static void refuse(Object service) {
        throw new UnsupportedOperationException(
                "offer(…) on a way back to a caller (offer it at the start of the server)");
    }
}
