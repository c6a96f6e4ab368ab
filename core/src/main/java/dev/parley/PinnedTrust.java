package dev.parley;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import javax.net.ssl.X509TrustManager;

/// Trusts whoever owns one of a few keys, whatever else his certificate says.
final class PinnedTrust implements X509TrustManager {
    private static final String PREFIX = "sha256:";

    private final Set<String> pins = new TreeSet<>();

    PinnedTrust(String... texts) {
        for (String text : texts) {
            String pin = text.toLowerCase(Locale.ROOT);
            String hex = pin.startsWith(PREFIX) ? pin.substring(PREFIX.length()).replace(":", "") : "";
            if (!hex.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException(
                        "pin: got \"" + text + "\" (expected sha256: and 64 hexadecimal digits)");
            }
            pins.add(PREFIX + hex);
        }
    }

    /// The pin of a certificate's key.
    static String of(X509Certificate certificate) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return PREFIX + HexFormat.of().formatHex(digest.digest(certificate.getPublicKey().getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        String pin = of(chain[0]);
        if (!pins.contains(pin)) {
            throw new CertificateException(
                    "the peer's key is " + pin + " (expected " + String.join(" or ", pins) + ")");
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        checkServerTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
