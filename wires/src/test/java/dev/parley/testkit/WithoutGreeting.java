package dev.parley.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Of protocols whose connections begin with a call.
@LeavesOut(because = "nobody greets", tests = "Connections.aClientThatSaysNothingIsCutOff")
@LeavesOut(
        because = "a call on a connection that ends just then may have run",
        tests = {
            "Reconnecting.aClientComesBackToAServerThatIsStartedAgain",
            "Reconnecting.callsWaitForIt",
            "Reconnecting.aClientWithoutPatienceFailsAtOnceAndTriesAgainForTheNextCall"
        })
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface WithoutGreeting {}
