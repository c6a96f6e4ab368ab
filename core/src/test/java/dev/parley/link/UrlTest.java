package dev.parley.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.Client;
import dev.parley.Server;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Duration;

/// What URLs mean, and what is said of texts that are none.
class UrlTest {
    private static void refused(String url, String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> {
                    URI parsed = Transports.url(url);
                    Transports.of(parsed)
                            .connect(parsed, new LinkSetup(Reactor.clients(), null, Duration.ofSeconds(5)));
                })
                .withMessage(text);
    }

    private static String address(String url) {
        return HostPort.of(Transports.url(url), 12321).toString();
    }

    @Test
    void hostAndPortHaveDefaults() {
        assertThat(address("tcp://")).isEqualTo("127.0.0.1:12321");
        assertThat(address("tcp://:99")).isEqualTo("127.0.0.1:99");
        assertThat(address("tcp://example.org")).isEqualTo("example.org:12321");
        assertThat(address("tcp://example.org:0")).isEqualTo("example.org:0");
        assertThat(address("tcp://under_score:65535")).isEqualTo("under_score:65535");
        assertThat(address("tcp://[::1]")).isEqualTo("[::1]:12321");
        assertThat(address("tcp://[fe80::1]:80")).isEqualTo("[fe80::1]:80");
    }

    @Test
    void textsThatAreNoUrlAreRefusedWithAnExample() {
        for (String text : new String[] {"", "notes", "127.0.0.1:12321", "tcp:127.0.0.1", "tcp://a b", "://x"}) {
            refused(
                    text,
                    "URL: got \"" + text + "\" (expected one such as tcp://127.0.0.1:12321 or unix:///tmp/notes.sock)");
        }
    }

    @Test
    void portsOutOfRangeAreRefused() {
        for (String port : new String[] {"65536", "-1", "x", "99999999999"}) {
            refused(
                    "tcp://127.0.0.1:" + port,
                    "URL tcp://127.0.0.1:" + port + ": got port \"" + port + "\" (expected 0 to 65535)");
        }
    }

    @Test
    void hostsThatAreNoneAreRefused() {
        for (String host : new String[] {"::1", "user@host"}) {
            refused(
                    "tcp://" + host + ":80",
                    "URL tcp://"
                            + host
                            + ":80: got host \""
                            + host
                            + "\" (expected scheme://host:port, an IPv6 address in brackets)");
        }
    }

    @Test
    void unknownSchemesAreRefusedWithThoseThatAreThere() {
        refused(
                "carrier-pigeon://x",
                "URL carrier-pigeon://x: no transport for carrier-pigeon (there are: local, memory, tcp, tls, unix)");
    }

    @Test
    void schemesAreReadInAnyCase() {
        assertThat(Transports.of(Transports.url("TCP://127.0.0.1"))).isInstanceOf(TcpTransport.class);
        assertThat(Transports.of(Transports.url("Unix:///tmp/x"))).isInstanceOf(UnixTransport.class);
    }

    @Test
    void aUnixUrlNeedsAPathAndNoHost() {
        for (String url : new String[] {"unix:///", "unix://tmp/notes.sock"}) {
            refused(url, "URL " + url + ": no path (expected unix:///path/to/socket)");
        }
        refused("unix://", "URL unix:///: no path (expected unix:///path/to/socket)");
    }

    @Test
    void aQueryThatNobodyReadsIsRefused() {
        for (String url : new String[] {"tcp://127.0.0.1:0?mode=0660", "tls://127.0.0.1?x", "memory://m?a=1&b=2"}) {
            String text = "URL " + url + ": got \"" + url.substring(url.indexOf('?') + 1) + "\" (expected no query)";
            assertThatIllegalArgumentException().isThrownBy(() -> Client.connect(url)).withMessage(text);
            assertThatIllegalArgumentException().isThrownBy(() -> Server.builder().listen(url)).withMessage(text);
        }
    }

    @Test
    void aMemoryUrlNeedsAName() {
        refused("memory://", "URL memory:///: no name (expected memory://name)");
    }
}
