package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Server;
import dev.parley.Tls;
import dev.parley.services.HealthService;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/// Certificates by the tool, and calls with them.
@Timeout(60)
class CertsTest {
    private static final String EXPECTED =
            " (expected a host name such as localhost or *.example.com, or an IP address)\n";

    @TempDir private Path folder;

    private String file(String name) {
        return folder.resolve(name + ".pem").toString();
    }

    private Path path(String name) {
        return folder.resolve(name + ".pem");
    }

    private void make(String... options) {
        String[] line = Stream.concat(Stream.of("certs", folder.toString()), Stream.of(options)).toArray(String[]::new);
        Outcome outcome = Outcome.of(line);
        assertThat(outcome.status()).as(outcome.err()).isZero();
    }

    private Server serve(Tls tls) {
        return Server.builder().service(new HealthService()).tls(tls).listen("tls://127.0.0.1:0").start();
    }

    private static Outcome check(Server server, String... options) {
        Stream<String> before = Stream.concat(Stream.of("-u", server.urls().getFirst().toString()), Stream.of(options));
        return Outcome.of(Stream.concat(before, Stream.of("health", "check")).toArray(String[]::new));
    }

    @Test
    void itSaysWhatItHasMadeAndHowToTryIt() throws Exception {
        Path fresh = folder.resolve("a/b");
        assertThat(Outcome.of("certs", fresh.toString()))
                .isEqualTo(
                        new Outcome(
                                0,
                                """
                                Made ca.pem, server.pem, server-key.pem, client.pem and client-key.pem in DIR
                                Try: parley serve health -u tls://localhost --tls-cert DIR/server.pem --tls-key DIR/server-key.pem
                                     parley -u tls://localhost --tls-ca DIR/ca.pem health check
                                """
                                        .replace("DIR", fresh.toString()),
                                ""));
        try (Stream<Path> made = Files.list(fresh)) {
            assertThat(made.map(p -> p.getFileName() + " " + permissions(p)))
                    .containsExactlyInAnyOrder(
                            "ca.pem rw-r--r--",
                            "server.pem rw-r--r--",
                            "server-key.pem rw-------",
                            "client.pem rw-r--r--",
                            "client-key.pem rw-------");
        }
    }

    private static String permissions(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void filesThatAreThereAreKeptUnlessForced() throws Exception {
        make();
        String before = Files.readString(path("ca"));
        assertThat(Outcome.of("certs", folder.toString()))
                .isEqualTo(
                        new Outcome(
                                2,
                                "",
                                "INVALID_ARGUMENT: " + file("ca") + " is there already (--force replaces it)\n"));
        assertThat(path("ca")).hasContent(before);
        make("--force");
        assertThat(Files.readString(path("ca"))).isNotEqualTo(before);
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThat(Outcome.of("certs").err())
                .isEqualTo("INVALID_ARGUMENT: certs in which folder? (parley certs FOLDER)\n");
        assertThat(Outcome.of("certs", "x", "--days", "0").err())
                .isEqualTo("INVALID_ARGUMENT: --days: got \"0\" (expected 1 to 99999)\n");
        assertThat(Outcome.of("certs", folder.toString(), "--host", "1.2.3.4.5").err())
                .isEqualTo("INVALID_ARGUMENT: --host: got \"1.2.3.4.5\"" + EXPECTED);
        for (String host : new String[] {"a b", "", "ex_ample..com"}) {
            assertThat(Outcome.of("certs", folder.resolve("new").toString(), "--host", host))
                    .isEqualTo(new Outcome(2, "", "INVALID_ARGUMENT: --host: got \"" + host + "\"" + EXPECTED));
        }
        assertThat(folder.resolve("new")).doesNotExist();
    }

    @Test
    void whereNoFolderCanBeIsSaid() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        for (Path place : new Path[] {file, file.resolve("below")}) {
            assertThat(Outcome.of("certs", place.toString()))
                    .isEqualTo(
                            new Outcome(
                                    2,
                                    "",
                                    "INVALID_ARGUMENT: cannot write certificates to "
                                            + place
                                            + ": "
                                            + file
                                            + " is a file (expected a folder, or the name of one to make)\n"));
        }
    }

    @Test
    void whatItSaysToTryIsWhatCanBeTried() {
        assertThat(Outcome.of("certs", folder.toString(), "--host", "*.example.com", "--host", "fe80::1").out())
                .contains("Try: parley serve health -u 'tls://[fe80::1]' ")
                .doesNotContain("*");
        assertThat(Outcome.of("certs", folder.toString(), "--host", "*.example.com", "--force").out())
                .isEqualTo(
                        "Made ca.pem, server.pem, server-key.pem, client.pem and client-key.pem in " + folder + "\n");
    }

