package dev.parley.model;

import static dev.parley.model.Models.assertRefused;
import static dev.parley.model.Models.command;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Command;
import dev.parley.Default;
import dev.parley.Rest;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Marks on parameters that make no sense.
@SuppressWarnings("unused")
class DefaultsAndRestsTest {
    enum Priority {
        LOW,
        HIGH
    }

    static class BadDefault {
        @Command
        void run(@Default("five") int count) {}
    }

    static class BadChoice {
        @Command
        void run(@Default("hig") Priority priority) {}
    }

    static class DefaultOfStream {
        @Command
        void run(@Default("a,b") Stream<String> lines) {}
    }

    static class DefaultOfRest {
        @Command
        void run(@Default("a,b") String... words) {}
    }

    static class DefaultOfNamed {
        @Command
        void run(@Default("a=b") @Rest Map<String, String> words) {}
    }

    @Test
    void defaultsThatAreNone() {
        assertRefused(
                BadDefault.class,
                "command bad_default.run: parameter \"count\": @Default: got \"five\" (expected integer)");
        assertRefused(
                BadChoice.class,
                "command bad_choice.run: parameter \"priority\": @Default: got \"hig\" (expected one of: low, high)");
        String misplaced =
                "@Default on a stream or on the rest of the arguments, which may be empty anyway (remove it)";
        assertRefused(DefaultOfStream.class, "command default_of_stream.run: parameter \"lines\": " + misplaced);
        assertRefused(DefaultOfRest.class, "command default_of_rest.run: parameter \"words\": " + misplaced);
        assertRefused(DefaultOfNamed.class, "command default_of_named.run: parameter \"words\": " + misplaced);
    }

    static class RestOfList {
        @Command
        void run(@Rest List<String> rest) {}
    }

    static class RestByNumber {
        @Command
        void run(@Rest Map<Integer, String> rest) {}
    }

    static class RestInHashMap {
        @Command
        void run(@Rest HashMap<String, String> rest) {}
    }

    static class RestOfStream {
        @Command
        void run(@Rest Stream<String> rest) {}
    }

    static class RestOfRest {
        @Command
        void run(@Rest String... rest) {}
    }

    @Test
    void restsThatAreNoMaps() {
        String expected = " (expected Map<String, T>)";
        assertRefused(
                RestOfList.class, "command rest_of_list.run: parameter \"rest\": @Rest on List<String>" + expected);
        assertRefused(
                RestByNumber.class,
                "command rest_by_number.run: parameter \"rest\": @Rest on Map<Integer, String>" + expected);
        assertRefused(
                RestInHashMap.class,
                "command rest_in_hash_map.run: parameter \"rest\": @Rest on HashMap<String, String>" + expected);
        assertRefused(
                RestOfStream.class,
                "command rest_of_stream.run: parameter \"rest\": @Rest on Stream<String>" + expected);
        assertRefused(RestOfRest.class, "command rest_of_rest.run: parameter \"rest\": @Rest on String[]" + expected);
    }

    static class TwoRests {
        @Command
        void run(@Rest Map<String, String> one, @Rest Map<String, Integer> other) {}
    }

    @Test
    void twoRests() {
        assertThatThrownBy(() -> command(TwoRests.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("command two_rests.run: 2 ");
    }
}
