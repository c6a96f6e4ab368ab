package dev.parley.bench;

import java.util.stream.Stream;

/// The service that is called, as a client of Parley sees it.
interface Notes {
    Note echo(Note note);

    Note inline(Note note);

    Stream<Note> list(int count);

    byte[] blob(byte[] bytes);

    int add(String text);
}
