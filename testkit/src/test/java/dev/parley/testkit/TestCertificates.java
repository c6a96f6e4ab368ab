package dev.parley.testkit;

import dev.parley.Tls;
import dev.parley.certs.TestAuthority;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The certificate of all servers of the suite, and the trust of their clients.
final class TestCertificates {
    static final Tls SERVER;
    static final Tls CLIENT;

    static {
        TestAuthority authority = TestAuthority.create("suite", Duration.ofDays(1));
        TestAuthority.Certificate server = authority.issue("server", List.of("127.0.0.1"));
        try {
            SERVER = Tls.of(file(server.pem()), file(server.keyPem()));
            CLIENT = Tls.trusting(file(authority.pem()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TestCertificates() {}

    private static Path file(String pem) throws IOException {
        Path file = Files.writeString(Files.createTempFile("parley-suite", ".pem"), pem);
        file.toFile().deleteOnExit();
        return file;
    }
}
