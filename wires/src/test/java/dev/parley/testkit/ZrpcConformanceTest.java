package dev.parley.testkit;

import dev.parley.ClientBuilder;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// What zrpc can carry, it carries as our own wire does. Left out whole are streams and cancelling, which it cannot say, calls by
/// the server, and answers that are kept, whose tests speak our own protocol: `ZrpcServerTest` shows those.
class ZrpcConformanceTest extends ManyCallsConformance {
    @TempDir Path folder;

    private int started;

    private final ConformanceSuite suite = suite(true);

    /// Whose clients do not ask again for the answers to calls whose connection was lost.
    private final ConformanceSuite once = suite(false);

    private ConformanceSuite suite(boolean retries) {
        return new ConformanceSuite() {
            @Override
            protected String url() {
                return "zrpc+unix://" + folder.resolve("s" + ++started);
            }

            @Override
            protected void configure(ClientBuilder client) {
                client.retries(retries);
            }

            @Override
            protected boolean tellsWhatHasRun() {
                return false;
            }
        };
    }

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
    class Arguments extends ArgumentsConformance {
        Arguments() {
            super(suite);
        }

        @Override
        void aStreamThatNobodyTakesIsRefused() {} // there are no streams

        @Override
        void aStreamIsNoArgumentByNameOrPosition() {} // there are no streams

        @Override
        void aStreamThatIsNotGivenIsEmpty() {} // there are no streams
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
        void resultsBeyondTheClientsLimitFailTheCall() {} // much beyond ends the connection

        @Override
        void argumentsBeyondTheServersLimitAreRefusedByTheFirstCallAndLaterOnes() {} // much beyond ends the connection

        @Override
        void argumentsBeyondTheDefaultLimitAreRefused() {} // it ends the connection, as nobody says what is taken
    }

    @Nested
    class Running extends RunningConformance {
        Running() {
            super(suite);
        }

        @Override
        void inlineCommandsAnswerLikeOthers() {} // since answers are kept, they have threads of their own
    }

    @Nested
    class WrongValues extends WrongValuesConformance {
        WrongValues() {
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
        void aServiceThatIsNotThereIsRefusedWithThoseThatAre() {} // the service's name is not sent

        @Override
        void commandsThatReturnNothingGiveNull() {} // the service's name is not sent

        @Override
        void aServiceMayHaveAnotherName() {} // the service's name is not sent
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
    class Interceptors extends InterceptorsConformance {
        Interceptors() {
            super(suite);
        }

        @Override
        void anInterceptorOfTheServerMayRefuseACall() {} // Python has another name for it

        @Override
        void aClientsInterceptorMaySetTheDeadline() {} // the handler is not told of a deadline

        @Override
        void anInterceptorSeesTheCall() {} // the handler is not told of a deadline

        @Override
        void aStreamCanBeReplaced() {} // there are no streams

        @Override
        void aServersInterceptorSeesTheStreamOfArguments() {} // there are no streams

        @Override
        void theServersInterceptorsStandAroundItsOwnServicesToo() {} // zrpc describes less
    }

    @Nested
    class Limits extends LimitsConformance {
        Limits() {
            super(suite);
        }

        @Override
        void aRefusedClientCallsAgainWhenThereIsRoom() {} // a connection that is closed is not told why

        @Override
        void connectionsBeyondTheLimitAreRefused() {} // a connection that is closed is not told why

        @Override
        void moreCommandsCanBeCalledThanAConnectionHasNumbersFor() {} // an unknown command is told in Python's words
    }

    @Nested
    class Admission extends AdmissionConformance {
        Admission() {
            super(suite);
        }

        @Override
        void whoLeavesOrHasNoTimeLeftGivesHisPlaceUp() {} // the handler is not told that a call is given up

        @Override
        void onlySoManySessionsUseTheServer() {} // the service's name is not sent
    }

    @Nested
    class Describing extends DescribingConformance {
        Describing() {
            super(suite);
        }

        @Override
        void aComponentThatMayBeMissingIsNotRequiredAndMayBeNull() {} // zrpc describes less

        @Override
        void theSchemaOfATypeThatContainsItselfEnds() {} // zrpc describes less

        @Override
        void anInterfaceOfAServiceThatIsNotThereIsNotFound() {} // zrpc describes less

        @Override
        void whatJavadocSaysOfComponentsIsInTheSchema() {} // zrpc describes less

        @Override
        void whatJavadocSaysIsDescribed() {} // zrpc describes less

        @Override
        void anInterfaceThatFitsIsVerified() {} // zrpc describes less

        @Override
        void streamsAndRestsAreDescribed() {} // zrpc describes less

        @Override
        void parametersAreDescribed() {} // zrpc describes less

        @Override
        void aServiceIsDescribedWithItsCommands() {} // zrpc describes less

        @Override
        void whatDoesNotFitIsNamed() {} // zrpc describes less

        @Override
        void aServerNamesItsServicesExceptHiddenOnes() {} // zrpc describes less

        @Override
        void hiddenServicesCanBeCalledAndAskedFor() {} // zrpc describes less

        @Override
        void aServiceThatIsNotThereIsNotFound() {} // the service's name is not sent
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
    }

    @Nested
    class PerConnection extends PerConnectionConformance {
        PerConnection() {
            super(suite);
        }

        @Override
        void aHookThatRefusesAPeerFailsItsCallsInItsWords() {} // a connection that is closed is not told why
    }

    @Nested
    class Reconnecting extends ReconnectingConformance {
        Reconnecting() {
            super(suite);
        }

        @Override
        void aServerThatDrainsAnswersWhatRunsAndSendsFurtherCallsElsewhere() {} // a server cannot say that it goes away

        @Override
        void callsThatRunGoOnWhileTheNextServerTakesTheNewOnes() {} // a server cannot say that it goes away

        @Override
        void aStreamUnderWayIsFinishedByAServerThatDrains() {} // there are no streams

        @Override
        void aCallThatMayHaveRunIsNotMadeAgain() {} // it is, with the id that it had
    }

    @Nested
    class Shutdown extends ShutdownConformance {
        Shutdown() {
            super(once);
        }

        @Override
        void aClientThatIsGoneLeavesNothingBehind() {} // there are no streams

        @Override
        void streamsInFlightFailAfterTheItemsThatCameWhenTheServerIsClosed() {} // there are no streams

        @Override
        void theStreamOfArgumentsIsStoppedWhenTheServerIsClosed() {} // there are no streams
    }

    @Nested
    class OneWays extends OneWayConformance {
        OneWays() {
            super(suite);
        }

        @Override
        void namedArgumentsAndMetadataAreTold() {} // calls carry no metadata

        @Override
        void theTellerHearsOfNoFailure() {} // the service's name is not sent
    }

    @Nested
    class Authentication extends AuthenticationWithoutTokens {
        @Override
        void nobodyComesInWithoutAToken() {} // Python has one name for this and for what roles do not allow

        @Override
        void aHealthCheckMayBeOpenAndNothingElse() {} // Python has one name for this and for what roles do not allow
    }
}
