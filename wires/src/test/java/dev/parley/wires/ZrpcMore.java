package dev.parley.wires;

import dev.parley.Command;
import dev.parley.Service;

import java.util.stream.Stream;

/// What the recordings do not have, nor zrpc.
@Service("more")
final class ZrpcMore {
    @Command
    String hello() {
        return "hello";
    }

    @Command
    Stream<Integer> count() {
        return Stream.iterate(0, i -> i + 1);
    }

    @Command
    int sum(Stream<Integer> numbers) {
        return numbers.mapToInt(i -> i).sum();
    }
}
