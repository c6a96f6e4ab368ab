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
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// grpc-java over its shaded Netty with native epoll, on Unix or TCP sockets.
final class GrpcPeer implements Peer {
    private final Server server;
    private final ManagedChannel channel;
    private final @Nullable EventLoopGroup loops;

    /// @param direct whether handlers run on the threads that read (`directExecutor()`, as `@Inline`); else grpc-java's own
    ///     pool runs them
    GrpcPeer(Net net, boolean direct) throws IOException {
        NettyServerBuilder serving;
        NettyChannelBuilder calling;
        if (net == Net.UNIX) {
            loops = new MultiThreadIoEventLoopGroup(2, EpollIoHandler.newFactory());
            DomainSocketAddress address = new DomainSocketAddress(Net.file().toFile());
            serving = NettyServerBuilder.forAddress(address)
                    .channelType(EpollServerDomainSocketChannel.class)
                    .bossEventLoopGroup(loops)
                    .workerEventLoopGroup(loops);
            calling = NettyChannelBuilder.forAddress(address)
                    .channelType(EpollDomainSocketChannel.class)
                    .eventLoopGroup(loops)
                    .overrideAuthority("localhost");
        } else {
            loops = null;
            serving = NettyServerBuilder.forAddress(new java.net.InetSocketAddress("127.0.0.1", 0));
            calling = null;
        }
        if (direct) {
            serving.directExecutor();
        }
        server = serving.addService(GrpcMethods.service()).build().start();
        if (calling == null) {
            calling = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort());
        }
        if (direct) {
            calling.directExecutor();
        }
        channel = calling.usePlaintext().build();
    }

    @Override
    public Note echo(Note note) {
        return ClientCalls.blockingUnaryCall(channel, GrpcMethods.ECHO, CallOptions.DEFAULT, note);
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
        if (loops != null) {
            loops.shutdownGracefully();
        }
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
