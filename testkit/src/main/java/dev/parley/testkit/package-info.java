/// What Parley promises, as tests that are written once against its public API. A subclass of [ConformanceSuite] runs
/// them all over a transport with a codec; [Await] waits for what is to happen, in tests of services, too.
@NullMarked
package dev.parley.testkit;

import org.jspecify.annotations.NullMarked;
