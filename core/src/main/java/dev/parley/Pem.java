package dev.parley;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads PEM ([RFC 7468](https://www.rfc-editor.org/rfc/rfc7468)): certificates, and private keys as PKCS#8.
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");

    private Pem() {}

    /// All certificates of a file, in their order.
    ///
    /// @throws IllegalArgumentException for a text without any
    static List<X509Certificate> certificates(Path file, String text) throws GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> found = new ArrayList<>();
        for (Matcher block = BLOCK.matcher(text); block.find(); ) {
            if (block.group(1).equals("CERTIFICATE")) {
                ByteArrayInputStream der = new ByteArrayInputStream(bytes(file, block));
                found.add((X509Certificate) factory.generateCertificate(der));
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(
                    file + ": no certificate (expected PEM with -----BEGIN CERTIFICATE-----)");
        }
        return found;
    }

    /// The private key of a file.
    ///
    /// @throws IllegalArgumentException for a text without one, or with one that is encrypted or not PKCS#8
    static PrivateKey key(Path file, String text) throws GeneralSecurityException {
        for (Matcher block = BLOCK.matcher(text); block.find(); ) {
            String kind = block.group(1);
            if (kind.equals("PRIVATE KEY")) {
                return key(file, bytes(file, block));
            } else if (kind.endsWith(" PRIVATE KEY")) {
                throw new IllegalArgumentException(
                        file
                                + ": got "
                                + kind
                                + " (expected PRIVATE KEY, which is PKCS#8 without a password: openssl pkey -in "
                                + file
                                + " -out plain.pem)");
            }
        }
        throw new IllegalArgumentException(file + ": no key (expected PEM with -----BEGIN PRIVATE KEY-----)");
    }

    private static PrivateKey key(Path file, byte[] pkcs8) throws GeneralSecurityException {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (InvalidKeySpecException e) {
                // of another algorithm, or broken
            }
        }
        throw new IllegalArgumentException(
                file + ": the key cannot be read (expected one of: " + String.join(", ", ALGORITHMS) + ")");
    }

    private static byte[] bytes(Path file, Matcher block) {
        try {
            return Base64.getMimeDecoder().decode(block.group(2).strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    file + ": the " + block.group(1) + " is no Base64: " + e.getMessage(), e);
        }
    }
}
