package dev.parley.wires;

import dev.parley.wire.Protocol;
import dev.parley.wire.Wire;
import dev.parley.wire.WireSetup;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.UnaryOperator;

/// The protocol of the Python library zrpc, 0.2 and later, and its earlier form: calls over ZeroMQ, in MessagePack, between
/// programs of one machine. The server `NAME` is the Unix socket of that name in `$ZRPC_SOCKET_DIR`, else in
/// `/tmp/zrpc_sockets`. Thread-safe.
public final class ZrpcProtocol implements Protocol {
    static final String SOCKET_DIR = "ZRPC_SOCKET_DIR";

    private final UnaryOperator<@Nullable String> environment;
    private final ZrpcAnswered answered = new ZrpcAnswered();

    public ZrpcProtocol() {
        this(System::getenv);
    }

    ZrpcProtocol(UnaryOperator<@Nullable String> environment) {
        this.environment = environment;
    }

    @Override
    public String name() {
        return "zrpc";
    }

    /// The signature that ZeroMQ's greetings begin with.
    @Override
    public Likeness looksLike(byte[] bytes, int from, int to) {
        if (!Zmtp.isSignature(bytes, from, to)) {
            return Likeness.NO;
        }
        return Zmtp.isWhole(to - from) ? Likeness.YES : Likeness.PERHAPS;
    }

    @Override
    public Wire server(WireSetup setup) {
        return new ZrpcServerWire(setup, answered);
    }

    @Override
    public Wire client(WireSetup setup) {
        return new ZrpcClientWire(setup);
    }

    @Override
    public boolean repeats() {
        return true;
    }

    @Override
    public URI locate(URI url) {
        String path = url.getPath();
        String authority = url.getRawAuthority();
        if (path == null || !path.matches("/[^/.\0][^/\0]*") || (authority != null && !authority.isEmpty())) {
            throw new IllegalArgumentException(
                    "URL " + url + ": no name of a server (expected one such as zrpc:///notes)");
        }
        return URI.create("unix://" + folder().resolve(path.substring(1)).toUri().getRawPath());
    }

    private Path folder() {
        String own = environment.apply(SOCKET_DIR);
        return Path.of(own == null || own.isEmpty() ? "/tmp/zrpc_sockets" : own).toAbsolutePath();
    }

    /// Makes the folder of servers, as the library does.
    @Override
    public void listening(URI at) throws IOException {
        if (at.getScheme().equals("unix") && Objects.equals(Path.of(at.getPath()).getParent(), folder())) {
            Files.createDirectories(folder());
        }
    }
}
