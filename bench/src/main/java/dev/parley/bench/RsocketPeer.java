package dev.parley.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.unix.DomainSocketAddress;
import io.rsocket.Payload;
import io.rsocket.RSocket;
import io.rsocket.SocketAcceptor;
import io.rsocket.core.RSocketConnector;
import io.rsocket.core.RSocketServer;
import io.rsocket.frame.decoder.PayloadDecoder;
import io.rsocket.transport.netty.client.TcpClientTransport;
import io.rsocket.transport.netty.server.CloseableChannel;
import io.rsocket.transport.netty.server.TcpServerTransport;
import io.rsocket.util.ByteBufPayload;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.tcp.TcpClient;
import reactor.netty.tcp.TcpServer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Consumer;

/// rsocket-java over Reactor Netty with native epoll, on Unix or TCP sockets, at its fastest: pooled buffers, no copies
/// of payloads, handlers on the threads that read.
final class RsocketPeer implements Peer {
    private static final int AHEAD = 1024;

    private final CloseableChannel server;
    private final RSocket client;

    RsocketPeer(Net net) throws IOException {
        SocketAddress bind =
                net == Net.UNIX ? new DomainSocketAddress(Net.file().toFile()) : new InetSocketAddress("127.0.0.1", 0);
        server =
                RSocketServer.create(SocketAcceptor.with(new Handler()))
                        .payloadDecoder(PayloadDecoder.ZERO_COPY)
                        .bindNow(TcpServerTransport.create(TcpServer.create().bindAddress(() -> bind)));
        SocketAddress address = net == Net.UNIX ? bind : server.address();
        client =
                Objects.requireNonNull(
                        RSocketConnector.create()
                                .payloadDecoder(PayloadDecoder.ZERO_COPY)
                                .connect(TcpClientTransport.create(TcpClient.create().remoteAddress(() -> address)))
                                .block());
    }

    @Override
    public Note echo(Note note) {
        return Objects.requireNonNull(client.requestResponse(payload(note)).map(RsocketPeer::note).block());
    }

    @Override
    public void list(int count, Consumer<Note> arrived) {
        client.requestStream(payload(Note.of(count)))
                .map(RsocketPeer::note)
                .limitRate(AHEAD)
                .doOnNext(arrived)
                .blockLast();
    }

    @Override
    public void close() {
        client.dispose();
        client.onClose().onErrorComplete().block();
        server.dispose();
        server.onClose().block();
    }

    private static Payload payload(Note note) {
        ByteBuf bytes = ByteBufAllocator.DEFAULT.buffer(64);
        bytes.writeInt(note.number()).writeLong(note.time()).writeCharSequence(note.text(), StandardCharsets.UTF_8);
        return ByteBufPayload.create(bytes);
    }

    private static Note note(Payload payload) {
        ByteBuf bytes = payload.sliceData();
        int number = bytes.readInt();
        long time = bytes.readLong();
        String text = bytes.readCharSequence(bytes.readableBytes(), StandardCharsets.UTF_8).toString();
        payload.release();
        return new Note(text, number, time);
    }

    private static final class Handler implements RSocket {
        @Override
        public Mono<Payload> requestResponse(Payload request) {
            return Mono.just(payload(note(request)));
        }

        @Override
        public Flux<Payload> requestStream(Payload request) {
            return Flux.range(0, note(request).number()).map(i -> payload(Note.of(i)));
        }
    }
}
