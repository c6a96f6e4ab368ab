package dev.parley.testkit;

/// The suite over MessagePack-RPC.
@WithoutStreams
@WithoutCancelling
@WithoutGoodbye
@WithoutGreeting
@LeavesOut(because = "the protocol says the codec", tests = "Connections.aCodecThatBothEndsKnowIsUsed")
@LeavesOut(
        because = "there are no arguments by name",
        tests = {
            "Containers.anOptionalValueThatIsMissingOrNullIsEmpty",
            "Records.unknownFieldsAreSkipped",
            "Records.aMissingPropertyKeepsItsValueAndOneThatIsNullBecomesNull",
            "Records.theTagMayStandAnywhereInTheMap",
            "WrongValues.everyKindIsCalledByItsName",
            "WrongValues.aWrongKindNamesThePlace",
            "WrongValues.textInThePlaceOfANumberNamesThePlace",
            "WrongValues.aMissingFieldThatIsRequiredIsNamed",
            "WrongValues.aMissingFieldThatMayBeNullIsNull",
            "WrongValues.whatAConstructorThrowsSaysWhatIsWrong",
            "WrongValues.whatASetterThrowsSaysWhatIsWrong",
            "WrongValues.aRecordThatASealedTypeDoesNotHaveIsRefused",
            "Arguments.aCommandThatTakesNothingIsGivenNothing",
            "Arguments.missingArgumentsAreRefused",
            "Arguments.argumentsAreGivenByNameInAnyOrder",
            "Arguments.argumentsAreGivenByPositionAndByName",
            "Arguments.whatIsLeftOutHasItsDefault",
            "Arguments.nullIsNotTheSameAsLeftOut",
            "Arguments.unknownArgumentsAreRefusedWithThoseThatAreThere",
            "Arguments.argumentsGivenTwiceAreRefused",
            "Arguments.theRestByPositionIsCollected",
            "Arguments.theRestByNameIsCollected",
            "Arguments.interfacesGiveTheRestAsTheyDeclareIt",
            "Interceptors.namedArgumentsCanBeChangedAtTheClient"
        })
@LeavesOut(
        because = "an error is a text, without details",
        tests = {
            "Errors.detailsArriveAsTheValueThatIsAskedFor",
            "Errors.aDeclaredExceptionIsThrownAtTheCaller",
            "Errors.anExceptionThatTheCallerDoesNotDeclareKeepsItsName",
            "Errors.aServerMayTellUnexpectedExceptionsAndTraces"
        })
@LeavesOut(
        because = "a connection that is closed is not told why",
        tests = {
            "Limits.connectionsBeyondTheLimitAreRefused",
            "Limits.aRefusedClientCallsAgainWhenThereIsRoom",
            "PerConnection.aHookThatRefusesAPeerFailsItsCallsInItsWords"
        })
@LeavesOut(because = "the error names the transport's URL", tests = "Shutdown.nobodyConnectsToAServerThatIsClosed")
abstract class MsgPackRpcConformance extends ForeignConformance {}
