package dev.parley.examples;

import dev.parley.Authenticator;
import dev.parley.Client;
import dev.parley.Server;
import dev.parley.ServerBuilder;
import dev.parley.Tls;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// A printer behind locks. Over TLS it knows its callers by the certificates that they own, over a Unix socket by tokens,
/// and it prints for staff only, one at a time ([PrinterService]). What it needs is in a folder, and is read again when it
/// changes, but for the tokens.
///
/// ```console
/// $ ./parley certs office
/// $ echo 's3cret ann staff' > office/tokens
/// $ java -cp 'dist/target/parley/lib/*' dev.parley.examples.PrintOffice office &
/// $ ./parley -u unix://$PWD/office/socket --token s3cret printer print poem
/// 1
/// $ export TLS='--tls-ca office/ca.pem --tls-cert office/client.pem --tls-key office/client-key.pem'
/// $ ./parley -u tls://localhost:12321 $TLS printer print poem
/// 2
/// ```
public final class PrintOffice implements AutoCloseable {
    private final Server server;

    /// @param folder has `server.pem` and its `server-key.pem`, `ca.pem` for those of clients, and `tokens`: lines of a
    ///     token, a name, and roles
    public PrintOffice(Path folder, String... urls) throws IOException {
        Authenticator staff =
                Authenticator.certificate(name -> name.equals("client") ? Set.of("staff") : Set.of())
                        .or(Authenticator.tokenFile(folder.resolve("tokens")));
        ServerBuilder builder =
                Server.builder()
                        .service(new PrinterService())
                        .tls(
                                Tls.of(folder.resolve("server.pem"), folder.resolve("server-key.pem"))
                                        .clientAuthority(folder.resolve("ca.pem")))
                        .authenticate(staff);
        List.of(urls).forEach(builder::listen);
        server = builder.start();
    }

    /// Where the server listens, in the order of its URLs.
    String url(int index) {
        return server.urls().get(index).toString();
    }

    /// Trusts any server that the authority vouches for, and shows a certificate.
    ///
    /// @param folder has `ca.pem`, `NAME.pem` and `NAME-key.pem`
    static Client trusting(String url, Path folder, String name) {
        return connect(url, Tls.trusting(folder.resolve("ca.pem")), folder, name);
    }

    /// Trusts the owner of one key, whatever his certificate says: nobody has to vouch for him.
    static Client pinning(String url, String pin, Path folder, String name) {
        return connect(url, Tls.pinned(pin), folder, name);
    }

    private static Client connect(String url, Tls trust, Path folder, String name) {
        Tls identified = trust.withIdentity(folder.resolve(name + ".pem"), folder.resolve(name + "-key.pem"));
        return Client.builder(url).tls(identified).patience(Duration.ZERO).connect(); // who is refused hears it at once
    }

    static Client withToken(String url, String token) {
        return Client.builder(url).token(token).connect();
    }

    @Override
    public void close() {
        server.close();
    }

    static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[0]).toAbsolutePath();
        try (PrintOffice office = new PrintOffice(folder, "tls://localhost:12321", "unix://" + folder + "/socket")) {
            office.server.join();
        }
    }
}
