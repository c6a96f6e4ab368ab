package dev.parley.wires;

import dev.parley.Command;
import dev.parley.Service;

import java.util.Arrays;
import java.util.List;

/// The service behind the recording, as a Java class.
@Service("sample")
class BasicSample {
    record Sum(long sum, String text) {}

    @Command
    @CommandId(0)
    String hello(String name) {
        return "hello " + name;
    }

    @Command
    @CommandId(1)
    String goodbye(String name) {
        return "goodbye " + name;
    }

    @Command("add_2_words")
    @CommandId(2)
    @Wire("uint32")
    long add2Words(@Wire("uint32") long a, @Wire("uint32") long b) {
        return a + b;
    }

    @Command("func_no_args")
    @CommandId(3)
    void funcNoArgs() {}

    @Command("sum_fixed_array")
    @CommandId(4)
    @Wire("uint32")
    long sumFixedArray(@Wire("fixed(3, uint32)") long[] values) {
        return Arrays.stream(values).sum();
    }

    @Command("sum_array")
    @CommandId(5)
    @Wire("uint32")
    long sumArray(@Wire("array(uint32)") List<Long> values) {
        return values.stream().mapToLong(Long::longValue).sum();
    }

    @Command("sum_array_echo_string")
    @CommandId(6)
    @Wire("tuple(uint32, string)")
    Sum sumArrayEchoString(@Wire("array(uint32)") List<Long> values, String text) {
        return new Sum(sumArray(values), text);
    }

    @Command
    @CommandId(20)
    byte[] blob(byte[] data) {
        byte[] reversed = new byte[data.length];
        for (int i = 0; i < data.length; i++) {
            reversed[i] = data[data.length - 1 - i];
        }
        return reversed;
    }

    @Command
    @CommandId(21)
    void fail(String message) {
        throw new IllegalArgumentException(message);
    }

    /// How it is called from Java.
    @Service("sample")
    interface Api {
        @CommandId(0)
        String hello(String name);

        @CommandId(1)
        String goodbye(String name);

        @dev.parley.Command("add_2_words")
        @CommandId(2)
        @Wire("uint32")
        long add2Words(@Wire("uint32") long a, @Wire("uint32") long b);

        @dev.parley.Command("func_no_args")
        @CommandId(3)
        void funcNoArgs();

        @dev.parley.Command("sum_fixed_array")
        @CommandId(4)
        @Wire("uint32")
        long sumFixedArray(@Wire("fixed(3, uint32)") long[] values);

        @dev.parley.Command("sum_array")
        @CommandId(5)
        @Wire("uint32")
        long sumArray(@Wire("array(uint32)") List<Long> values);

        @dev.parley.Command("sum_array_echo_string")
        @CommandId(6)
        @Wire("tuple(uint32, string)")
        Sum sumArrayEchoString(@Wire("array(uint32)") List<Long> values, String text);

        @CommandId(10)
        void unknown(String text);

        @CommandId(20)
        byte[] blob(byte[] data);

        @CommandId(21)
        void fail(String message);
    }
}
