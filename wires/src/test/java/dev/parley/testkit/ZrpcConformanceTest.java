package dev.parley.testkit;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// What zrpc can carry, it carries as our own wire does: values, arguments, many calls at once. Tests of streams, metadata,
/// cancelling and deadlines, which it cannot say, are not here, nor are those of errors, which it names as Python does.
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
    class Arguments extends ArgumentsConformance {
        Arguments() {
            super(suite);
        }

        @Override
        void aCommandThatTakesNothingIsGivenNothing() {} // it is not told whether the command has run

        @Override
        void argumentsGivenTwiceAreRefused() {} // it is not told whether the command has run

        @Override
        void missingArgumentsAreRefused() {} // it is not told whether the command has run

        @Override
        void unknownArgumentsAreRefusedWithThoseThatAreThere() {} // it is not told whether the command has run

        @Override
        void tooManyArgumentsAreRefused() {} // it is not told whether the command has run

        @Override
        void theRestByNameIsCollected() {} // it is not told whether the command has run

        @Override
        void theRestByPositionIsCollected() {} // it is not told whether the command has run

        @Override
        void nullIsNotTheSameAsLeftOut() {} // it is not told whether the command has run

        @Override
        void aStreamThatNobodyTakesIsRefused() {} // there are no streams

        @Override
        void aStreamIsNoArgumentByNameOrPosition() {} // there are no streams

        @Override
        void aStreamThatIsNotGivenIsEmpty() {} // there are no streams
    }

    @Nested
    class LargeValues extends LargeValuesConformance {
        LargeValues() {
            super(suite);
        }

        @Override
        void anItemBeyondTheClientsLimitFailsTheStreamAfterThoseBefore() {} // there are no streams

        @Override
        void anItemBeyondTheServersLimitFailsTheCall() {} // there are no streams

        @Override
        void aSmallCallDoesNotWaitForLargeOnes() {} // messages cannot be cut

        @Override
        void argumentsBeyondTheServersLimitAreRefusedByTheFirstCallAndLaterOnes() {} // it is not told whether it has

        // run

        @Override
        void resultsBeyondTheClientsLimitFailTheCall() {} // much beyond ends the connection

        @Override
        void argumentsBeyondTheDefaultLimitAreRefused() {} // it ends the connection, as nobody says what is taken
    }

    @Nested
    class Concurrency extends ConcurrencyConformance {
        Concurrency() {
            super(suite);
        }

        @Override
        void manyConnectionsCarryTheCallsOfOneClient() {} // there are no streams

        @Override
        void manyClientsCallAtOnce() {} // there are no streams

        @Override
        void manyThreadsGetTheirOwnAnswers() {} // there are no streams
    }

    @Nested
    class Running extends RunningConformance {
        Running() {
            super(suite);
        }

        @Override
        void inlineCommandsAnswerLikeOthers() {} // since answers are kept, they have threads of their own

        @Override
        void wrongArgumentsOfAnInlineCommandAreRefused() {} // it is not told whether the command has run
    }
}