    @Test
    void callsTrustTheAuthorityOrTheKey() {
        make();
        try (Server server = serve(Tls.of(path("server"), path("server-key")))) {
            assertThat(check(server, "--tls-ca", file("ca"))).isEqualTo(new Outcome(0, "serving\n", ""));
            assertThat(check(server).err()).contains("an authority that is not trusted");
            String said = check(server, "--tls-pin", "sha256:" + "00".repeat(32)).err();
            String pin = said.replaceAll("(?s).*the peer's key is (\\S+).*", "$1");
            assertThat(check(server, "--tls-pin", pin)).isEqualTo(new Outcome(0, "serving\n", ""));
        }
    }

    @Test
    void aServerMayAskForTheClientsCertificate() {
        make("--host", "127.0.0.1");
        Tls tls = Tls.of(path("server"), path("server-key")).clientAuthority(path("ca"));
        try (Server server = serve(tls)) {
            assertThat(check(server, "--tls-ca", file("ca")).status()).isEqualTo(ExitStatus.UNAVAILABLE);
            String[] identity = {"--tls-ca", file("ca"), "--tls-cert", file("client"), "--tls-key", file("client-key")};
            assertThat(check(server, identity)).isEqualTo(new Outcome(0, "serving\n", ""));
        }
    }

    @Test
    void optionsThatDoNotGoTogetherAreRefused() {
        make();
        String url = "tls://127.0.0.1:1";
        assertThat(Outcome.of("-u", url, "--tls-pin", "x", "--tls-ca", file("ca")).err())
                .isEqualTo("INVALID_ARGUMENT: --tls-pin and --tls-ca (expected one of them)\n");
        assertThat(Outcome.of("-u", url, "--tls-client-ca", "x").err())
                .isEqualTo("INVALID_ARGUMENT: no option --tls-client-ca in parley services (that of parley serve)\n");
        assertThat(Outcome.of("-u", url, "--tls-key", "x").err())
                .isEqualTo("INVALID_ARGUMENT: --tls-cert and --tls-key (expected both of them)\n");
        assertThat(Outcome.of("-u", url, "--tls-ca", file("none")).err())
                .isEqualTo("INVALID_ARGUMENT: --tls-ca: " + file("none") + ": no such file\n");
        assertThat(Outcome.of("serve", "health", "-u", url, "--tls-ca", "x").err())
                .isEqualTo("INVALID_ARGUMENT: no option --tls-ca in parley serve (that of parley services)\n");
        assertThat(Outcome.of("serve", "health", "-u", url, "--tls-client-ca", "x").err())
                .isEqualTo("INVALID_ARGUMENT: --tls-client-ca needs --tls-cert and --tls-key\n");
        assertThat(Outcome.of("serve", "health", "-u", url).err())
                .isEqualTo(
                        "INVALID_ARGUMENT: URL "
                                + url
                                + ": no certificate (expected the server's, by --tls-cert and --tls-key)\n");
    }

    private Outcome serving(String certificate, String key, String... more) {
        Stream<String> line =
                Stream.of("serve", "health", "-u", "tls://127.0.0.1:0", "--tls-cert", certificate, "--tls-key", key);
        return Outcome.of(Stream.concat(line, Stream.of(more)).toArray(String[]::new));
    }

    @Test
    void aServersFilesThatCannotBeUsedAreSaidByTheirOptions() {
        make();
        String other = file("client-key");
        assertThat(serving(file("server"), other))
                .isEqualTo(
                        new Outcome(
                                2,
                                "",
                                "INVALID_ARGUMENT: --tls-key: "
                                        + other
                                        + ": not the key of the certificate in "
                                        + file("server")
                                        + "\n"));
        assertThat(serving(file("none"), file("server-key")))
                .isEqualTo(new Outcome(2, "", "INVALID_ARGUMENT: --tls-cert: " + file("none") + ": no such file\n"));
        assertThat(serving(file("server"), file("server-key"), "--tls-client-ca", other).err())
                .startsWith("INVALID_ARGUMENT: --tls-client-ca: " + other + ": no certificate (expected PEM");
        assertThat(serving(other, other).err()).startsWith("INVALID_ARGUMENT: --tls-cert and --tls-key: " + other);
    }

    @Test
    void whoTheClientIsAndWhomHeTrustsIsSaidByItsOptions() {
        make();
        String url = "tls://127.0.0.1:1";
        assertThat(Outcome.of("-u", url, "--tls-cert", file("client"), "--tls-key", file("none"), "health", "check"))
                .isEqualTo(new Outcome(2, "", "INVALID_ARGUMENT: --tls-key: " + file("none") + ": no such file\n"));
        assertThat(Outcome.of("-u", url, "--tls-pin", "x", "health", "check").err())
                .isEqualTo("INVALID_ARGUMENT: --tls-pin: got \"x\" (expected sha256: and 64 hexadecimal digits)\n");
    }
}
