package dev.parley.testkit;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// What zrpc can carry, it carries as our own wire does: values, arguments, many calls at once.
class ZrpcConformanceTest {
    @TempDir Path folder;

    private int started;

    private final ConformanceSuite suite =
            new ConformanceSuite() {
                @Override
                protected String url() {
                    return "zrpc+unix://" + folder.resolve("s" + ++started);
                }
            };

    @Nested
    class Numbers extends NumbersConformance {
        Numbers() {
            super(suite);
        }
    }

    @Nested
    class Texts extends TextsConformance {
        Texts() {
            super(suite);
        }
    }

    @Nested
    class Times extends TimesConformance {
        Times() {
            super(suite);
        }
    }

    @Nested
    class Containers extends ContainersConformance {
        Containers() {
            super(suite);
        }
    }

    @Nested
    class Records extends RecordsConformance {
        Records() {
            super(suite);
        }
    }

    @Nested
    class WrongValues extends WrongValuesConformance {
        WrongValues() {
            super(suite);
        }
    }

    @Nested
    class Arguments extends ArgumentsConformance {
        Arguments() {
            super(suite);
        }
    }

    @Nested
    class Deadlines extends DeadlinesConformance {
        Deadlines() {
            super(suite);
        }
    }

    @Nested
    class LargeValues extends LargeValuesConformance {
        LargeValues() {
            super(suite);
        }
    }

    @Nested
    class Concurrency extends ConcurrencyConformance {
        Concurrency() {
            super(suite);
        }
    }

    @Nested
    class Running extends RunningConformance {
        Running() {
            super(suite);
        }
    }
}
