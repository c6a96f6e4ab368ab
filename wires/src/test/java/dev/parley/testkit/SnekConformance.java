package dev.parley.testkit;

import dev.parley.ServerBuilder;

import org.junit.jupiter.api.Nested;

/// What snekrpc can carry, it carries as our own wire does. Where a test is left out, its line says what the protocol cannot
/// say; calls from the server and answers that are kept are left out whole.
abstract class SnekConformance {
    private final ConformanceSuite suite =
            new ConformanceSuite() {
                @Override
                protected String url() {
                    return SnekConformance.this.url();
                }

                @Override
                protected void configure(ServerBuilder server) {
                    server.onlyCodecs(speaks());
                }

                @Override
                protected boolean tellsWhatHasRun() {
                    return false;
                }
            };

    /// As of [ConformanceSuite#url].
    abstract String url();

    /// The codec, which is the server's.
    abstract String speaks();

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

        @Override
        void commandsOfSuperclassesAreServedAndUnmarkedMethodsAreNot() {} // an unknown command is told in Python's

        // words

        @Override
        void aServiceThatIsNotThereIsRefusedWithThoseThatAre() {} // an unknown service is told in Python's words
    }

    @Nested
    class ResultStreams extends ResultStreamsConformance {
        ResultStreams() {
            super(suite);
        }

        @Override
        void noStreamWhereOneIsPromisedFails() {} // Python has no name for the code
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

        @Override
        void aHandlerThatClosesItsStreamAndGoesOnStopsTheCallersStream() {} // the caller cannot be told before the
        // answer
    }

    @Nested
    class FailingStreams extends FailingStreamsConformance {
        FailingStreams() {
            super(suite);
        }

        @Override
        void itemsBeforeAFailureArriveAndThenTheFailure() {} // Python has another name for it

        @Override
        void anItemThatCannotBeWrittenFailsAfterThoseBeforeIt() {} // Python has no name for the code
    }

    @Nested
    class BackPressure extends BackPressureConformance {
        BackPressure() {
            super(suite);
        }

        @Override
        void aHandlersStreamStopsWhenNobodyReads() {} // one call at a time on a connection

        @Override
        void aHandlersPublisherStopsWhenNobodyReads() {} // one call at a time on a connection

        @Override
        void aHandlersInputStreamStopsWhenNobodyReads() {} // one call at a time on a connection

        @Override
        void smallItemsTakeTheWindowUpToo() {} // one call at a time on a connection

        @Override
        void aCallersStreamStopsWhenNobodyReads() {} // one call at a time on a connection

        @Override
        void aCallersPublisherStopsWhenNobodyReads() {} // one call at a time on a connection

        @Override
        void aCallersInputStreamStopsWhenNobodyReads() {} // one call at a time on a connection

        @Override
        void theWindowIsTheReaders() {} // one call at a time on a connection

        @Override
        void aLargerWindowLetsTheProducerGetFurther() {} // one call at a time on a connection

        @Override
        void aSlowReaderDoesNotHoldUpOtherCalls() {} // one call at a time on a connection

        @Override
        void aSlowReaderDoesNotHoldUpOtherStreams() {} // one call at a time on a connection

        @Override
        void aSlowHandlerDoesNotHoldUpOtherCalls() {} // one call at a time on a connection

        @Override
        void anItemLargerThanTheWindowPasses() {} // there is no credit: buffers of sockets are filled, too
    }

    @Nested
    class Cancelling extends CancellingConformance {
        Cancelling() {
            super(suite);
        }

        @Override
        void callsThatTheHandlerMakesAreCancelledWithIt() {} // one call at a time on a connection
    }

    @Nested
    class Deadlines extends DeadlinesConformance {
        Deadlines() {
            super(suite);
        }

        @Override
        void aThreadThatHasCalledOftenIsNotKeptBeyondItsDeadline() {} // handlers are not told

        @Override
        void theShortestDeadlineIsOne() {} // handlers are not told

        @Override
        void theHandlerSeesHowMuchTimeIsLeft() {} // handlers are not told

        @Override
        void aClientMayHaveADefault() {} // handlers are not told

        @Override
        void callsHaveThirtySecondsUnlessSomebodySaysOtherwise() {} // handlers are not told

        @Override
        void callsWithStreamsHaveAsLongAsTheyLikeUnlessSomebodySaysOtherwise() {} // handlers are not told

        @Override
        void aCommandOfAnInterfaceMayHaveItsOwnDeadline() {} // handlers are not told

        @Override
        void callsThatTheHandlerMakesHaveNoMoreTimeThanItsOwn() {} // handlers are not told

        @Override
        void anAnswerJustInTimeOrTooLateIsOneOfTheTwo() {} // a call that is given up takes its connection along, and
        // the next has no time to make one
    }

    @Nested
    class Errors extends ErrorsConformance {
        Errors() {
            super(suite);
        }

        @Override
        void anUnexpectedExceptionIsHiddenBehindAnId() {} // Python has no name for the code

        @Override
        void anUnexpectedErrorIsHiddenBehindAnId() {} // Python has no name for the code

        @Override
        void aHandlerMayChooseTheCode() {} // Python has no name for the code

        @Override
        void usualExceptionsHaveTheirCodes() {} // Python has no name for the code

        @Override
        void aResultThatCannotBeWrittenIsTheServersFault() {} // Python has no name for the code

        @Override
        void anExceptionThatTheCallerDoesNotDeclareKeepsItsName() {} // Python has no name for the code

        @Override
        void aServerMayTellUnexpectedExceptionsAndTraces() {} // Python has no name for the code

        @Override
        void detailsThatCannotBeWrittenAreLeftOut() {} // Python has no name for the code

        @Override
        void detailsArriveAsTheValueThatIsAskedFor() {} // there are no details

        @Override
        void aDeclaredExceptionIsThrownAtTheCaller() {} // there are no details
    }

    @Nested
    class Metadata extends MetadataConformance {
        Metadata() {
            super(suite);
        }

        @Override
        void aServersInterceptorMayReadMetadataAndReply() {} // there is no metadata

        @Override
        void aClientsInterceptorMayAddMetadata() {} // there is no metadata

        @Override
        void aClientMayHaveMetadataForAllItsCalls() {} // there is no metadata

        @Override
        void metadataWithoutAValueIsRefused() {} // there is no metadata

        @Override
        void metadataMayBeAsLongAsItsLimit() {} // there is no metadata

        @Override
        void moreMetadataThanTheServersLimitIsRefused() {} // there is no metadata

        @Override
        void replyMetadataArrivesAtTheCaller() {} // there is no metadata

        @Override
        void metadataKeepsItsOrderBothWays() {} // there is no metadata

        @Override
        void metadataArrivesAtTheHandler() {} // there is no metadata

        @Override
        void replyMetadataArrivesWithAFailure() {} // there is no metadata

        @Override
        void metadataArrivesWithStreams() {} // there is no metadata
    }

    @Nested
    class Interceptors extends InterceptorsConformance {
        Interceptors() {
            super(suite);
        }

        @Override
        void anInterceptorOfTheServerMayRefuseACall() {} // Python has another name for it

        @Override
        void aClientsInterceptorMaySetTheDeadline() {} // handlers are not told

        @Override
        void anInterceptorSeesTheCall() {} // handlers are not told
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
        void aSmallCallDoesNotWaitForLargeOnes() {} // messages cannot be cut

        @Override
        void anItemBeyondTheClientsLimitFailsTheStreamAfterThoseBefore() {} // the call is given up, and its

        // connection with it

        @Override
        void argumentsBeyondTheServersLimitAreRefusedByTheFirstCallAndLaterOnes() {} // a message may be 4 KiB longer

        @Override
        void resultsBeyondTheClientsLimitFailTheCall() {} // a message may be 4 KiB longer
    }

    @Nested
    class Limits extends LimitsConformance {
        Limits() {
            super(suite);
        }

        @Override
        void callsBeyondTheServersLimitAreRefused() {} // one call at a time on a connection

        @Override
        void callsBeyondTheClientsLimitAreRefused() {} // one call at a time on a connection

        @Override
        void moreCommandsCanBeCalledThanAConnectionHasNumbersFor() {} // an unknown command is told in Python's words

        @Override
        void connectionsBeyondTheLimitAreRefused() {} // nothing is said before the client speaks

        @Override
        void aRefusedClientCallsAgainWhenThereIsRoom() {} // nothing is said before the client speaks
    }

    @Nested
    class Concurrency extends ConcurrencyConformance {
        Concurrency() {
            super(suite);
        }

        @Override
        int threads() {
            return 16; // they take turns, each a wake-up or four, and each tenth call costs its connection
        }

        @Override
        void handlersOfOneConnectionRunAtOnce() {} // one call at a time on a connection

        @Override
        void manyClientsCallAtOnce() {} // a call that is given up takes its connection along

        @Override
        void manyConnectionsCarryTheCallsOfOneClient() {} // a call that is given up takes its connection along
    }

    @Nested
    class Connections extends ConnectionsConformance {
        Connections() {
            super(suite);
        }

        @Override
        void aClientThatSendsNonsenseAfterItsGreetingIsToldWhyAndCutOff() {} // what is said is our own protocol

        @Override
        void aClientThatFallsSilentIsAskedAndCutOff() {} // what is said is our own protocol

        @Override
        void aSilentClientThatAnswersIsKept() {} // what is said is our own protocol

        @Override
        void aClientThatDoesNotReadIsCutOffInTheEnd() {} // what is said is our own protocol

        @Override
        void aServerThatSaysNothingFailsItsCallers() {} // what is said is our own protocol

        @Override
        void aServerThatFallsSilentFailsItsCallers() {} // what is said is our own protocol

        @Override
        void aServerThatSendsNonsenseFailsItsCallers() {} // what is said is our own protocol

        @Override
        void aCodecThatTheServerDoesNotKnowIsRefused() {} // the server says the codec

        @Override
        void aCodecThatBothEndsKnowIsUsed() {} // the server says the codec
    }

    @Nested
    class Shutdown extends ShutdownConformance {
        Shutdown() {
            super(suite);
        }

        @Override
        void manyCallsOfManyClientsFailWhenTheServerIsClosed() {} // one call at a time on a connection

        @Override
        void closingAClientLeavesTheOthersAlone() {} // one call at a time on a connection

        @Override
        void aClientThatIsGoneLeavesNothingBehind() {} // one call at a time on a connection
    }

    @Nested
    class Describing extends DescribingConformance {
        Describing() {
            super(suite);
        }

        @Override
        void aComponentThatMayBeMissingIsNotRequiredAndMayBeNull() {} // snekrpc describes less

        @Override
        void theSchemaOfATypeThatContainsItselfEnds() {} // snekrpc describes less

        @Override
        void anInterfaceOfAServiceThatIsNotThereIsNotFound() {} // snekrpc describes less

        @Override
        void aServiceThatIsNotThereIsNotFound() {} // it is told in Python's words

        @Override
        void whatJavadocSaysOfComponentsIsInTheSchema() {} // snekrpc describes less

        @Override
        void whatJavadocSaysIsDescribed() {} // snekrpc describes less

        @Override
        void anInterfaceThatFitsIsVerified() {} // snekrpc describes less

        @Override
        void streamsAndRestsAreDescribed() {} // snekrpc describes less

        @Override
        void parametersAreDescribed() {} // snekrpc describes less

        @Override
        void aServerTellsItsState() {} // snekrpc describes less

        @Override
        void aServiceIsDescribedWithItsCommands() {} // snekrpc describes less

        @Override
        void whatDoesNotFitIsNamed() {} // snekrpc describes less
    }

    @Nested
    class Running extends RunningConformance {
        Running() {
            super(suite);
        }

        @Override
        void inlineCommandsAreAnsweredWhileTheConnectionIsBusy() {} // one call at a time on a connection

        @Override
        void inlineCommandsAnswerLikeOthers() {} // handlers are not told

        @Override
        void handlersMayWaitForEachOther() {} // one call at a time on a connection
    }

    @Nested
    class Admission extends AdmissionConformance {
        Admission() {
            super(suite);
        }

        @Override
        void onlySoManyCallsRunAtOnceAndTheNextWaits() {} // one call at a time on a connection
    }

    @Nested
    class PerConnection extends PerConnectionConformance {
        PerConnection() {
            super(suite);
        }
    }

    @Nested
    class Reconnecting extends ReconnectingConformance {
        Reconnecting() {
            super(suite);
        }

        @Override
        void aServerThatDrainsAnswersWhatRunsAndSendsFurtherCallsElsewhere() {} // it cannot say that it goes away

        @Override
        void callsThatRunGoOnWhileTheNextServerTakesTheNewOnes() {} // it cannot say that it goes away

        @Override
        void aStreamUnderWayIsFinishedByAServerThatDrains() {} // it cannot say that it goes away
    }

    @Nested
    class OneWay extends OneWayConformance {
        OneWay() {
            super(suite);
        }

        @Override
        void namedArgumentsAndMetadataAreTold() {} // there is no metadata
    }

    @Nested
    class Authentication extends AuthenticationConformance {
        Authentication() {
            super(suite);
        }

        @Override
        void aTokenLetsIn() {} // there is no metadata

        @Override
        void eachCallIsOfWhoSendsItsToken() {} // there is no metadata

        @Override
        void aWrongTokenLetsNobodyIn() {} // there is no metadata

        @Override
        void norDoesItForStreams() {} // there is no metadata

        @Override
        void handlersAndInterceptorsSeeNoToken() {} // there is no metadata

        @Override
        void anOpenHealthCheckSeesNoTokenEither() {} // there is no metadata

        @Override
        void nobodyComesInWithoutAToken() {} // Python has one name for this and for what roles do not allow

        @Override
        void norDoesHeForStreams() {} // Python has one name for this and for what roles do not allow

        @Override
        void aHealthCheckMayBeOpenAndNothingElse() {} // Python has one name for this and for what roles do not allow
    }
}
