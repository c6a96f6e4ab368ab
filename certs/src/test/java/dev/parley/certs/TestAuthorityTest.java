package dev.parley.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

@Timeout(60)
class TestAuthorityTest {
    private static final List<String> HOSTS = List.of("localhost", "127.0.0.1", "::1", "a-host.example.com");

    @TempDir private Path folder;

    private final TestAuthority authority = TestAuthority.create("Test Ä", Duration.ofDays(3650));

    private static void validate(X509Certificate certificate, X509Certificate anchor) throws Exception {
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
        parameters.setRevocationEnabled(false);
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate)), parameters);
    }

    @Test
    void whatItIssuesIsValid() throws Exception {
        X509Certificate server = authority.issue("server", HOSTS).certificate();
        validate(server, authority.certificate());
        server.checkValidity();
        assertThat(server.getSubjectX500Principal().getName()).isEqualTo("CN=server");
        assertThat(server.getIssuerX500Principal().getName()).isEqualTo("CN=Test Ä");
        assertThat(server.getSubjectAlternativeNames())
                .extracting(name -> (Object) name.get(1))
                .containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", "a-host.example.com");
        assertThat(server.getBasicConstraints()).isEqualTo(-1);
        assertThat(authority.certificate().getBasicConstraints()).isEqualTo(Integer.MAX_VALUE);
        assertThat(server.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
    }

    @Test
    void whatAnotherOneIssuesIsNot() {
        TestAuthority other = TestAuthority.create("Test Ä", Duration.ofDays(1));
        X509Certificate server = authority.issue("server", HOSTS).certificate();
        assertThatThrownBy(() -> validate(server, other.certificate())).isInstanceOf(CertPathValidatorException.class);
    }

    @Test
    void whatIsOverIsNot() {
        X509Certificate old = authority.issue("server", HOSTS, Instant.now().minusSeconds(60)).certificate();
        assertThatThrownBy(() -> validate(old, authority.certificate())).hasMessageContaining("validity check failed");
    }

    @Test
    void certificatesMayLastBeyond2049() throws Exception {
        X509Certificate late = authority.issue("server", HOSTS, Instant.parse("2061-02-03T04:05:06Z")).certificate();
        validate(late, authority.certificate());
        assertThat(late.getNotAfter().toInstant()).isEqualTo("2061-02-03T04:05:06Z");
    }

    @Test
    void aHostThatIsNoneIsRefused() {
        String[] none = {
            "1.2.3.4.5.6",
            "1.2",
            "1.2.3.256",
            "1::2::3",
            "",
            "a b",
            "a..b",
            ".a",
            "a.",
            "a_b",
            "-a",
            "a-",
            "*",
            "a.*.b",
            "m\u00fcller.example",
            "a".repeat(64)
        };
        for (String host : none) {
            assertThatThrownBy(() -> authority.issue("server", List.of(host)))
                    .as(host)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "host: got \""
                                    + host
                                    + "\" (expected a host name such as localhost or *.example.com, or an IP"
                                    + " address)");
        }
    }

    @Test
    void namesAddressesAndWildcardsAreHosts() throws Exception {
        List<String> hosts = List.of("*.example.com", "a-1.B", "1a", "10.0.0.1", "::1", "fe80::1");
        X509Certificate certificate = authority.issue("server", hosts).certificate();
        assertThat(certificate.getSubjectAlternativeNames().stream().map(each -> String.valueOf(each.get(1))))
                .containsExactly("*.example.com", "a-1.B", "1a", "10.0.0.1", "0:0:0:0:0:0:0:1", "fe80:0:0:0:0:0:0:1");
    }

    /// Where there is no openssl, there is nothing to ask.
    @Test
    void opensslThinksSoToo() throws Exception {
        TestAuthority.Certificate server = authority.issue("server", HOSTS);
        Files.writeString(folder.resolve("ca.pem"), authority.pem());
        Files.writeString(folder.resolve("server.pem"), server.pem());
        Files.writeString(folder.resolve("server-key.pem"), server.keyPem());
        Process verify;
        try {
            verify =
                    openssl(
                            "verify",
                            "-x509_strict",
                            "-verify_hostname",
                            "localhost",
                            "-CAfile",
                            "ca.pem",
                            "server.pem");
        } catch (IOException e) {
            return;
        }
        assertThat(output(verify)).isEqualTo("server.pem: OK\n");
        String ofKey = output(openssl("pkey", "-in", "server-key.pem", "-pubout"));
        assertThat(output(openssl("x509", "-in", "server.pem", "-noout", "-pubkey"))).isEqualTo(ofKey);
    }

    private Process openssl(String... arguments) throws IOException {
        ProcessBuilder command = new ProcessBuilder("openssl");
        command.command().addAll(List.of(arguments));
        return command.directory(folder.toFile()).redirectErrorStream(true).start();
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
