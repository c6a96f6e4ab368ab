package dev.parley.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Of protocols that have a description of commands of their own, which holds less than ours.
@LeavesOut(
        because = "the protocol describes less",
        tests = {
            "Describing.aComponentThatMayBeMissingIsNotRequiredAndMayBeNull",
            "Describing.theSchemaOfATypeThatContainsItselfEnds",
            "Describing.anInterfaceOfAServiceThatIsNotThereIsNotFound",
            "Describing.whatJavadocSaysOfComponentsIsInTheSchema",
            "Describing.whatJavadocSaysIsDescribed",
            "Describing.anInterfaceThatFitsIsVerified",
            "Describing.streamsAndRestsAreDescribed",
            "Describing.parametersAreDescribed",
            "Describing.aServiceIsDescribedWithItsCommands",
            "Describing.whatDoesNotFitIsNamed"
        })
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface DescribesLess {}
