package dev.parley.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Of protocols whose ends do not tell each other how large a message they take.
@LeavesOut(
        because = "what is much too large ends the connection",
        tests = {
            "LargeValues.argumentsBeyondTheDefaultLimitAreRefused",
            "LargeValues.argumentsBeyondTheServersLimitAreRefusedByTheFirstCallAndLaterOnes",
            "LargeValues.resultsBeyondTheClientsLimitFailTheCall"
        })
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface WithoutToldLimits {}
