package dev.parley.link;

import dev.parley.Tls;
import dev.parley.certs.TestAuthority;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Certificates in a folder, as a user would have them: of one authority, and of another that nobody trusts.
final class TlsFiles {
    static final List<String> HERE = List.of("localhost", "127.0.0.1");

    final TestAuthority authority = TestAuthority.create("authority", Duration.ofDays(1));
    final TestAuthority stranger = TestAuthority.create("stranger", Duration.ofDays(1));
    final TestAuthority.Certificate server = authority.issue("the server", HERE);
    final TestAuthority.Certificate client = authority.issue("the client, alice", List.of());
    private final Path folder;

    TlsFiles(Path folder) throws IOException {
        this.folder = folder;
        write("ca", authority.pem());
        write("stranger", stranger.pem());
        write("server", server);
        write("client", client);
        write("unknown", stranger.issue("mallory", HERE));
    }

    Path path(String name) {
        return folder.resolve(name + ".pem");
    }

    Path write(String name, String pem) throws IOException {
        Path fresh = Files.writeString(folder.resolve("fresh"), pem);
        return Files.move(fresh, path(name), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    void write(String name, TestAuthority.Certificate certificate) throws IOException {
        write(name + "-key", certificate.keyPem());
        write(name, certificate.pem());
    }

    Tls own(String name) {
        return Tls.of(path(name), path(name + "-key"));
    }

    Tls trusting(String name) {
        return Tls.trusting(path(name));
    }
}
