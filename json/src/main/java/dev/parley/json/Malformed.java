package dev.parley.json;

import dev.parley.value.ValueException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/// Jackson's errors in our words.
final class Malformed {
    /// What begins the parts of Jackson's texts that are advice to Java programmers.
    private static final String[] ADVICE = {" (start marker", " (for ", ": enable ", " (not recognized", " (feature"};

    private Malformed() {}

    /// @param where words for what is malformed if it is not the whole, such as `in a key, `
    static ValueException of(JacksonException e, String where, int length) {
        if (e instanceof StreamConstraintsException) { // the only limit that we have set
            return ValueException.mismatch(
                    "a number longer than " + JsonWriter.MAX_NUMBER + " characters", "at most " + JsonWriter.MAX_NUMBER);
        } else if (e instanceof UnexpectedEndOfInputException) {
            return at(length, where, "it ends within a value");
        }
        String text = e.getOriginalMessage();
        for (String advice : ADVICE) {
            int cut = text.indexOf(advice);
            text = cut < 0 ? text : text.substring(0, cut);
        }
        int at = e.getLocation() == null ? 0 : (int) e.getLocation().getByteOffset();
        return at(at, where, Character.toLowerCase(text.charAt(0)) + text.substring(1));
    }

    static ValueException at(int offset, String where, String problem) {
        return new ValueException("malformed JSON " + where + "at byte " + offset + ": " + problem);
    }
}
