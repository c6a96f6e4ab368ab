package dev.parley.certs;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/// An authority for test certificates ([RFC 5280](https://www.rfc-editor.org/rfc/rfc5280)), ECDSA on P-256. Its own key is
/// kept nowhere: an authority issues what it issues, and is gone.
public final class TestAuthority {
    private static final byte[] ECDSA_SHA256 = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
    private static final byte[] CLIENT_AND_SERVER =
            Der.sequence(Der.oid("1.3.6.1.5.5.7.3.1"), Der.oid("1.3.6.1.5.5.7.3.2"));
    private static final byte[] SIGNS_CERTIFICATES = Der.bits(1, new byte[] {0x06});
    private static final byte[] SIGNS = Der.bits(7, new byte[] {(byte) 0x80});
    private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final Pattern NAME =
            Pattern.compile(
                    "(\\*\\.)?" + "LABEL(\\.LABEL)*".replace("LABEL", "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"));
    private static final Pattern DIGITS = Pattern.compile("[0-9.]+");
    private static final Pattern ADDRESS = Pattern.compile("[0-9]+(\\.[0-9]+){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final int LONGEST_NAME = 253;

    /// A certificate and its key.
    public record Certificate(X509Certificate certificate, PrivateKey key) {
        /// The certificate as PEM.
        public String pem() {
            return TestAuthority.pem("CERTIFICATE", encoded());
        }

        /// The key as PEM: PKCS#8, without a password.
        public String keyPem() {
            return TestAuthority.pem("PRIVATE KEY", key.getEncoded());
        }

        /// The hash of the public key, as `sha256:` and hexadecimal digits.
        public String pin() {
            try {
                return "sha256:" + HexFormat.of().formatHex(sha256(certificate.getPublicKey().getEncoded()));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        private byte[] encoded() {
            try {
                return certificate.getEncoded();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private final Duration valid;
    private final byte[] name;
    private final KeyPair keys = generate();
    private final Certificate own;

    private TestAuthority(String name, Duration valid) {
        this.valid = valid;
        this.name = name(name);
        own = certificate(this.name, keys, true, List.of(), Instant.now().plus(valid));
    }

    /// A new authority.
    ///
    /// @param valid for how long its certificates are
    public static TestAuthority create(String name, Duration valid) {
        return new TestAuthority(name, valid);
    }

    /// The authority's own certificate as PEM.
    public String pem() {
        return own.pem();
    }

    public X509Certificate certificate() {
        return own.certificate;
    }

    /// A certificate for servers and clients.
    ///
    /// @param hosts host names, which may begin with `*.`, and addresses that it is for
    /// @throws IllegalArgumentException for one that is neither; the text begins with `host: `
    public Certificate issue(String subject, List<String> hosts) {
        return issue(subject, hosts, Instant.now().plus(valid));
    }

    /// A certificate that is valid up to a time, which may be over.
    public Certificate issue(String subject, List<String> hosts, Instant until) {
        return certificate(name(subject), generate(), false, hosts, until);
    }

    private Certificate certificate(
            byte[] subject, KeyPair owner, boolean authority, List<String> hosts, Instant until) {
        try {
            byte[] publicKey = owner.getPublic().getEncoded();
            Instant from = Instant.now().isBefore(until) ? Instant.now() : until;
            byte[] content =
                    Der.sequence(
                            Der.of(0xA0, Der.integer(BigInteger.TWO)), // version 3
                            Der.integer(new BigInteger(127, RANDOM).setBit(126)),
                            ECDSA_SHA256,
                            name,
                            Der.sequence(Der.time(from.minus(CLOCKS_DIFFER)), Der.time(until)),
                            subject,
                            publicKey,
                            Der.of(0xA3, extensions(publicKey, authority, hosts)));
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(content);
            byte[] der = Der.sequence(content, ECDSA_SHA256, Der.bits(0, signature.sign()));
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            return new Certificate(
                    (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)), owner.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot make a certificate: " + e.getMessage(), e);
        }
    }

    private byte[] extensions(byte[] publicKey, boolean authority, List<String> hosts) throws GeneralSecurityException {
        List<byte[]> all = new ArrayList<>();
        all.add(critical("2.5.29.19", authority ? Der.sequence(Der.isTrue()) : Der.sequence()));
        all.add(critical("2.5.29.15", authority ? SIGNS_CERTIFICATES : SIGNS));
        all.add(extension("2.5.29.14", Der.octets(keyId(publicKey))));
        all.add(extension("2.5.29.35", Der.sequence(Der.of(0x80, keyId(keys.getPublic().getEncoded())))));
        if (!authority) {
            all.add(extension("2.5.29.37", CLIENT_AND_SERVER));
        }
        if (!hosts.isEmpty()) {
            all.add(
                    extension(
                            "2.5.29.17", Der.sequence(hosts.stream().map(TestAuthority::host).toArray(byte[][]::new))));
        }
        return Der.sequence(all.toArray(byte[][]::new));
    }

    private static byte[] extension(String oid, byte[] value) {
        return Der.sequence(Der.oid(oid), Der.octets(value));
    }

    private static byte[] critical(String oid, byte[] value) {
        return Der.sequence(Der.oid(oid), Der.isTrue(), Der.octets(value));
    }

    /// A name of letters, digits and hyphens ([RFC 1123](https://www.rfc-editor.org/rfc/rfc1123), 2.1), or an address.
    private static byte[] host(String host) {
        if (NAME.matcher(host).matches() && host.length() <= LONGEST_NAME && !DIGITS.matcher(host).matches()) {
            return Der.of(0x82, host.getBytes(StandardCharsets.US_ASCII));
        }
        try {
            if (ADDRESS.matcher(host).matches()) {
                return Der.of(0x87, InetAddress.ofLiteral(host).getAddress());
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "host: got \""
                        + host
                        + "\" (expected a host name such as localhost or *.example.com, or an IP address)");
    }

    private static byte[] name(String commonName) {
        return Der.sequence(Der.set(Der.sequence(Der.oid("2.5.4.3"), Der.text(commonName))));
    }

    private static byte[] keyId(byte[] publicKey) throws GeneralSecurityException {
        return Arrays.copyOf(sha256(publicKey), 20);
    }

    private static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    private static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    private static String pem(String kind, byte[] der) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
    }
}
