package dev.parley.bench;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/// grpc-java over its shaded Netty with native epoll, on Unix or TCP sockets.
final class GrpcPeer implements Peer {
    private static final int SECONDS_TO_END = 10;
    private static final Logger NETTY = Logger.getLogger("io.grpc.netty.shaded.io.netty.bootstrap");

    static {
        NETTY.setLevel(Level.SEVERE); // warns that Unix sockets have no SO_KEEPALIVE, which grpc-java sets
    }

    private final boolean direct;
    private final EventLoopGroup loops;
    private final Server server;
    private final ManagedChannel channel;

    /// @param direct whether handlers run on the threads that read (`directExecutor()`), and callers wait for futures
    ///     that these threads complete, which is the fastest way; else grpc-java's pool runs handlers, and callers
    ///     block in the usual way
    GrpcPeer(Net net, boolean direct) throws IOException {
        this.direct = direct;
        loops =
                net == Net.UNIX
                        ? new MultiThreadIoEventLoopGroup(2, EpollIoHandler.newFactory())
                        : new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
        SocketAddress address = net == Net.UNIX ? new DomainSocketAddress(Net.file().toFile()) : net.address();
        NettyServerBuilder serving =
                NettyServerBuilder.forAddress(address)
                        .bossEventLoopGroup(loops)
                        .workerEventLoopGroup(loops)
                        .channelType(
                                net == Net.UNIX ? EpollServerDomainSocketChannel.class : NioServerSocketChannel.class)
                        .addService(GrpcMethods.service());
        server = (direct ? serving.directExecutor() : serving).build().start();
        NettyChannelBuilder calling =
                NettyChannelBuilder.forAddress(server.getListenSockets().getFirst())
                        .eventLoopGroup(loops)
                        .channelType(net == Net.UNIX ? EpollDomainSocketChannel.class : NioSocketChannel.class)
                        .overrideAuthority("localhost")
                        .usePlaintext();
        channel = (direct ? calling.directExecutor() : calling).build();
    }

    @Override
    public Note echo(Note note) throws Exception {
        return direct
                ? ClientCalls.futureUnaryCall(channel.newCall(GrpcMethods.ECHO, CallOptions.DEFAULT), note).get()
                : ClientCalls.blockingUnaryCall(channel, GrpcMethods.ECHO, CallOptions.DEFAULT, note);
    }

    @Override
    public void list(int count, Consumer<Note> arrived) throws Exception {
        Arrivals arrivals = new Arrivals(arrived);
        ClientCalls.asyncServerStreamingCall(
                channel.newCall(GrpcMethods.LIST, CallOptions.DEFAULT), Note.of(count), arrivals);
        try {
            arrivals.done.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("list of " + count, e);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.shutdownNow();
        loops.shutdownGracefully(0, SECONDS_TO_END, TimeUnit.SECONDS);
    }

    /// Takes what arrives, and asks for more long before it has run out.
    private static final class Arrivals implements ClientResponseObserver<Note, Note> {
        private static final int AHEAD = 1024;

        private final Consumer<Note> arrived;
        private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        private @Nullable ClientCallStreamObserver<Note> call;
        private int since;

        Arrivals(Consumer<Note> arrived) {
            this.arrived = arrived;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<Note> stream) {
            call = stream;
            stream.disableAutoRequestWithInitial(2 * AHEAD);
        }

        @Override
        public void onNext(Note note) {
            arrived.accept(note);
            if (++since == AHEAD && call != null) {
                since = 0;
                call.request(AHEAD);
            }
        }

        @Override
        public void onError(Throwable e) {
            done.completeExceptionally(e);
        }

        @Override
        public void onCompleted() {
            done.complete(null);
        }
    }
}
