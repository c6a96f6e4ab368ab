package dev.parley.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.Call;
import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.Logged;
import dev.parley.RpcException;
import dev.parley.Server;
import dev.parley.Service;
import dev.parley.Tls;
import dev.parley.certs.TestAuthority;
import dev.parley.session.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.text.MessageFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/// Who talks to whom over TLS, and what is said where somebody does not.
@Timeout(60)
class TlsTrustTest {
    /// Also what a client gets that has one of another authority: it does not show that.
    private static final String NO_CERTIFICATE = "is lost: TLS: (certificate_required) ";

    @Service("who")
    static class Who {
        @Command
        String calls() {
            return String.valueOf(Call.current().peer().identity());
        }
    }

    @TempDir private Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private TlsFiles files;
    private String url;

    @BeforeEach
    void write() throws Exception {
        files = new TlsFiles(folder);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private Server serve(Tls tls) {
        Server server = Server.builder().service(new Who()).tls(tls).listen("tls://127.0.0.1:0").start();
        open.add(server);
        url = server.urls().getFirst().toString();
        return server;
    }

    private Client connect(Tls tls) {
        Client client = Client.builder(url).tls(tls).connect();
        open.add(client);
        return client;
    }

    private Object whoCalls(Tls tls) {
        return connect(tls).service("who").call("calls");
    }

    private void assertRefused(String message, Tls tls) {
        RpcException failure = catchThrowableOfType(RpcException.class, () -> whoCalls(tls));
        assertThat(failure).as("a failure").isNotNull();
        assertThat(failure).hasMessageContaining(message);
        assertThat(failure.code()).isEqualTo(Code.UNAVAILABLE);
    }

    // ---- servers

    @Test
    void aServerOfTheAuthorityIsTrusted() {
        serve(files.own("server"));
        assertThat(whoCalls(files.trusting("ca"))).isEqualTo("null");
    }

    @Test
    void aServerIsTrustedUnderItsHostNameOnly() throws Exception {
        files.write("server", files.authority.issue("the server", List.of("localhost")));
        serve(files.own("server"));
        assertRefused("127.0.0.1 found", files.trusting("ca"));
        url = url.replace("127.0.0.1", "localhost");
        assertThat(whoCalls(files.trusting("ca"))).isEqualTo("null");
    }

    @Test
    void aServerOfAnotherAuthorityIsRefused() {
        serve(files.own("unknown"));
        assertRefused(
                "cannot connect to " + url + ": the peer's certificate is of an authority that is not trusted",
                files.trusting("ca"));
    }

    @Test
    void withoutASettingTheAuthoritiesOfTheJdkAreTrusted() {
        serve(files.own("server"));
        assertThatThrownBy(() -> Client.connect(url)).hasMessageContaining("an authority that is not trusted");
        assertRefused("an authority that is not trusted", Tls.system());
    }

    /// A program that says nothing of whom it trusts.
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) {
            try (Client client = Client.connect(arguments[0]);
                    Client same = Client.builder(arguments[0]).tls(Tls.system()).connect()) {
                System.out.print(client.service("who").call("calls") + " " + same.service("who").call("calls"));
            }
        }
    }

    @Test
    void withoutASettingAServerOfAnAuthorityOfTheJdkIsTrusted() throws Exception {
        serve(files.own("server"));
        Path store = folder.resolve("jdk.p12");
        KeyStore authorities = KeyStore.getInstance("PKCS12");
        authorities.load(null, null);
        authorities.setCertificateEntry("ca", files.authority.certificate());
        try (OutputStream out = Files.newOutputStream(store)) {
            authorities.store(out, "secret".toCharArray());
        }
        Process program =
                new ProcessBuilder(
                                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                                "-Djavax.net.ssl.trustStore=" + store,
                                "-Djavax.net.ssl.trustStorePassword=secret",
                                "-cp",
                                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                                Program.class.getName(),
                                url)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        open.add(program::destroy);
        assertThat(new String(program.getInputStream().readAllBytes())).isEqualTo("null null");
    }

    @Test
    void anExpiredCertificateIsRefused() throws Exception {
        files.write("server", files.authority.issue("old", TlsFiles.HERE, Instant.now().minusSeconds(5)));
        serve(files.own("server"));
        assertRefused("the peer's certificate has expired (NotAfter: ", files.trusting("ca"));
    }

    @Test
    void aPinnedKeyIsTrustedWhateverItsCertificateSays() throws Exception {
        TestAuthority.Certificate old = files.stranger.issue("old", List.of(), Instant.now().minusSeconds(5));
        files.write("server", old);
        serve(files.own("server"));
        assertThat(whoCalls(Tls.pinned(old.pin()))).isEqualTo("null");
        String withColons = "SHA256:" + old.pin().substring(7).replaceAll("(..)(?=.)", "$1:").toUpperCase();
        assertThat(whoCalls(Tls.pinned(files.client.pin(), withColons))).isEqualTo("null");
    }

    @Test
    void anotherKeyThanThePinnedOneIsRefusedAndNamed() {
        serve(files.own("server"));
        assertRefused(
                "the peer's key is " + files.server.pin() + " (expected " + files.client.pin() + ")",
                Tls.pinned(files.client.pin()));
    }

    @Test
    void aPinThatIsNoneIsRefused() {
        assertThatThrownBy(() -> Tls.pinned("sha256:12"))
                .hasMessage("pin: got \"sha256:12\" (expected sha256: and 64 hexadecimal digits)");
    }

    @Test
    void aServerNeedsACertificate() {
        String text = "URL tls://127.0.0.1:0: no certificate (expected the server's, as Tls.of(certificate, key))";
        assertThatThrownBy(() -> serve(files.trusting("ca"))).hasMessage(text);
        assertThatThrownBy(() -> Server.builder().listen("tls://127.0.0.1:0").start()).hasMessage(text);
    }

    @Test
    void aUrlWithoutTlsIsRefusedWhereTlsIsSet() {
        try (Server plain = Server.builder().listen("tcp://127.0.0.1:0").start()) {
            url = plain.urls().getFirst().toString();
            assertThatThrownBy(() -> connect(Tls.system()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("URL " + url + ": not encrypted, although TLS is set (expected tls://…)");
        }
    }

    // ---- clients

    private void serveClientsOfTheAuthority() {
        serve(files.own("server").clientAuthority(files.path("ca")));
    }

    @Test
    void aClientsCertificateNamesIt() {
        serveClientsOfTheAuthority();
        Tls alice = files.trusting("ca").withIdentity(files.path("client"), files.path("client-key"));
        assertThat(whoCalls(alice)).isEqualTo("the client, alice");
        assertThat(whoCalls(alice)).as("with the session resumed").isEqualTo("the client, alice");
    }

    @Test
    void aClientWithoutACertificateIsRefused() {
        serveClientsOfTheAuthority();
        assertRefused(NO_CERTIFICATE, files.trusting("ca"));
    }

    @Test
    void aClientOfAnotherAuthorityIsRefused() {
        serve(files.own("server").clientAuthority(files.path("stranger")));
        assertRefused(
                NO_CERTIFICATE, files.trusting("ca").withIdentity(files.path("client"), files.path("client-key")));
        Tls mallory = files.trusting("ca").withIdentity(files.path("unknown"), files.path("unknown-key"));
        assertThat(whoCalls(mallory)).isEqualTo("mallory");
    }

    // ---- files

    @Test
    void aKeyStoreWillDo() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        char[] password = "secret".toCharArray();
        Certificate[] chain = {files.server.certificate()};
        store.setKeyEntry("server", files.server.key(), password, chain);
        serve(Tls.of(store, password));
        assertThat(whoCalls(files.trusting("ca"))).isEqualTo("null");
        assertThatThrownBy(() -> Tls.of(store, "wrong".toCharArray()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("TLS: ");
    }

    private void assertWrong(String message, String certificate, String key) {
        assertThatThrownBy(() -> Tls.of(files.path(certificate), files.path(key)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void aFileThatIsNotRightIsNamed() throws Exception {
        assertWrong(files.path("none") + ": no such file", "none", "server-key");
        assertWrong(
                files.path("server-key") + ": no certificate (expected PEM with -----BEGIN CERTIFICATE-----)",
                "server-key",
                "server-key");
        assertWrong(
                files.path("server") + ": no key (expected PEM with -----BEGIN PRIVATE KEY-----)", "server", "server");
        assertWrong(
                files.path("client-key") + ": not the key of the certificate in " + files.path("server"),
                "server",
                "client-key");
        Files.write(files.path("bytes"), new byte[] {-1, -2});
        assertWrong(files.path("bytes") + ": no text (expected PEM)", "bytes", "server-key");
        files.write("odd", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        assertWrong(files.path("odd") + ": the key cannot be read (expected one of: EC, RSA, EdDSA)", "server", "odd");
    }

    @Test
    void keysInOtherFormsAreNamedWithACommandThatConverts() throws Exception {
        for (String kind : List.of("RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY")) {
            String header = kind.startsWith("RSA") ? "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,12AB\n\n" : "";
            files.write("odd", "-----BEGIN " + kind + "-----\n" + header + "AAAA\n-----END " + kind + "-----\n");
            Path odd = files.path("odd");
            assertWrong(
                    odd
                            + ": got "
                            + kind
                            + " (expected PRIVATE KEY, which is PKCS#8 without a password: openssl pkey -in "
                            + odd
                            + " -out plain.pem)",
                    "server",
                    "odd");
        }
    }

    @Test
    void keysMayBeOfAnyKind() throws Exception {
        for (String kind : List.of("RSA", "Ed25519")) {
            PrivateKey key = KeyPairGenerator.getInstance(kind).generateKeyPair().getPrivate();
            String base64 = Base64.getMimeEncoder().encodeToString(key.getEncoded());
            files.write("odd", "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
            assertWrong(
                    files.path("odd") + ": not the key of the certificate in " + files.path("server"), "server", "odd");
        }
    }

    @Test
    void aCertificateThatHasChangedIsUsedForNewConnections() throws Exception {
        serve(files.own("server"));
        Client old = connect(Tls.pinned(files.server.pin()));
        TestAuthority.Certificate fresh = files.authority.issue("the new server", TlsFiles.HERE);
        files.write("server-key", fresh.keyPem());
        files.write("server", "no certificate any more");
        String warning = warningWhile(() -> assertThat(whoCalls(Tls.pinned(files.server.pin()))).isEqualTo("null"));
        assertThat(warning)
                .isEqualTo(
                        "TLS files have changed, and are not used: "
                                + files.path("server")
                                + ": no certificate (expected PEM with -----BEGIN CERTIFICATE-----)");
        files.write("server", fresh.pem());
        Await.until("the new certificate is used", () -> isServed(Tls.pinned(fresh.pin())));
        assertThat(old.service("who").call("calls")).as("over the old connection").isEqualTo("null");
        assertRefused("the peer's key is " + fresh.pin(), Tls.pinned(files.server.pin()));
    }

    /// Does something again and again until the log has a warning.
    private static String warningWhile(Runnable action) throws Exception {
        try (Logged log = new Logged(Tls.class.getName())) {
            Await.until(
                    "a warning",
                    () -> {
                        action.run();
                        return log.has(Level.WARNING);
                    });
            LogRecord record = log.next(Level.WARNING);
            return MessageFormat.format(record.getMessage(), record.getParameters());
        }
    }

    private boolean isServed(Tls tls) {
        try {
            return whoCalls(tls).equals("null");
        } catch (RpcException e) {
            return false;
        }
    }

    @Test
    void anAuthorityOfClientsThatHasChangedIsUsedForNewConnections() throws Exception {
        serveClientsOfTheAuthority();
        Tls mallory = files.trusting("ca").withIdentity(files.path("unknown"), files.path("unknown-key"));
        assertRefused(NO_CERTIFICATE, mallory);
        files.write("ca", files.authority.pem() + files.stranger.pem());
        Await.until("the new authority is known", () -> isKnown(mallory));
    }

    private boolean isKnown(Tls tls) {
        try {
            return whoCalls(tls).equals("mallory");
        } catch (RpcException e) {
            return false;
        }
    }
}
