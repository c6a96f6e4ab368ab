package dev.parley.bench;

import dev.parley.Tls;
import dev.parley.certs.TestAuthority;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Who a server at 127.0.0.1 is, and the trust of its clients; made anew by each JVM.
record Certificates(Tls server, Tls client) {
    static Certificates create() throws IOException {
        TestAuthority authority = TestAuthority.create("bench", Duration.ofDays(1));
        TestAuthority.Certificate server = authority.issue("server", List.of("127.0.0.1"));
        return new Certificates(Tls.of(file(server.pem()), file(server.keyPem())), Tls.trusting(file(authority.pem())));
    }

    private static Path file(String pem) throws IOException {
        Path file = Files.writeString(Files.createTempFile("parley-bench", ".pem"), pem);
        file.toFile().deleteOnExit();
        return file;
    }
}
