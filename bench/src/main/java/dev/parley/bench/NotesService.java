package dev.parley.bench;

import dev.parley.Command;
import dev.parley.Inline;
import dev.parley.Service;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The service that is called, as a user of Parley writes it.
@Service
final class NotesService {
    private final AtomicInteger added = new AtomicInteger();

    @Command
    Note echo(Note note) {
        return note;
    }

    @Command
    @Inline
    Note inline(Note note) {
        return note;
    }

    @Command
    Stream<Note> list(int count) {
        return IntStream.range(0, count).mapToObj(Note::of);
    }

    @Command
    byte[] blob(byte[] bytes) {
        return bytes;
    }

    @Command
    int add(String text) {
        return added.incrementAndGet();
    }
}
