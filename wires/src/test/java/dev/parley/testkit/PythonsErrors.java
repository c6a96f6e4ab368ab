package dev.parley.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Of protocols whose errors are the name of one of Python's exceptions and a text.
@LeavesOut(
        because = "Python has no name for the code",
        tests = {
            "Errors.anUnexpectedExceptionIsHiddenBehindAnId",
            "Errors.anUnexpectedErrorIsHiddenBehindAnId",
            "Errors.aHandlerMayChooseTheCode",
            "Errors.usualExceptionsHaveTheirCodes",
            "Errors.aResultThatCannotBeWrittenIsTheServersFault",
            "Errors.anExceptionThatTheCallerDoesNotDeclareKeepsItsName",
            "Errors.aServerMayTellUnexpectedExceptionsAndTraces",
            "Errors.detailsThatCannotBeWrittenAreLeftOut",
            "ResultStreams.noStreamWhereOneIsPromisedFails",
            "FailingStreams.anItemThatCannotBeWrittenFailsAfterThoseBeforeIt"
        })
@LeavesOut(
        because = "Python has another name for it",
        tests = {
            "FailingStreams.itemsBeforeAFailureArriveAndThenTheFailure",
            "Interceptors.anInterceptorOfTheServerMayRefuseACall"
        })
@LeavesOut(
        because = "Python has one name for this and for what roles do not allow",
        tests = {
            "Authentication.nobodyComesInWithoutAToken",
            "Authentication.norDoesHeForStreams",
            "Authentication.aHealthCheckMayBeOpenAndNothingElse"
        })
@LeavesOut(
        because = "there are no details",
        tests = {"Errors.detailsArriveAsTheValueThatIsAskedFor", "Errors.aDeclaredExceptionIsThrownAtTheCaller"})
@LeavesOut(
        because = "an unknown command is told in Python's words",
        tests = {
            "Interfaces.commandsOfSuperclassesAreServedAndUnmarkedMethodsAreNot",
            "Limits.moreCommandsCanBeCalledThanAConnectionHasNumbersFor"
        })
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface PythonsErrors {}
