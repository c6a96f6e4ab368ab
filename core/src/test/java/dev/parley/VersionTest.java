package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The version is written down twice, so that finding it costs nothing at run time.
class VersionTest {
    @Test
    void theVersionIsThatOfThePom() {
        assertThat(Version.TEXT).isEqualTo(System.getProperty("parley.version"));
    }
}
