package dev.parley.examples;

import java.util.List;

/// A note as it is kept.
///
/// @param id its number
/// @param text what to remember
/// @param priority how urgent it is
/// @param tags words that it belongs to
public record Note(int id, String text, Priority priority, List<String> tags) {
    public Note {
        if (text.isBlank()) {
            throw new IllegalArgumentException("a note needs a text");
        }
        tags = List.copyOf(tags);
    }
}
