package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.Client;
import dev.parley.RpcException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// What our client makes of answers that the recordings do not have.
@Timeout(60)
class ZrpcClientTest {
    @TempDir Path folder;

    @Test
    void anEmptyReplyBelongsToTheRequestWhoseTurnItIsEvenIfThatWasGivenUp() throws Exception {
        Path socket = folder.resolve("s");
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(socket));
            try (Client client = Client.builder("zrpc+unix://" + socket).build()) {
                Thread hasty = Thread.startVirtualThread(() -> catchThrowable(() -> client.service("s").call("first")));
                ZmtpPeer rep = new ZmtpPeer(listener.accept());
                rep.write(ZmtpPeer.GREETING);
                rep.write(ZmtpPeer.ready("REP"));
                ZmtpPeer.greeting(rep.in);
                assertThat(ZmtpPeer.item(rep.in)).isEqualTo("READY DEALER");
                rep.receive();
                hasty.interrupt();
                hasty.join(); // by then it is given up
                var second = client.service("s").command("second").future();
                var third = client.service("s").command("third").future();
                Object id = rep.receive().getFirst();
                rep.receive();
                rep.send(new byte[0]); // to the first
                rep.send(ZmtpPeer.bytes(List.of(id, 7, false)));
                assertThat(second.get()).isEqualTo(7L);
                rep.send(new byte[0]);
                RpcException unread = failure(third);
                assertThat(unread).hasMessage("s.third: the server could not read the request");
                assertThat(unread.mayHaveRun()).isFalse();
            }
        }
    }

    private static RpcException failure(CompletableFuture<?> call) {
        return (RpcException) catchThrowableOfType(ExecutionException.class, call::get).getCause();
    }
}
