package dev.parley;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The caller does not wait for the command, and is not told whether it fails; only for such that return nothing. It counts
/// on the interface that calls are made through. Over most protocols the command ends with the caller's client, at the latest:
/// see [RemoteCommand#tell()].
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface OneWay {}
