package dev.parley.testkit;

import dev.parley.ClientBuilder;
import dev.parley.Server;
import dev.parley.ServerBuilder;
import dev.parley.Tls;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;

import java.net.URI;

/// Everything that Parley promises, run over one transport with one codec. JUnit finds the tests in any subclass:
///
/// ```java
/// class TcpJsonConformanceTest extends ConformanceSuite {
///     @Override
///     protected String url() {
///         return "tcp://127.0.0.1:0";
///     }
///
///     @Override
///     protected String codec() {
///         return "json";
///     }
/// }
/// ```
///
/// Each test starts servers and clients of its own in this process. For the tests of flow control, the transport must not
/// take in bytes without end that nobody reads, as no network does.
public abstract class ConformanceSuite {
    /// Where the server of a test can listen; asked once for each. Where nobody may listen there again soon, it has to be
    /// another one each time, or one that lets the server pick, such as a port 0.
    protected abstract String url();

    /// The name of the codec that clients choose.
    protected String codec() {
        return "msgpack";
    }

    /// The server's certificate, where the transport wants one.
    protected @Nullable Tls serverTls() {
        return null;
    }

    /// Whom clients trust, where the transport asks.
    protected @Nullable Tls clientTls() {
        return null;
    }

    /// Prepares a server, where the transport needs more than a URL.
    protected void configure(ServerBuilder server) {}

    /// A server that was prepared has started.
    ///
    /// @return where clients are to connect
    protected URI started(Server server) {
        return server.urls().getFirst();
    }

    /// Whether callers hear that a command which was refused has not run. Some protocols of others cannot say it.
    protected boolean tellsWhatHasRun() {
        return true;
    }

    /// Whether a server can listen where one has just ended. Where it cannot, the tests of clients that come back are skipped.
    protected boolean listensAgain() {
        return true;
    }

    /// Whether some of the many calls of [ConcurrencyConformance] have streams.
    boolean streams() {
        return true;
    }

    /// How many threads make those calls at once.
    int threads() {
        return ConcurrencyConformance.THREADS;
    }

    /// Prepares a client, where the transport needs more than a URL.
    protected void configure(ClientBuilder client) {}

    @Nested
    class Numbers extends NumbersConformance {
        Numbers() {
            super(ConformanceSuite.this);
        }
    }

    @Nested
    class Texts extends TextsConformance {
        Texts() {
            super(ConformanceSuite.this);
        }
    }

    @Nested
    class Times extends TimesConformance {
        Times() {
            super(ConformanceSuite.this);
        }
    }

    @Nested
    class Containers extends ContainersConformance {
        Containers() {
            super(ConformanceSuite.this);
        }
    }

    @Nested
    class Records extends RecordsConformance {
        Records() {
            super(ConformanceSuite.this);
        }
    }

    @Nested
    class WrongValues extends WrongValuesConformance {
        WrongValues() {
            super(ConformanceSuite.this);
        }
    }

    @Nested
    class Arguments extends ArgumentsConformance {
        Arguments() {
            super(ConformanceSuite.this);
        }
    }

    @Nested
    class OneWays extends OneWayConformance {
        OneWays() {
            super(ConformanceSuite.this);
        }
    }

    @Nested
    class Interfaces extends InterfacesConformance {
        Interfaces() {
            super(ConformanceSuite.this);
        }
    }

    @Nested
    class ResultStreams extends ResultStreamsConformance {
        ResultStreams() {
            super(ConformanceSuite.this);
        }
    }

    @Nested
    class ArgumentStreams extends ArgumentStreamsConformance {
        ArgumentStreams() {
            super(ConformanceSuite.this);
        }
    }

    @Nested
    class DuplexStreams extends DuplexStreamsConformance {
        DuplexStreams() {
            super(ConformanceSuite.this);
        }
    }

    @Nested
    class ClosedStreams extends ClosedStreamsConformance {
        ClosedStreams() {
            super(ConformanceSuite.this);
        }
    }

    @Nested
    class FailingStreams extends FailingStreamsConformance {
        FailingStreams() {
            super(ConformanceSuite.this);
        }
    }

    @Nested
    class BackPressure extends BackPressureConformance {
        BackPressure() {
            super(ConformanceSuite.this);
        }
    }

    @Nested
    class Cancelling extends CancellingConformance {
        Cancelling() {
            super(ConformanceSuite.this);
        }
    }

    @Nested
    class Deadlines extends DeadlinesConformance {
        Deadlines() {
            super(ConformanceSuite.this);
        }
    }

    @Nested
    class Errors extends ErrorsConformance {
        Errors() {
            super(ConformanceSuite.this);
        }
    }

    @Nested
    class Metadata extends MetadataConformance {
        Metadata() {
            super(ConformanceSuite.this);
        }
    }

    @Nested
    class Interceptors extends InterceptorsConformance {
        Interceptors() {
            super(ConformanceSuite.this);
        }
    }

    @Nested
    class Listeners extends ListenersConformance {
        Listeners() {
            super(ConformanceSuite.this);
        }
    }

    @Nested
    class LargeValues extends LargeValuesConformance {
        LargeValues() {
            super(ConformanceSuite.this);
        }
    }

    @Nested
    class Limits extends LimitsConformance {
        Limits() {
            super(ConformanceSuite.this);
        }
    }

    @Nested
    class Concurrency extends ConcurrencyConformance {
        Concurrency() {
            super(ConformanceSuite.this);
        }
    }

    @Nested
    class Connections extends ConnectionsConformance {
        Connections() {
            super(ConformanceSuite.this);
        }
    }

    @Nested
    class Shutdown extends ShutdownConformance {
        Shutdown() {
            super(ConformanceSuite.this);
        }
    }

    @Nested
    class Describing extends DescribingConformance {
        Describing() {
            super(ConformanceSuite.this);
        }
    }

    @Nested
    class Running extends RunningConformance {
        Running() {
            super(ConformanceSuite.this);
        }
    }

    @Nested
    class Admission extends AdmissionConformance {
        Admission() {
            super(ConformanceSuite.this);
        }
    }

    @Nested
    class Authentication extends AuthenticationConformance {
        Authentication() {
            super(ConformanceSuite.this);
        }
    }

    @Nested
    class PerConnection extends PerConnectionConformance {
        PerConnection() {
            super(ConformanceSuite.this);
        }
    }

    @Nested
    class Callbacks extends CallbacksConformance {
        Callbacks() {
            super(ConformanceSuite.this);
        }
    }

    @Nested
    class Reconnecting extends ReconnectingConformance {
        Reconnecting() {
            super(ConformanceSuite.this);
        }
    }

    @Nested
    class KeptAnswers extends KeptAnswersConformance {
        KeptAnswers() {
            super(ConformanceSuite.this);
        }
    }
}
