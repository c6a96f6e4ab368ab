package dev.parley.testkit;

import dev.parley.Server;
import dev.parley.ServerBuilder;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Path;

/// What an event loop's server does like any other: all but what takes two handlers at once. Those tests are overridden.
class EventLoopConformanceTest {
    @TempDir Path folder;

    private final ConformanceSuite suite =
            new ConformanceSuite() {
                @Override
                protected String url() {
                    return "unix://" + folder.resolve("s");
                }

                @Override
                protected void configure(ServerBuilder server) {
                    server.eventLoop();
                }

                @Override
                protected URI started(Server server) {
                    Thread.ofPlatform().name("loop").daemon().start(server.eventLoop()::run);
                    return super.started(server);
                }
            };

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

        @Override
        void anArgumentMayBeAPublisher() {} // its handler waits for the subscriber, which has its turn later

        @Override
        void emptyStreamsOfEveryFormEndAtOnce() {} // the same

        @Override
        void theTwoEndsMayUseDifferentForms() {} // the same
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
        void aCallersInputStreamStopsWhenNobodyReads() {} // its handler waits while another one is called

        @Override
        void aCallersPublisherStopsWhenNobodyReads() {} // the same

        @Override
        void aCallersStreamStopsWhenNobodyReads() {} // the same

        @Override
        void aSlowHandlerDoesNotHoldUpOtherCalls() {} // it does

        @Override
        void theWindowIsTheReaders() {} // its handler waits while another one is called
    }

    @Nested
    class Cancelling extends CancellingConformance {
        Cancelling() {
            super(suite);
        }

        @Override
        void callsThatTheHandlerMakesAreCancelledWithIt() {} // its handler calls its own server

        @Override
        void theLateAnswerOfACancelledCallIsDropped() {} // its handler waits while another one is called
    }

    @Nested
    class Deadlines extends DeadlinesConformance {
        Deadlines() {
            super(suite);
        }

        @Override
        void callsThatTheHandlerMakesEndWithItsOwn() {} // its handler calls its own server

        @Override
        void callsThatTheHandlerMakesHaveNoMoreTimeThanItsOwn() {} // the same
    }

    @Nested
    class Errors extends ErrorsConformance {
        Errors() {
            super(suite);
        }
    }

    @Nested
    class Metadata extends MetadataConformance {
        Metadata() {
            super(suite);
        }
    }

    @Nested
    class Interceptors extends InterceptorsConformance {
        Interceptors() {
            super(suite);
        }

        @Override
        void aServersInterceptorRunsForTheCall() {} // it expects a virtual thread
    }

    @Nested
    class Listeners extends ListenersConformance {
        Listeners() {
            super(suite);
        }
    }

    @Nested
    class LargeValues extends LargeValuesConformance {
        LargeValues() {
            super(suite);
        }

        @Override
        void aSmallCallDoesNotWaitForLargeOnes() {} // while a handler holds the loop, others still read
    }

    @Nested
    class Limits extends LimitsConformance {
        Limits() {
            super(suite);
        }

        @Override
        void callsBeyondTheClientsLimitAreRefused() {} // its handlers wait together

        @Override
        void callsBeyondTheServersLimitAreRefused() {} // the same

        @Override
        void eachConnectionHasItsOwnCalls() {} // the same
    }

    @Nested
    class Concurrency extends ConcurrencyConformance {
        Concurrency() {
            super(suite);
        }

        @Override
        void handlersOfOneConnectionRunAtOnce() {} // they run one after the other
    }

    @Nested
    class Connections extends ConnectionsConformance {
        Connections() {
            super(suite);
        }
    }

    @Nested
    class Shutdown extends ShutdownConformance {
        Shutdown() {
            super(suite);
        }

        @Override
        void manyCallsOfManyClientsFailWhenTheServerIsClosed() {} // its handlers wait together

        @Override
        void aClientThatIsGoneLeavesNothingBehind() {} // the same

        @Override
        void closingAClientLeavesTheOthersAlone() {} // its handler waits while another one is called
    }

    @Nested
    class Describing extends DescribingConformance {
        Describing() {
            super(suite);
        }
    }

    @Nested
    class Running extends RunningConformance {
        Running() {
            super(suite);
        }

        @Override
        void handlersRunOnVirtualThreads() {} // they run on the loop's

        @Override
        void eachHandlerHasAThreadOfItsOwn() {} // they share one

        @Override
        void handlersMayWaitForEachOther() {} // they must not
    }

    @Nested
    class Authentication extends AuthenticationConformance {
        Authentication() {
            super(suite);
        }
    }
}
