package dev.parley.wires;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// A Neovim without a window, which is a server of MessagePack-RPC at a Unix socket.
final class Neovim implements AutoCloseable {
    private final Process process;
    private final Path socket;

    /// Starts one.
    ///
    /// @param folder where its socket, its log and all that it writes can be put
    Neovim(Path folder) throws IOException {
        socket = folder.resolve("socket");
        ProcessBuilder nvim =
                new ProcessBuilder("nvim", "--headless", "--clean", "--listen", socket.toString())
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("output").toFile());
        for (String home : new String[] {"HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "TMPDIR"}) {
            nvim.environment().put(home, folder.toString());
        }
        Process started = null;
        try {
            started = nvim.start();
        } catch (IOException e) {
            String what =
                    "NOT TESTED: MessagePack-RPC with Neovim, for want of it (apt-get install neovim): "
                            + e.getMessage();
            System.err.println(what);
            abort(what); // CI takes no skipped test
        }
        process = java.util.Objects.requireNonNull(started);
        process.getOutputStream().close();
    }

    /// Where it listens; waits until it does.
    String url() throws IOException, InterruptedException {
        for (int i = 0; i < 600 && process.isAlive(); i++) {
            try {
                SocketChannel.open(UnixDomainSocketAddress.of(socket)).close();
                return "msgpackrpc+unix://" + socket;
            } catch (IOException e) { // not yet
                Thread.sleep(50);
            }
        }
        try (InputStream in = Files.newInputStream(socket.resolveSibling("output"))) {
            throw new IllegalStateException("Neovim does not listen: " + new String(in.readAllBytes()));
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
