package dev.parley.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Of protocols whose calls have one answer.
@LeavesOut(
        because = "there are no streams",
        tests = {
            "ResultStreams",
            "ArgumentStreams",
            "DuplexStreams",
            "ClosedStreams",
            "FailingStreams",
            "BackPressure",
            "Arguments.aStreamIsNoArgumentByNameOrPosition",
            "Arguments.aStreamThatIsNotGivenIsEmpty",
            "Arguments.aStreamThatNobodyTakesIsRefused",
            "Deadlines.aStreamThatTakesTooLongFailsAfterTheItemsBefore",
            "Deadlines.theStreamOfArgumentsIsStoppedAtTheDeadline",
            "Interceptors.aStreamCanBeReplaced",
            "Interceptors.aServersInterceptorSeesTheStreamOfArguments",
            "Listeners.aStreamEndsItsCallWithItsLastItem",
            "Listeners.aListenerThatThrowsHarmsNobody",
            "LargeValues.anItemBeyondTheClientsLimitFailsTheStreamAfterThoseBefore",
            "LargeValues.anItemBeyondTheServersLimitFailsTheCall",
            "Shutdown.streamsInFlightFailAfterTheItemsThatCameWhenTheServerIsClosed",
            "Shutdown.theStreamOfArgumentsIsStoppedWhenTheServerIsClosed",
            "Shutdown.aClientThatIsGoneLeavesNothingBehind",
            "Authentication.norDoesHeForStreams",
            "Authentication.theyHoldForStreamsToo",
            "Callbacks.streamsRunThatWayToo",
            "Reconnecting.aStreamUnderWayIsFinishedByAServerThatDrains"
        })
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface WithoutStreams {}
