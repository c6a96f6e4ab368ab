package dev.parley.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Of protocols whose handlers go on when their caller has given up, on a connection that others go on to use.
@LeavesOut(
        because = "the handler is not told that a call is given up",
        tests = {
            "Cancelling",
            "Deadlines.aCallThatTakesTooLongFailsAndItsHandlerIsInterrupted",
            "Deadlines.aVirtualThreadsCallThatTakesTooLongFails",
            "Deadlines.aFutureFailsWhenItsCallTakesTooLong",
            "Deadlines.aHandlerThatComputesSeesThatItsTimeIsUp",
            "Deadlines.callsThatTheHandlerMakesEndWithItsOwn",
            "Listeners.aCancelledCallEndsAtBothEnds",
            "Admission.whoLeavesOrHasNoTimeLeftGivesHisPlaceUp",
            "Callbacks.cancellingACallCancelsWhatItsHandlerCalls"
        })
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface WithoutCancelling {}
