package dev.parley.wires;

import dev.parley.value.Codec;
import dev.parley.value.Kind;
import dev.parley.value.Output;
import dev.parley.value.Reader;
import dev.parley.value.ValueException;
import dev.parley.value.Writer;
import dev.parley.wire.Encoded;

import org.jspecify.annotations.Nullable;

/// A request's body: `[id, method, args, kwargs]`, or in the earlier form `[id, method, payload]`.
///
/// @param method null where the methods are asked for
/// @param arguments a list of positional ones or a map of named ones, or where `mixed` a list of both
record ZrpcRequest(String id, @Nullable String method, Encoded arguments, boolean mixed) {
    private static final int LONGEST_ID = 255;

    /// @throws ValueException for a body that is none
    static ZrpcRequest read(Codec codec, byte[] bytes, int at, int length) {
        Reader in = codec.reader(bytes, at, length);
        int size = in.beginList();
        if (size != 3 && size != 4) {
            throw ValueException.mismatch("a request of " + size + " elements", "4, or 3 in the earlier form");
        }
        in.more();
        String id = in.text();
        if (id.length() > LONGEST_ID) {
            throw ValueException.mismatch("an id of " + id.length() + " characters", "at most " + LONGEST_ID);
        }
        in.more();
        String method = null;
        if (in.peek() == Kind.NIL) {
            in.nil();
        } else {
            method = in.text();
        }
        in.more();
        Kind kind = in.peek();
        int first = in.position();
        in.skip();
        int second = in.position();
        boolean named = false;
        boolean mixed = false;
        if (size == 4) {
            require(kind, Kind.LIST, "args");
            in.more();
            require(in.peek(), Kind.MAP, "kwargs");
            in.skip();
            named = !isEmpty(codec, bytes, at + second, in.position() - second);
            mixed = named && !isEmpty(codec, bytes, at + first, second - first);
        }
        int end = in.position();
        if (in.more() || in.peek() != Kind.END) {
            throw ValueException.mismatch("more after the request", "its end");
        }
        Encoded arguments;
        if (size == 3 || mixed) {
            Output out = new Output(end - first + 1);
            Writer writer = codec.writer(out);
            writer.beginList(mixed ? 2 : 1);
            writer.raw(bytes, at + first, second - first);
            if (mixed) {
                writer.raw(bytes, at + second, end - second);
            }
            writer.endList();
            arguments = new Encoded(codec, out.array(), 0, out.size());
        } else {
            int from = named ? second : first;
            int part = (named ? end : second) - from;
            arguments = new Encoded(codec, bytes, at + from, part, part, false, true, null);
        }
        return new ZrpcRequest(id, method, arguments, mixed);
    }

    private static void require(Kind got, Kind expected, String what) {
        if (got != expected) {
            throw ValueException.mismatch(what + " of kind " + got.text(), expected.text());
        }
    }

    private static boolean isEmpty(Codec codec, byte[] bytes, int at, int length) {
        Reader in = codec.reader(bytes, at, length);
        return (in.peek() == Kind.LIST ? in.beginList() : in.beginMap()) == 0;
    }
}
