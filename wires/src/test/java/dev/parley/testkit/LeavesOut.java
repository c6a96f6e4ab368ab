package dev.parley.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Takes tests out of a [ForeignConformance], as [LeftOut] does: it has them neither passed nor skipped. On another annotation,
/// it is for all suites that bear that one.
@Inherited
@Repeatable(LeavesOut.Several.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface LeavesOut {
    /// What the protocol cannot say.
    String because();

    /// As `Limits.connectionsBeyondTheLimitAreRefused`; a whole group as `Callbacks`.
    String[] tests();

    /// More than one reason.
    @Inherited
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface Several {
        LeavesOut[] value();
    }
}
