/// The conformance suite that every transport, codec and wire of Parley passes, to be run against others, too:
///
/// ```java
/// class PigeonConformanceTest extends ConformanceSuite {
///     @Override
///     protected String url() {
///         return "pigeon://loft";
///     }
///
///     @Override
///     protected String codec() {
///         return "json";
///     }
/// }
/// ```
@SuppressWarnings("module") // opened as a whole: JUnit runs the tests, Parley the services they are made with
open module dev.parley.testkit {
    requires transitive dev.parley.core;
    requires transitive org.junit.jupiter.api;
    requires org.assertj.core;
    requires static org.jspecify;

    exports dev.parley.testkit;
}
