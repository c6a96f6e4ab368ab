package dev.parley;

/// Told of what happens in a server's life, on threads that may wait. What a method throws is logged, unless it says
/// otherwise.
public interface ServerHooks {
    /// The server listens. Called before [ServerBuilder#start()] returns; what it throws, `start` throws, and the server is
    /// closed.
    default void started(Server server) {}

    /// A peer has connected and greeted. Its calls wait until this returns.
    ///
    /// @throws RpcException to refuse it: the connection is closed, and its calls fail with this code and message. One with
    ///     [Code#UNAVAILABLE] refuses it for now where its protocol lets clients wait until they are let in, as
    ///     basic-socket-rpc does: it is told so, and this is called again after a while
    default void connected(Peer peer) {}

    /// The connection of a peer that was not refused is closed, and [#connected] has returned.
    default void left(Peer peer) {}

    /// The server is closed, its handlers have returned or been given up.
    default void stopped(Server server) {}
}
