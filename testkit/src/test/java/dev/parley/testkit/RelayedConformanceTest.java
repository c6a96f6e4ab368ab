package dev.parley.testkit;

import dev.parley.Client;
import dev.parley.Server;
import dev.parley.ServerBuilder;
import dev.parley.model.ServiceDescriptor;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/// What a server that passes calls on to another does as the other would: all that belongs to calls. Tests of connections
/// are not here; those for which it makes a difference that there are two are overridden.
class RelayedConformanceTest {
    @TempDir Path folder;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private int started;

    private final ConformanceSuite suite =
            new ConformanceSuite() {
                @Override
                protected String url() {
                    return "unix://" + folder.resolve("behind" + ++started);
                }

                @Override
                protected URI started(Server server) {
                    return front(server).urls().getFirst();
                }
            };

    private Server front(Server behind) {
        Client client = Client.connect(behind.urls().getFirst().toString());
        open.push(client);
        ServerBuilder front = Server.builder().listen("unix://" + folder.resolve("front" + ++started));
        for (ServiceDescriptor service : client.describe()) {
            front.remote(service.name(), client);
        }
        Server server = front.start();
        open.push(server);
        return server;
    }

    @AfterEach
    void closeWhatIsBetween() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    @Nested
    class Numbers extends NumbersConformance {
        Numbers() {
            super(suite);
        }
    }

    @Nested
    class Texts extends TextsConformance {
        Texts() {
            super(suite);
        }
    }

    @Nested
    class Times extends TimesConformance {
        Times() {
            super(suite);
        }
    }

    @Nested
    class Containers extends ContainersConformance {
        Containers() {
            super(suite);
        }
    }

    @Nested
    class Records extends RecordsConformance {
        Records() {
            super(suite);
        }
    }

    @Nested
    class WrongValues extends WrongValuesConformance {
        WrongValues() {
            super(suite);
        }
    }

    @Nested
    class Arguments extends ArgumentsConformance {
        Arguments() {
            super(suite);
        }
    }

    @Nested
    class Interfaces extends InterfacesConformance {
        Interfaces() {
            super(suite);
        }
    }

    @Nested
    class ResultStreams extends ResultStreamsConformance {
        ResultStreams() {
            super(suite);
        }
    }

    @Nested
    class ArgumentStreams extends ArgumentStreamsConformance {
        ArgumentStreams() {
            super(suite);
        }
    }

    @Nested
    class DuplexStreams extends DuplexStreamsConformance {
        DuplexStreams() {
            super(suite);
        }
    }

    @Nested
    class ClosedStreams extends ClosedStreamsConformance {
        ClosedStreams() {
            super(suite);
        }
    }

    @Nested
    class FailingStreams extends FailingStreamsConformance {
        FailingStreams() {
            super(suite);
        }
    }

    @Nested
    class BackPressure extends BackPressureConformance {
        BackPressure() {
            super(suite);
        }

        @Override
        void aCallersInputStreamStopsWhenNobodyReads() {} // two windows are filled, one on each side

        @Override
        void aCallersPublisherStopsWhenNobodyReads() {} // the same

        @Override
        void aCallersStreamStopsWhenNobodyReads() {} // the same

        @Override
        void aHandlersInputStreamStopsWhenNobodyReads() {} // the same

        @Override
        void aHandlersPublisherStopsWhenNobodyReads() {} // the same

        @Override
        void aHandlersStreamStopsWhenNobodyReads() {} // the same

        @Override
        void aLargerWindowLetsTheProducerGetFurther() {} // the same

        @Override
        void anItemLargerThanTheWindowPasses() {} // the same

        @Override
        void theWindowIsTheReaders() {} // the same
    }

    @Nested
    class Cancelling extends CancellingConformance {
        Cancelling() {
            super(suite);
        }
    }

    @Nested
    class Deadlines extends DeadlinesConformance {
        Deadlines() {
            super(suite);
        }
    }

    @Nested
    class Errors extends ErrorsConformance {
        Errors() {
            super(suite);
        }

        @Override
        void aServerMayTellUnexpectedExceptionsAndTraces() {} // the server between does not tell traces
    }

    @Nested
    class Metadata extends MetadataConformance {
        Metadata() {
            super(suite);
        }

        @Override
        void metadataMayBeAsLongAsItsLimit() {} // the path of the call is some of it

        @Override
        void moreMetadataThanTheServersLimitIsRefused() {} // the same
    }

    @Nested
    class LargeValues extends LargeValuesConformance {
        LargeValues() {
            super(suite);
        }

        @Override
        void aSmallCallDoesNotWaitForLargeOnes() {} // the server between reads on

        @Override
        void theLimitCanBeRaised() {} // the server between has its own

        @Override
        void resultsBeyondTheClientsLimitFailTheCall() {} // the server between cannot tell that it has run
    }

    @Nested
    class Concurrency extends ConcurrencyConformance {
        Concurrency() {
            super(suite);
        }

        @Override
        void manyConnectionsCarryTheCallsOfOneClient() {} // they end at the server between

        @Override
        void manyClientsCallAtOnce() {} // the same
    }

    @Nested
    class Describing extends DescribingConformance {
        Describing() {
            super(suite);
        }

        @Override
        void aServerTellsItsState() {} // the server between tells its own

        @Override
        void hiddenServicesCanBeCalledAndAskedFor() {} // it passes on what it was told to
    }

    @Nested
    class Running extends RunningConformance {
        Running() {
            super(suite);
        }
    }
}
