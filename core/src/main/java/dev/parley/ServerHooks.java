package dev.parley;

/// Told of what happens in a server's life, on threads that may wait. What a method throws is logged, unless it says
/// otherwise.
public interface ServerHooks {
    /// The server listens. Called before [ServerBuilder#start()] returns; what it throws, `start` throws, and the server is
    /// closed.
    default void started(Server server) {}

    /// A peer has connected and greeted. Its calls wait until this lets it in, however long that takes: the connection is kept
    /// alive meanwhile, and a call ends when its own time is up. To let a peer wait, block, or throw
    /// [Code#UNAVAILABLE]: this is then called again after 0.1 s, and so on until the peer is let in, refused or gone. A
    /// protocol whose clients wait to be let in, such as basic-socket-rpc, hears of the wait only by that exception: block
    /// no longer than the [Limits#handshake] of its clients there.
    ///
    /// Called by a thread of its own for each peer. It is not interrupted when the peer goes.
    ///
    /// @throws RpcException with another code to refuse the peer: the connection is closed, and its calls, which have not run,
    ///     fail with this code and message
    default void connected(Peer peer) {}

    /// The connection of a peer that was not refused is closed, and [#connected] has returned.
    default void left(Peer peer) {}

    /// The server is closed: its handlers have returned, so has [#left] for each peer for whom [#connected] had, and the objects
    /// of connections are closed, or all that was given up after some seconds.
    default void stopped(Server server) {}
}
