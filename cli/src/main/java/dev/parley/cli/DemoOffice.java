package dev.parley.cli;

import dev.parley.Authenticator;
import dev.parley.Client;
import dev.parley.Principal;
import dev.parley.Server;
import dev.parley.Tls;
import dev.parley.certs.TestAuthority;
import dev.parley.examples.NotesService;
import dev.parley.examples.PrinterService;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The second server of the demo: TLS, tokens, and a printer that somebody else is using.
///
/// @param holder has the printer
/// @param pin of the server's key
record DemoOffice(Server server, Client holder, String pin) implements AutoCloseable {
    static final String TOKEN = "s3cret";
    private static final char[] PASSWORD = "demo".toCharArray();

    static DemoOffice open() {
        TestAuthority.Certificate identity =
                TestAuthority.create("demo", Duration.ofDays(1)).issue("demo", List.of("127.0.0.1"));
        Server server =
                Server.builder()
                        .service(new NotesService(1))
                        .service(new PrinterService())
                        .tls(Tls.of(keyStore(identity), PASSWORD))
                        .authenticate(Authenticator.tokens(Map.of(TOKEN, new Principal("ann", "staff"))))
                        .listen("tls://127.0.0.1:0")
                        .start();
        Client holder = Client.builder(url(server)).tls(Tls.pinned(identity.pin())).token(TOKEN).connect();
        holder.service("printer").call("print", "a long report");
        return new DemoOffice(server, holder, identity.pin());
    }

    private static KeyStore keyStore(TestAuthority.Certificate identity) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("demo", identity.key(), PASSWORD, new Certificate[] {identity.certificate()});
            return store;
        } catch (GeneralSecurityException | IOException e) { // it has no other place than memory
            throw new IllegalStateException(e);
        }
    }

    private static String url(Server server) {
        return server.urls().getFirst().toString();
    }

    /// What a command line has to say of it.
    List<String> options() {
        return List.of("-u", url(server), "--tls-pin", pin);
    }

    @Override
    public void close() {
        holder.close();
        server.close();
    }
}
