package dev.parley.testkit;

import org.junit.jupiter.api.Nested;

/// What JSON-RPC can carry, it carries as our own wire does: values, arguments, errors, metadata of services, many calls at
/// once, both ways. Left out whole are streams and cancelling, which it cannot say, and answers that are kept, which its clients
/// do not ask for.
abstract class JsonRpcConformance extends ManyCallsConformance {
    private final ConformanceSuite suite =
            new ConformanceSuite() {
                @Override
                protected String url() {
                    return JsonRpcConformance.this.url();
                }
            };

    abstract String url();

    @Override
    ConformanceSuite suite() {
        return suite;
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

        @Override
        void aStreamIsNoArgumentByNameOrPosition() {} // there are no streams

        @Override
        void aStreamThatIsNotGivenIsEmpty() {} // there are no streams

        @Override
        void aStreamThatNobodyTakesIsRefused() {} // there are no streams

        @Override
        void argumentsAreGivenByPositionAndByName() {} // arguments are given one way

        @Override
        void argumentsGivenTwiceAreRefused() {} // arguments are given one way

        @Override
        void interfacesGiveTheRestAsTheyDeclareIt() {} // arguments are given one way

        @Override
        void theRestByNameIsCollected() {} // arguments are given one way
    }

    @Nested
    class OneWays extends OneWayConformance {
        OneWays() {
            super(suite);
        }

        @Override
        void namedArgumentsAndMetadataAreTold() {} // calls carry no metadata
    }

    @Nested
    class Interfaces extends InterfacesConformance {
        Interfaces() {
            super(suite);
        }
    }

    @Nested
    class Errors extends ErrorsConformance {
        Errors() {
            super(suite);
        }
    }

    @Nested
    class Describing extends DescribingConformance {
        Describing() {
            super(suite);
        }
    }

    @Nested
    class Callbacks extends CallbacksConformance {
        Callbacks() {
            super(suite);
        }

        @Override
        void cancellingACallCancelsWhatItsHandlerCalls() {} // a call that is given up is not told

        @Override
        void streamsRunThatWayToo() {} // there are no streams
    }

    @Nested
    class LargeValues extends LargeValuesConformance {
        LargeValues() {
            super(suite);
        }

        @Override
        void anItemBeyondTheClientsLimitFailsTheStreamAfterThoseBefore() {} // there are no streams

        @Override
        void anItemBeyondTheServersLimitFailsTheCall() {} // there are no streams

        @Override
        void aSmallCallDoesNotWaitForLargeOnes() {} // messages cannot be cut

        @Override
        void argumentsBeyondTheDefaultLimitAreRefused() {} // nobody says what is taken: much beyond ends the connection

        @Override
        void argumentsBeyondTheServersLimitAreRefusedByTheFirstCallAndLaterOnes() {} // nobody says what is taken:

        // much beyond ends the
        // connection

        @Override
        void resultsBeyondTheClientsLimitFailTheCall() {} // nobody says what is taken: much beyond ends the connection
    }

    @Nested
    class Limits extends LimitsConformance {
        Limits() {
            super(suite);
        }
    }

    @Nested
    class Running extends RunningConformance {
        Running() {
            super(suite);
        }

        @Override
        void inlineCommandsAnswerLikeOthers() {} // a deadline is not told
    }

    @Nested
    class Admission extends AdmissionConformance {
        Admission() {
            super(suite);
        }

        @Override
        void whoLeavesOrHasNoTimeLeftGivesHisPlaceUp() {} // a call that is given up is not told
    }

    @Nested
    class Interceptors extends InterceptorsConformance {
        Interceptors() {
            super(suite);
        }

        @Override
        void aClientsInterceptorMaySetTheDeadline() {} // a deadline is not told

        @Override
        void aServersInterceptorSeesTheStreamOfArguments() {} // there are no streams

        @Override
        void aStreamCanBeReplaced() {} // there are no streams

        @Override
        void anInterceptorSeesTheCall() {} // calls carry no metadata
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
        void aClientWithoutPatienceFailsAtOnceAndTriesAgainForTheNextCall() {} // a server cannot say that it goes away

        @Override
        void aServerThatDrainsAnswersWhatRunsAndSendsFurtherCallsElsewhere() {} // a server cannot say that it goes away

        @Override
        void callsThatRunGoOnWhileTheNextServerTakesTheNewOnes() {} // a server cannot say that it goes away

        @Override
        void aStreamUnderWayIsFinishedByAServerThatDrains() {} // there are no streams

        @Override
        void aClientComesBackToAServerThatIsStartedAgain() {} // a call on a connection that ends just then may have run

        @Override
        void callsWaitForIt() {} // a call on a connection that ends just then may have run
    }

    @Nested
    class Shutdown extends ShutdownConformance {
        Shutdown() {
            super(suite);
        }

        @Override
        void aClientThatIsGoneLeavesNothingBehind() {} // there are no streams

        @Override
        void streamsInFlightFailAfterTheItemsThatCameWhenTheServerIsClosed() {} // there are no streams

        @Override
        void theStreamOfArgumentsIsStoppedWhenTheServerIsClosed() {} // there are no streams

        @Override
        void nobodyConnectsToAServerThatIsClosed() {} // it looks for another URL
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
        void aCodecThatTheServerDoesNotKnowIsRefused() {} // the protocol says the codec

        @Override
        void aCodecThatBothEndsKnowIsUsed() {} // the protocol says the codec

        @Override
        void aClientThatSaysNothingIsCutOff() {} // nobody greets
    }

    @Nested
    class Authentication extends AuthenticationWithoutTokens {}
}
