package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

import java.util.ArrayList;
import java.util.List;

/// JUnit is asked what it finds, and runs what nobody may leave out.
class LeftOutTest {
    private abstract static class Silent extends ForeignConformance {
        @Override
        protected String url() {
            throw new AssertionError("a test has run (expected none)");
        }
    }

    @WithoutStreams
    @LeavesOut(because = "the tests say so", tests = "Limits.connectionsBeyondTheLimitAreRefused")
    @LeavesOut(because = "the tests say so", tests = "Times")
    static class Brief extends Silent {}

    @LeavesOut(
            because = "nobody looked",
            tests = {"Limits.noSuchTest", "Times", "Limit"})
    static class Misspelt extends Silent {}

    private static LauncherDiscoveryRequest only(Class<?> suite) {
        return LauncherDiscoveryRequestBuilder.request().selectors(DiscoverySelectors.selectClass(suite)).build();
    }

    private static List<String> tests(Class<?> suite) {
        List<String> names = new ArrayList<>();
        LauncherFactory.create()
                .discover(only(suite))
                .accept(
                        new TestPlan.Visitor() {
                            @Override
                            public void visit(TestIdentifier found) {
                                if (found.getSource().orElse(null) instanceof MethodSource test) {
                                    names.add(test.getJavaClass().getSimpleName() + "." + test.getMethodName());
                                }
                            }
                        });
        return names;
    }

    @Test
    void whatIsLeftOutIsNotThere() {
        assertThat(tests(Brief.class))
                .contains("Limits.eachConnectionHasItsOwnCalls", "Numbers.boxedValuesArrive")
                .doesNotContain("Limits.connectionsBeyondTheLimitAreRefused") // by its name
                .noneMatch(test -> test.startsWith("Times.")) // with its group
                .doesNotContain("Shutdown.aClientThatIsGoneLeavesNothingBehind") // by an annotation on an annotation
                .noneMatch(test -> test.startsWith("KeptAnswers.")); // by the superclass
    }

    @Test
    void aNameThatIsNotThereIsAnError() {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(only(Misspelt.class), listener);
        TestExecutionSummary summary = listener.getSummary();
        assertThat(summary.getTestsStartedCount()).isZero();
        assertThat(summary.getFailures())
                .singleElement()
                .satisfies(failure ->
                        assertThat(failure.getException())
                                .hasMessageContaining(
                                        "groups and tests that Misspelt leaves out and that are not there")
                                .hasMessageContaining("[\"Limit\", \"Limits.noSuchTest\"]"));
    }
}
