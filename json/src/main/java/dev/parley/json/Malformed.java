package dev.parley.json;

import dev.parley.value.ValueException;

import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;

import java.util.regex.Pattern;

/// Jackson's errors in our words.
final class Malformed {
    /// The parts of Jackson's texts that are advice to Java programmers.
    private static final Pattern ADVICE = Pattern.compile("(?s) \\(for .*|[(:] ?[^(:]*Feature.*");

    private Malformed() {}

    /// @param where words for what is malformed if it is not the whole, such as `in a key, `
    /// @param before how many bytes stand before those that Jackson has seen
    static ValueException of(JacksonException e, String where, int before, int length) {
        String text = e.getOriginalMessage();
        if (e instanceof StreamConstraintsException && text.startsWith("Number")) {
            return ValueException.mismatch(
                    "a number longer than " + JsonWriter.MAX_NUMBER + " characters",
                    "at most " + JsonWriter.MAX_NUMBER);
        } else if (text.startsWith("Unexpected end-of-input")) {
            return at(before + length, where, "it ends within a value");
        }
        int at = e.getLocation() == null ? 0 : (int) e.getLocation().getByteOffset();
        String told = ADVICE.matcher(text).replaceFirst("").strip();
        return at(before + at, where, Character.toLowerCase(told.charAt(0)) + told.substring(1));
    }

    static ValueException at(int offset, String where, String problem) {
        return new ValueException("malformed JSON " + where + "at byte " + offset + ": " + problem);
    }
}
