package dev.parley.wires;

import dev.parley.Command;
import dev.parley.Doc;
import dev.parley.Service;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/// The server behind the recordings of zrpc, as a Java class.
@Service("sample")
final class ZrpcSample {
    @Command
    @Doc("Says it back.")
    Object echo(Object value) {
        return value;
    }

    @Command
    List<@Nullable Object> pair(int a, @Nullable Integer b) {
        return Arrays.asList(a, b);
    }

    @Command
    void fail(String message) {
        throw new IllegalArgumentException(message);
    }
}
