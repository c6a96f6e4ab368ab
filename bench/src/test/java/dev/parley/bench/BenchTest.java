package dev.parley.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Shows that everything that is measured works; says nothing of how fast it is.
@Timeout(60)
class BenchTest {
    static final List<Row> ROWS = Rows.ALL;

    /// Rows that need what only `bench/run` has.
    private static final List<String> NEED_A_BUILD = List.of("cold", "jar");

    private final List<String> progress = new ArrayList<>();
    private final Runner runner = new Runner(Plan.TINY, progress::add);

    @ParameterizedTest
    @FieldSource("ROWS")
    void eachRowWorks(Row row) {
        Outcome outcome = runner.run(row);

        assertThat(outcome.broken()).as(outcome.reason()).isFalse();
        if (!NEED_A_BUILD.contains(row.name())) {
            assertThat(outcome.reason()).isEmpty();
        }
        assertThat(new Table(List.of(outcome)).text()).contains(outcome.reason());
        outcome.lines().forEach(line -> assertThat(line.ratio()).isFinite().isNotNegative());
    }

    @Test
    void whatVirtualThreadsAllocateIsCounted() throws InterruptedException {
        Allocated.calibrate();
    }

    @Test
    void aWrongAnswerBreaksTheRowAndNoOther() {
        Outcome outcome =
                runner.run(
                        row(() -> {
                            Call wrong = () -> Call.require(false, "echo", "something else");
                            return new Rate(Callers.onPlatformThreads(List.of(wrong)), () -> {});
                        }));

        assertThat(outcome.broken()).isTrue();
        assertThat(outcome.reason()).isEqualTo("broken: a call failed: echo: got something else");
    }

    @Test
    void whatCannotBeMeasuredHereIsNotBroken() {
        Outcome outcome =
                runner.run(
                        row(() -> {
                            throw new Unavailable("no such thing here");
                        }));

        assertThat(outcome.broken()).isFalse();
        assertThat(outcome.reason()).isEqualTo("not available: no such thing here");
    }

    @Test
    void aContenderInAJvmOfItsOwnAnswers() throws Exception {
        Row row = Rows.named("msgpack");
        try (Fork fork = Fork.start(row, row.contenders(Plan.TINY).getFirst(), Plan.TINY)) {
            fork.warmUp(0);
            assertThat(fork.measure(0.01)).containsOnlyKeys("time", "rate");
        }
    }

    @Test
    void aContenderThatFailsInItsJvmSaysWhy() throws Exception {
        Contender nobody = Contender.forked("nobody", () -> _ -> Map.of());
        try (Fork fork = Fork.start(Rows.named("msgpack"), nobody, Plan.TINY)) {
            assertThatThrownBy(() -> fork.measure(0.01))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("nobody failed: java.util.NoSuchElementException")
                    .hasMessageContaining("(see ");
        }
    }

    @Test
    void theRatioOfMediansDecides() {
        Sample ours = new Sample("ours", List.of(5.0, 1.0, 3.0));
        Sample peer = new Sample("peer", List.of(1.0, 2.0, 1.0));
        Line line = new Line("calls", ours, peer, Unit.PER_SECOND, Goal.atLeast(3));

        assertThat(line.cells()).containsExactly("calls", "3/s", "peer: 1/s", "3.00 (0.50 – 5.00)", "≥ 3.0 ×", "met");
        assertThat(new Line("calls", ours, peer, Unit.PER_SECOND, Goal.atLeast(3.1)).isMissed()).isTrue();
        assertThat(new Line("calls", ours, peer, Unit.MICROS, Goal.atMost(2.9)).isMissed()).isTrue();
        assertThat(new Line("calls", ours, peer, Unit.MICROS, Goal.NONE).isMissed()).isFalse();
    }

    @Test
    void optionsThatDoNotExistAreRefused() {
        assertThatThrownBy(() -> Options.parse("--fast"))
                .hasMessage("option --fast is not known (see bench/run --help)");
        assertThatThrownBy(() -> Options.parse("--only", "colour"))
                .hasMessageStartingWith("--only: no row has a name like \"colour\" (expected one of: latency-unix, ");
        assertThat(Options.parse("--quick", "--only", "^latency").rows())
                .extracting(Row::name)
                .containsExactly("latency-unix", "latency-tcp");
    }

    private static Row row(Contender.Maker maker) {
        return new Row() {
            @Override
            public String name() {
                return "row";
            }

            @Override
            public String title() {
                return "a row";
            }

            @Override
            public List<Contender> contenders(Plan plan) {
                return List.of(Contender.here("someone", maker));
            }

            @Override
            public List<Line> lines(Results results) {
                return List.of();
            }
        };
    }
}
