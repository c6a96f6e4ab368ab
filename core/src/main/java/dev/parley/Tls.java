package dev.parley;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// Who one is and whom one trusts, for `tls://` URLs: TLS 1.3 and 1.2.
///
/// ```java
/// Server.builder().tls(Tls.of(Path.of("server.pem"), Path.of("server-key.pem"))).listen("tls://localhost:12321");
/// Client.builder("tls://localhost:12321").tls(Tls.trusting(Path.of("ca.pem")));
/// ```
///
/// A client without one trusts the authorities that the JDK does. Files are PEM; they are read again when they have changed,
/// which new connections find out within a second. Where what they hold then is not right, what was read before stays in
/// use, and the log says so. For any number of threads.
public final class Tls {
    private static final Logger LOG = System.getLogger(Tls.class.getName());
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final long LOOK_NANOS = 1_000_000_000;
    private static final char[] NO_PASSWORD = {};

    private interface Reading<T> {
        T read(List<String> texts) throws GeneralSecurityException, IOException;
    }

    /// One side of it, made of the texts of some files.
    private record Part<T>(List<Path> files, Reading<T> reading) {}

    private final @Nullable Part<KeyManager[]> identity;
    private final @Nullable Part<TrustManager[]> trust;
    private final boolean checksHost;

    private List<String> texts; // guarded by this, as all that follows
    private SSLContext context;
    private long looked = System.nanoTime();

    private Tls(@Nullable Part<KeyManager[]> identity, @Nullable Part<TrustManager[]> trust, boolean checksHost) {
        this.identity = identity;
        this.trust = trust;
        this.checksHost = checksHost;
        texts = texts();
        context = context(texts);
    }

    /// With a certificate of one's own.
    ///
    /// @param certificate PEM: the certificate, followed by those of its authorities except the last
    /// @param key PEM: its private key (RSA, EC or Ed25519) as PKCS#8, without a password
    /// @throws IllegalArgumentException for files that cannot be read, or hold something else; the text names the file
    public static Tls of(Path certificate, Path key) {
        return new Tls(identity(certificate, key), null, true);
    }

    /// With the certificate in a key store, and its password.
    ///
    /// @throws IllegalArgumentException for a store without a key that this password opens
    public static Tls of(KeyStore store, char[] password) {
        return new Tls(new Part<>(List.of(), _ -> keyManagers(store, password)), null, true);
    }

    /// Trusts the authorities that the JDK does.
    public static Tls system() {
        return new Tls(null, null, true);
    }

    /// Trusts the authorities whose certificates are in this file, and no others.
    ///
    /// @throws IllegalArgumentException for a file that cannot be read, or holds something else
    public static Tls trusting(Path authority) {
        return new Tls(null, trust(authority), true);
    }

    /// Trusts those who own one of these keys, and no others; names and dates in their certificates do not matter.
    ///
    /// @param pins each `sha256:` and the hash of a public key (its SubjectPublicKeyInfo) in hexadecimal digits. A mismatch
    ///     says what the key's is.
    /// @throws IllegalArgumentException for a text that is no such pin
    public static Tls pinned(String... pins) {
        PinnedTrust pinned = new PinnedTrust(pins);
        return new Tls(null, new Part<>(List.of(), _ -> new TrustManager[] {pinned}), false);
    }

    /// Also with a certificate of one's own, as of [#of(Path, Path)].
    public Tls withIdentity(Path certificate, Path key) {
        return new Tls(identity(certificate, key), trust, checksHost);
    }

    /// For a server: clients have to show a certificate of these authorities. The name in it is their [Peer#identity()].
    ///
    /// @throws IllegalArgumentException for a file that cannot be read, or holds something else
    public Tls clientAuthority(Path authority) {
        return new Tls(identity, trust(authority), true);
    }

    // ---- for transports

    /// Whether there is a certificate of one's own, without which nobody can be a server.
    public boolean hasIdentity() {
        return identity != null;
    }

    /// The client's end of a new connection.
    ///
    /// @param host the name or address from the URL, which the server's certificate has to be for
    public SSLEngine clientEngine(String host, int port) {
        SSLEngine engine = current().createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        if (checksHost) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    /// The server's end of a new connection.
    public SSLEngine serverEngine() {
        SSLEngine engine = current().createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        parameters.setNeedClientAuth(trust != null);
        engine.setSSLParameters(parameters);
        return engine;
    }

    // ---- files

    private static Part<KeyManager[]> identity(Path certificate, Path key) {
        return new Part<>(
                List.of(certificate, key),
                texts -> {
                    List<X509Certificate> chain = Pem.certificates(certificate, texts.getFirst());
                    PrivateKey own = Pem.key(key, texts.getLast());
                    if (!belongs(own, chain.getFirst())) {
                        throw new IllegalArgumentException(key + ": not the key of the certificate in " + certificate);
                    }
                    KeyStore store = empty();
                    store.setKeyEntry("own", own, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
                    return keyManagers(store, NO_PASSWORD);
                });
    }

    private static Part<TrustManager[]> trust(Path authority) {
        return new Part<>(
                List.of(authority),
                texts -> {
                    KeyStore store = empty();
                    for (X509Certificate certificate : Pem.certificates(authority, texts.getFirst())) {
                        store.setCertificateEntry("trusted " + store.size(), certificate);
                    }
                    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
                    factory.init(store);
                    return factory.getTrustManagers();
                });
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static KeyManager[] keyManagers(KeyStore store, char[] password) throws GeneralSecurityException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
        factory.init(store, password);
        return factory.getKeyManagers();
    }

    private static boolean belongs(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        String type = key.getAlgorithm();
        if (!type.equals(certificate.getPublicKey().getAlgorithm())) {
            return false;
        }
        Signature signature =
                Signature.getInstance(
                        switch (type) {
                            case "RSA" -> "SHA256withRSA";
                            case "EC" -> "SHA256withECDSA";
                            default -> type;
                        });
        signature.initSign(key);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        return signature.verify(signed);
    }

    private List<String> texts() {
        List<Path> files = new ArrayList<>(identity == null ? List.of() : identity.files);
        files.addAll(trust == null ? List.of() : trust.files);
        List<String> all = new ArrayList<>();
        for (Path file : files) {
            try {
                all.add(Files.readString(file));
            } catch (NoSuchFileException e) {
                throw new IllegalArgumentException(file + ": no such file", e);
            } catch (CharacterCodingException e) {
                throw new IllegalArgumentException(file + ": no text (expected PEM)", e);
            } catch (IOException e) {
                throw new IllegalArgumentException(file + ": cannot be read: " + e, e);
            }
        }
        return all;
    }

    private SSLContext context(List<String> all) {
        int own = identity == null ? 0 : identity.files.size();
        try {
            SSLContext made = SSLContext.getInstance("TLS");
            made.init(
                    identity == null ? null : identity.reading.read(all.subList(0, own)),
                    trust == null ? null : trust.reading.read(all.subList(own, all.size())),
                    null);
            return made;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("TLS: " + e.getMessage(), e);
        }
    }

    /// The context, made anew where files have changed.
    private synchronized SSLContext current() {
        long now = System.nanoTime();
        if (now - looked > LOOK_NANOS) {
            looked = now;
            try {
                List<String> fresh = texts();
                if (!fresh.equals(texts)) {
                    texts = fresh;
                    context = context(fresh);
                    LOG.log(Level.INFO, "TLS files have changed and are in use");
                }
            } catch (IllegalArgumentException e) {
                LOG.log(Level.WARNING, "TLS files have changed, and are not used: {0}", e.getMessage());
            }
        }
        return context;
    }
}
