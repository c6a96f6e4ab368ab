package dev.parley.wires;

import dev.parley.Command;
import dev.parley.Default;
import dev.parley.Doc;
import dev.parley.Rest;
import dev.parley.Service;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The service behind the recordings, as a Java class.
@Service("sample")
@Doc("A sample service.")
final class Sample {
    @Command("null")
    @Doc("Returns nothing.")
    void nothing() {}

    @Command
    @Doc("Says it back.")
    String echo(@Doc("what to say back") String value) {
        return value;
    }

    @Command
    List<@Nullable Object> params(
            int a,
            @Nullable String b,
            @Default("true") boolean c,
            @Default("false") boolean d,
            @Rest Map<String, Object> f,
            int... e) {
        return Arrays.asList(a, b, c, d, e, f);
    }

    @Command
    List<Integer> upstream(Stream<Integer> values) {
        return values.toList();
    }

    @Command
    Stream<Integer> downstream(int limit) {
        return IntStream.range(0, limit).boxed();
    }

    @Command
    Stream<Integer> dualstream(Stream<Integer> values) {
        return values;
    }

    @Command
    void fail(String message) {
        throw new IllegalArgumentException(message);
    }

    @Command("fail_midway")
    Iterator<Integer> failMidway(int limit) {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Integer next() {
                if (next == limit) {
                    throw new IllegalArgumentException("midway");
                } else if (next > limit) {
                    throw new NoSuchElementException();
                }
                return next++;
            }
        };
    }

    @Command
    byte[] blob(byte[] data) {
        byte[] reversed = new byte[data.length];
        for (int i = 0; i < data.length; i++) {
            reversed[i] = data[data.length - 1 - i];
        }
        return reversed;
    }
}
