package dev.parley.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Of protocols whose connections are taken by a call until it is answered.
@LeavesOut(
        because = "one call at a time on a connection",
        tests = {
            "BackPressure",
            "Cancelling.callsThatTheHandlerMakesAreCancelledWithIt",
            "Limits.callsBeyondTheServersLimitAreRefused",
            "Limits.callsBeyondTheClientsLimitAreRefused",
            "Concurrency.handlersOfOneConnectionRunAtOnce",
            "Shutdown.manyCallsOfManyClientsFailWhenTheServerIsClosed",
            "Shutdown.closingAClientLeavesTheOthersAlone",
            "Shutdown.aClientThatIsGoneLeavesNothingBehind",
            "Running.handlersMayWaitForEachOther",
            "Admission.onlySoManyCallsRunAtOnceAndTheNextWaits",
            "Reconnecting.callsThatRunGoOnWhileTheNextServerTakesTheNewOnes"
        })
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface OneCallAtATime {}
