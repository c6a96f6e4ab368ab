package dev.parley.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Client;
import dev.parley.RpcException;
import dev.parley.certs.TestAuthority;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

@Timeout(60)
class PrintOfficeTest {
    @TempDir Path folder;

    private TestAuthority.Certificate server;
    private PrintOffice office;

    /// As `parley certs` does it.
    @BeforeEach
    void open() throws IOException {
        TestAuthority authority = TestAuthority.create("office", Duration.ofDays(1));
        Files.writeString(folder.resolve("ca.pem"), authority.pem());
        server = write(authority, "server", List.of("127.0.0.1"));
        write(authority, "client", List.of());
        write(authority, "visitor", List.of());
        write(TestAuthority.create("elsewhere", Duration.ofDays(1)), "forger", List.of());
        Files.writeString(folder.resolve("tokens"), "s3cret ann staff\nw0rd bob\n");
        office = new PrintOffice(folder, "tls://127.0.0.1:0", "unix://" + folder.resolve("s"));
    }

    private TestAuthority.Certificate write(TestAuthority authority, String name, List<String> hosts)
            throws IOException {
        TestAuthority.Certificate made = authority.issue(name, hosts);
        Files.writeString(folder.resolve(name + ".pem"), made.pem());
        Files.writeString(folder.resolve(name + "-key.pem"), made.keyPem());
        return made;
    }

    @AfterEach
    void close() {
        office.close();
    }

    private static Object print(Client connected) {
        try (Client client = connected) {
            return client.service("printer").call("print", "poem");
        }
    }

    private static void assertFails(String text, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(RpcException.class).hasMessageContaining(text);
    }

    @Test
    void staffPrintsByCertificateAndByToken() {
        assertThat(print(PrintOffice.trusting(office.url(0), folder, "client"))).isEqualTo(1L);
        assertThat(print(PrintOffice.pinning(office.url(0), server.pin(), folder, "client"))).isEqualTo(2L);
        assertThat(print(PrintOffice.withToken(office.url(1), "s3cret"))).isEqualTo(3L);
    }

    @Test
    void othersDoNot() {
        String role = " may not call it (it takes the role staff)";
        assertFails("visitor" + role, () -> print(PrintOffice.trusting(office.url(0), folder, "visitor")));
        assertFails("bob" + role, () -> print(PrintOffice.withToken(office.url(1), "w0rd")));
        assertFails("token", () -> print(PrintOffice.withToken(office.url(1), "guessed")));
        assertFails("certificate", () -> print(PrintOffice.trusting(office.url(0), folder, "forger")));
        assertFails(
                "sha256:",
                () -> print(PrintOffice.pinning(office.url(0), "sha256:" + "0".repeat(64), folder, "client")));
    }
}
