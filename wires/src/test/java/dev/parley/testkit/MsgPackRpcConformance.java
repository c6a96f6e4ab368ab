package dev.parley.testkit;

import org.junit.jupiter.api.Nested;

/// What MessagePack-RPC can carry, it carries as our own wire does. Left out whole are streams and cancelling, which it
/// cannot say, and answers that are kept, which its clients do not ask for.
abstract class MsgPackRpcConformance extends ManyCallsConformance {
    /// Where the server of a test can listen.
    abstract String url();

    private final ConformanceSuite suite =
            new ConformanceSuite() {
                @Override
                protected String url() {
                    return MsgPackRpcConformance.this.url();
                }
            };

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

        @Override
        void anOptionalValueThatIsMissingOrNullIsEmpty() {} // there are no arguments by name
    }

    @Nested
    class Records extends RecordsConformance {
        Records() {
            super(suite);
        }

        @Override
        void unknownFieldsAreSkipped() {} // there are no arguments by name

        @Override
        void aMissingPropertyKeepsItsValueAndOneThatIsNullBecomesNull() {} // there are no arguments by name

        @Override
        void theTagMayStandAnywhereInTheMap() {} // there are no arguments by name
    }

    @Nested
    class WrongValues extends WrongValuesConformance {
        WrongValues() {
            super(suite);
        }

        @Override
        void everyKindIsCalledByItsName() {} // there are no arguments by name

        @Override
        void aWrongKindNamesThePlace() {} // there are no arguments by name

        @Override
        void textInThePlaceOfANumberNamesThePlace() {} // there are no arguments by name

        @Override
        void aMissingFieldThatIsRequiredIsNamed() {} // there are no arguments by name

        @Override
        void aMissingFieldThatMayBeNullIsNull() {} // there are no arguments by name

        @Override
        void whatAConstructorThrowsSaysWhatIsWrong() {} // there are no arguments by name

        @Override
        void whatASetterThrowsSaysWhatIsWrong() {} // there are no arguments by name

        @Override
        void aRecordThatASealedTypeDoesNotHaveIsRefused() {} // there are no arguments by name
    }

    @Nested
    class Arguments extends ArgumentsConformance {
        Arguments() {
            super(suite);
        }

        @Override
        void aCommandThatTakesNothingIsGivenNothing() {} // there are no arguments by name

        @Override
        void missingArgumentsAreRefused() {} // there are no arguments by name

        @Override
        void argumentsAreGivenByNameInAnyOrder() {} // there are no arguments by name

        @Override
        void argumentsAreGivenByPositionAndByName() {} // there are no arguments by name

        @Override
        void whatIsLeftOutHasItsDefault() {} // there are no arguments by name

        @Override
        void nullIsNotTheSameAsLeftOut() {} // there are no arguments by name

        @Override
        void unknownArgumentsAreRefusedWithThoseThatAreThere() {} // there are no arguments by name

        @Override
        void argumentsGivenTwiceAreRefused() {} // there are no arguments by name

        @Override
        void theRestByPositionIsCollected() {} // there are no arguments by name

        @Override
        void theRestByNameIsCollected() {} // there are no arguments by name

        @Override
        void interfacesGiveTheRestAsTheyDeclareIt() {} // there are no arguments by name

        @Override
        void aStreamThatNobodyTakesIsRefused() {} // there are no streams

        @Override
        void aStreamIsNoArgumentByNameOrPosition() {} // there are no streams

        @Override
        void aStreamThatIsNotGivenIsEmpty() {} // there are no streams
    }

    @Nested
    class OneWays extends OneWayConformance {
        OneWays() {
            super(suite);
        }

        @Override
        void namedArgumentsAndMetadataAreTold() {} // there are neither
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

        @Override
        void detailsArriveAsTheValueThatIsAskedFor() {} // an error is a text

        @Override
        void aDeclaredExceptionIsThrownAtTheCaller() {} // an error is a text, without details

        @Override
        void anExceptionThatTheCallerDoesNotDeclareKeepsItsName() {} // an error is a text, without details

        @Override
        void aServerMayTellUnexpectedExceptionsAndTraces() {} // an error is a text
    }

    @Nested
    class Interceptors extends InterceptorsConformance {
        Interceptors() {
            super(suite);
        }

        @Override
        void anInterceptorSeesTheCall() {} // there are no arguments by name

        @Override
        void namedArgumentsCanBeChangedAtTheClient() {} // there are no arguments by name

        @Override
        void aStreamCanBeReplaced() {} // there are no streams

        @Override
        void aServersInterceptorSeesTheStreamOfArguments() {} // there are no streams

        @Override
        void aClientsInterceptorMaySetTheDeadline() {} // the handler is not told of it
    }

    @Nested
    class LargeValues extends LargeValuesConformance {
        LargeValues() {
            super(suite);
        }

        @Override
        void aSmallCallDoesNotWaitForLargeOnes() {} // messages cannot be cut

        @Override
        void anItemBeyondTheClientsLimitFailsTheStreamAfterThoseBefore() {} // there are no streams

        @Override
        void anItemBeyondTheServersLimitFailsTheCall() {} // there are no streams
    }

    @Nested
    class Limits extends LimitsConformance {
        Limits() {
            super(suite);
        }

        @Override
        void connectionsBeyondTheLimitAreRefused() {} // a connection that is closed is not told why

        @Override
        void aRefusedClientCallsAgainWhenThereIsRoom() {} // a connection that is closed is not told why
    }

    @Nested
    class Running extends RunningConformance {
        Running() {
            super(suite);
        }

        @Override
        void inlineCommandsAnswerLikeOthers() {} // the handler is not told of deadlines
    }

    @Nested
    class Callbacks extends CallbacksConformance {
        Callbacks() {
            super(suite);
        }

        @Override
        void streamsRunThatWayToo() {} // there are no streams

        @Override
        void cancellingACallCancelsWhatItsHandlerCalls() {} // calls cannot be cancelled
    }

    @Nested
    class Describing extends DescribingConformance {
        Describing() {
            super(suite);
        }
    }

    @Nested
    class Shutdown extends ShutdownConformance {
        Shutdown() {
            super(suite);
        }

        @Override
        void streamsInFlightFailAfterTheItemsThatCameWhenTheServerIsClosed() {} // there are no streams

        @Override
        void theStreamOfArgumentsIsStoppedWhenTheServerIsClosed() {} // there are no streams

        @Override
        void aClientThatIsGoneLeavesNothingBehind() {} // there are no streams

        @Override
        void nobodyConnectsToAServerThatIsClosed() {} // the error names the transport's URL
    }

    @Nested
    class Admission extends AdmissionConformance {
        Admission() {
            super(suite);
        }

        @Override
        void whoLeavesOrHasNoTimeLeftGivesHisPlaceUp() {} // the server is not told of deadlines
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
        void aServerThatDrainsAnswersWhatRunsAndSendsFurtherCallsElsewhere() {} // it cannot say that it goes away

        @Override
        void callsThatRunGoOnWhileTheNextServerTakesTheNewOnes() {} // it cannot say that it goes away

        @Override
        void aStreamUnderWayIsFinishedByAServerThatDrains() {} // there are no streams

        @Override
        void aClientComesBackToAServerThatIsStartedAgain() {} // a call on a connection that ends just then may have run

        @Override
        void callsWaitForIt() {} // a call on a connection that ends just then may have run

        @Override
        void aClientWithoutPatienceFailsAtOnceAndTriesAgainForTheNextCall() {} // a call on a connection that ends just

        // then may have run
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
