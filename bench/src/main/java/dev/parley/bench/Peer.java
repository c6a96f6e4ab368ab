package dev.parley.bench;

import java.util.function.Consumer;

/// A server and one connection to it, in this process, that echo notes: ours, and those it is compared with.
interface Peer extends AutoCloseable {
    Note echo(Note note) throws Exception;

    /// Has the server send `count` notes, [Note#of(int)] from 0 on, and hands each to `arrived`. Returns after the
    /// last.
    void list(int count, Consumer<Note> arrived) throws Exception;

    @Override
    void close();

    /// A caller that has a note of its own echoed.
    default Call caller(int number) {
        Note note = Note.of(number);
        return () -> {
            Note back = echo(note);
            if (!note.equals(back)) {
                throw Call.wrong("echo of " + note, back);
            }
        };
    }
}
