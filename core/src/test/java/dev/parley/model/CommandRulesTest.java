package dev.parley.model;

import static dev.parley.model.Models.assertRefused;
import static dev.parley.model.Models.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Command;
import dev.parley.Deadline;
import dev.parley.Inline;
import dev.parley.Server;
import dev.parley.value.Shapes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/// Commands that cannot be served are refused, with the place, the reason and what would do.
@SuppressWarnings("unused")
class CommandRulesTest {
    static class NoCommands {
        public void notMarked() {}
    }

    @Command
    static class MarkedClassOnly {
        public void notMarked() {}
    }

    @Test
    void aClassWithoutCommands() {
        for (Class<?> type : new Class<?>[] {NoCommands.class, MarkedClassOnly.class}) {
            assertRefused(
                    type,
                    "service "
                            + ServiceModel.nameOf(type)
                            + ": class "
                            + type.getName()
                            + " has no commands (mark the methods that may be called with @Command)");
        }
    }

    static class Overloads {
        @Command
        int add(int a) {
            return a;
        }

        @Command
        int add(String a) {
            return 0;
        }
    }

    static class Twice {
        @Command("add")
        int one(int a) {
            return a;
        }

        @Command("add")
        int other(int a) {
            return a;
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {Overloads.class, Twice.class})
    void twoCommandsOfOneName(Class<?> type) {
        assertThatThrownBy(() -> service(type))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("service " + ServiceModel.nameOf(type) + ": two commands are named add, int ")
                .hasMessageContaining(" and int ")
                .hasMessageEndingWith(" (rename one with @Command(\"…\"))");
    }

    static class Base {
        @Command
        int add(int a) {
            return a;
        }
    }

    static class OverloadsInherited extends Base {
        @Command
        int add(String a) {
            return 0;
        }
    }

    interface Adds {
        @Command
        int add(int a);
    }

    static class OverloadsInterface implements Adds {
        @Override
        public int add(int a) {
            return a;
        }

        @Command
        int add(String a) {
            return 0;
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {OverloadsInherited.class, OverloadsInterface.class})
    void overloadsOfWhatIsInherited(Class<?> type) {
        assertThatThrownBy(() -> service(type))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(": two commands are named add, ");
    }

    static class Overload {
        @Command
        int add(int a) {
            return a;
        }

        int add(String notMarked) {
            return 0;
        }
    }

    @Test
    void anOverloadThatIsNoCommandDoesNoHarm() {
        assertThat(Models.names(service(Overload.class))).containsExactly("add");
    }

    static class Hidden {
        @Command
        private void run() {}
    }

    static class Static {
        @Command
        static void run() {}
    }

    static class HiddenBelow extends Hidden {
        @Command
        void walk() {}
    }

    @Test
    void privateAndStaticMethods() {
        String fix = " (make it an instance method that is not private)";
        assertRefused(
                Hidden.class,
                "class " + Hidden.class.getName() + ": method run is marked @Command but is private" + fix);
        assertRefused(
                Static.class,
                "class " + Static.class.getName() + ": method run is marked @Command but is static" + fix);
        assertRefused(
                HiddenBelow.class,
                "class " + HiddenBelow.class.getName() + ": method run is marked @Command but is private" + fix);
    }

    private static class Secret {
        @Command
        void run() {}
    }

    @Test
    void aPrivateServiceIsRefusedWhenItIsAdded() {
        assertThatThrownBy(() -> Server.builder().service(new Secret()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "class " + Secret.class.getName() + " is private (make it package-private or public)");
    }

    static class InlineStream {
        @Command
        @Inline
        Stream<String> run() {
            return Stream.of();
        }
    }

    static class InlineStreamParameter {
        @Command
        @Inline
        void run(Stream<String> lines) {}
    }

    static class InlineLater {
        @Command
        @Inline
        CompletionStage<String> run() {
            throw new UnsupportedOperationException();
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {InlineStream.class, InlineStreamParameter.class, InlineLater.class})
    void inlineCommandsWithStreams(Class<?> type) {
        assertRefused(
                type,
                "command "
                        + ServiceModel.nameOf(type)
                        + ".run: @Inline on a command with a stream or a CompletionStage,"
                        + " which would hold up the thread that reads (remove it)");
    }

    static class Inlined {
        @Command
        @Inline
        @Deadline("5s")
        int run(int a) {
            return a;
        }

        @Command
        @Deadline("none")
        void walk() {}

        @Command
        void sit() {}
    }

    @Test
    void inlineAndDeadlineAreKept() {
        CommandModel run = Models.command(Inlined.class, "run");
        assertThat(run.inline()).isTrue();
        assertThat(run.deadline()).isEqualTo(Duration.ofSeconds(5));
        assertThat(Models.command(Inlined.class, "walk").deadline()).isEqualTo(Duration.ZERO);
        assertThat(Models.command(Inlined.class, "sit").deadline()).isNull();
        assertThat(Models.command(Inlined.class, "sit").inline()).isFalse();
    }

    static class Soon {
        @Command
        @Deadline("soon")
        void run() {}
    }

    static class Never {
        @Command
        @Deadline("0s")
        void run() {}
    }

    static class Negative {
        @Command
        @Deadline("-PT5S")
        void run() {}
    }

    @Test
    void deadlinesThatAreNone() {
        String expected = "\" (expected a duration such as 5s or 2m, or none)";
        assertRefused(Soon.class, "command soon.run: @Deadline: got \"soon" + expected);
        assertRefused(Never.class, "command never.run: @Deadline: got \"0s" + expected);
        assertRefused(Negative.class, "command negative.run: @Deadline: got \"-PT5S" + expected);
    }

    @Test
    void anInterfaceOfACallerMustBeOne() {
        assertThatThrownBy(() -> ServiceModel.ofInterface(Base.class, null, new Shapes()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "class "
                                + Base.class.getName()
                                + " is no interface (calls can only be made through interfaces)");
    }
}
