package dev.parley.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Of protocols whose servers end a connection without a word before.
@LeavesOut(
        because = "a server cannot say that it goes away",
        tests = {
            "Reconnecting.aServerThatDrainsAnswersWhatRunsAndSendsFurtherCallsElsewhere",
            "Reconnecting.callsThatRunGoOnWhileTheNextServerTakesTheNewOnes",
            "Reconnecting.aStreamUnderWayIsFinishedByAServerThatDrains"
        })
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface WithoutGoodbye {}
