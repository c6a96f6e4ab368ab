package dev.parley.bench;

import dev.parley.value.Codecs;
import dev.parley.value.Output;
import dev.parley.value.Shapes;

/// What commands take and return: a text and two numbers, about 64 bytes on the wire.
///
/// @param number which one of a stream it is
record Note(String text, int number, long time) {
    private static final String TEXT = "the quick brown fox jumps over a lazy dog 7";
    private static final long TIME = 1_700_000_000_000L;

    static Note of(int number) {
        return new Note(TEXT, number, TIME + number);
    }

    /// Whether it is [#of(int)] of that number.
    boolean is(int expected) {
        return number == expected && time == TIME + expected && text.equals(TEXT);
    }

    /// How many bytes a call with a note takes, and its result: the note in MessagePack and a frame's head.
    static int wireSize() {
        Output out = new Output();
        new Shapes().of(Note.class).write(Codecs.msgpack().writer(out), of(1));
        return out.size() + 8;
    }
}
