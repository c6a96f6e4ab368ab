/// Certificates for trying TLS out, by an authority that nobody else trusts:
///
/// ```java
/// TestAuthority authority = TestAuthority.create("notes", Duration.ofDays(30));
/// TestAuthority.Certificate server = authority.issue("server", List.of("localhost", "127.0.0.1"));
/// Files.writeString(Path.of("ca.pem"), authority.pem());
/// Files.writeString(Path.of("server.pem"), server.pem());
/// Files.writeString(Path.of("server-key.pem"), server.keyPem());
/// ```
module dev.parley.certs {
    requires static org.jspecify;

    exports dev.parley.certs;
}
