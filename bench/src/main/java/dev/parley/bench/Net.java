package dev.parley.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/// The kinds of socket that calls go over.
enum Net {
    UNIX("Unix"),
    TCP("TCP");

    final String label;

    Net(String label) {
        this.label = label;
    }

    /// What rows with peers use for all: Unix sockets where Netty has them for both ends.
    static Net ofPeers() {
        return System.getProperty("os.name").equals("Linux") ? UNIX : TCP;
    }

    /// The file of a socket that does not exist yet; whoever leaves it behind has it deleted when the JVM ends.
    static Path file() throws IOException {
        Path folder = Files.createTempDirectory("parley-bench");
        folder.toFile().deleteOnExit();
        Path file = folder.resolve("s");
        file.toFile().deleteOnExit(); // files are deleted last in, first out
        return file;
    }

    /// Where Parley may listen.
    String url() throws IOException {
        return this == UNIX ? "unix://" + file() : "tcp://127.0.0.1:0";
    }

    /// Where a plain socket may listen.
    SocketAddress address() throws IOException {
        return this == UNIX
                ? UnixDomainSocketAddress.of(file())
                : new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
