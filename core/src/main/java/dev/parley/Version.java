package dev.parley;

/// Which Parley this is.
public final class Version {
    /// Such as `0.1.0`; that of `pom.xml`, which a test compares it with.
    public static final String TEXT = "0.1.0-SNAPSHOT";

    private Version() {}
}
