package dev.parley.cli;

import dev.parley.RpcException;
import dev.parley.Tls;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The options that say who one is and whom one trusts at `tls://` URLs.
final class TlsOptions {
    static final String AUTHORITY = "--tls-ca";
    static final String PIN = "--tls-pin";
    static final String CERTIFICATE = "--tls-cert";
    static final String KEY = "--tls-key";
    static final String CLIENT_AUTHORITY = "--tls-client-ca";

    private final Options options;

    TlsOptions(Options options) {
        this.options = options;
    }

    /// @return null where nothing was said
    /// @throws RpcException for a pin that is none, and for files that cannot be used
    @Nullable Tls ofClient() {
        String pin = options.text(PIN);
        Path authority = path(AUTHORITY);
        Path certificate = path(CERTIFICATE);
        Path key = path(KEY);
        if (pin != null && authority != null) {
            throw Failures.usage(PIN + " and " + AUTHORITY + " (expected one of them)");
        }
        requireBothOrNone(certificate, key);
        if (pin == null && authority == null && certificate == null) {
            return null;
        }
        return read(
                () -> {
                    Tls tls =
                            pin != null ? Tls.pinned(pin) : authority != null ? Tls.trusting(authority) : Tls.system();
                    return certificate == null || key == null ? tls : tls.withIdentity(certificate, key);
                },
                AUTHORITY,
                CERTIFICATE,
                KEY);
    }

    /// @return null where nothing was said
    /// @throws RpcException for files that cannot be used
    @Nullable Tls ofServer() {
        Path certificate = path(CERTIFICATE);
        Path key = path(KEY);
        Path authority = path(CLIENT_AUTHORITY);
        requireBothOrNone(certificate, key);
        if (certificate == null || key == null) {
            if (authority != null) {
                throw Failures.usage(CLIENT_AUTHORITY + " needs " + CERTIFICATE + " and " + KEY);
            }
            return null;
        }
        return read(
                () -> {
                    Tls tls = Tls.of(certificate, key);
                    return authority == null ? tls : tls.clientAuthority(authority);
                },
                CERTIFICATE,
                KEY,
                CLIENT_AUTHORITY);
    }

    /// Reads the files of some options; what is wrong with one is said by the options that name it.
    private Tls read(Supplier<Tls> reading, String... ofFiles) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            List<String> culprits =
                    Stream.of(ofFiles).filter(option -> message.startsWith(path(option) + ": ")).toList();
            throw Failures.usage(
                    culprits.isEmpty()
                            ? message.startsWith("pin: ") ? "--tls-" + message : message
                            : String.join(" and ", culprits) + ": " + message);
        }
    }

    /// How callers would trust the server that these options are of.
    String forCallers() {
        String identity = options.has(CLIENT_AUTHORITY) ? CERTIFICATE + " FILE " + KEY + " FILE " : "";
        try (InputStream in = Files.newInputStream(Path.of(String.valueOf(options.text(CERTIFICATE))))) {
            PublicKey key = CertificateFactory.getInstance("X.509").generateCertificate(in).getPublicKey();
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
            return PIN + " sha256:" + HexFormat.of().formatHex(hash) + " " + identity;
        } catch (IOException | GeneralSecurityException e) { // it has been read before, and must have changed
            return AUTHORITY + " FILE " + identity;
        }
    }

    private @Nullable Path path(String option) {
        String file = options.text(option);
        return file == null ? null : Path.of(file);
    }

    @Override
    public String toString() {
        return options.all(AUTHORITY) + " " + options.all(PIN) + " " + options.all(CERTIFICATE) + options.all(KEY);
    }

    private static void requireBothOrNone(@Nullable Path certificate, @Nullable Path key) {
        if ((certificate == null) != (key == null)) {
            throw Failures.usage(CERTIFICATE + " and " + KEY + " (expected both of them)");
        }
    }
}
