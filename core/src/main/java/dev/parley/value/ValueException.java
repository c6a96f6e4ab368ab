package dev.parley.value;

/// A value that cannot be written or read: what was found, what is expected, and the path to the place, such as
/// `note.tags[2]: got text (expected integer)`.
public final class ValueException extends RuntimeException {
    private static final int SHOWN = 60;

    private final String path;
    private final String problem;
    private final boolean overflow;

    public ValueException(String problem) {
        this("", problem, false, null);
    }

    public ValueException(String problem, Throwable cause) {
        this("", problem, false, cause);
    }

    private ValueException(
            String path, String problem, boolean overflow, @org.jspecify.annotations.Nullable Throwable cause) {
        super(problem, cause, false, false);
        this.path = path;
        this.problem = problem;
        this.overflow = overflow;
    }

    /// The error for a value that is not what its place wants.
    ///
    /// @param got words for what was found
    /// @param expected words for what should have been there
    public static ValueException mismatch(String got, String expected) {
        return new ValueException("got " + got + " (expected " + expected + ")");
    }

    /// The error for a number that the format has no room for at its place, although it is of the right kind.
    public static ValueException overflow(String problem) {
        return new ValueException("", problem, true, null);
    }

    /// The error for an element that the user's choice of collection does not take.
    static ValueException refused(String by, RuntimeException cause) {
        String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new ValueException("refused by the " + by + ": " + why, cause);
    }

    /// The same error, seen from the field that holds the place.
    public ValueException inField(String name) {
        return new ValueException(join(name), problem, overflow, getCause());
    }

    /// The same error, seen from the list that holds the place.
    public ValueException inElement(int index) {
        return new ValueException(join("[" + index + "]"), problem, overflow, getCause());
    }

    private String join(String outer) {
        return path.isEmpty() || path.startsWith("[") ? outer + path : outer + "." + path;
    }

    /// Where the value stands, such as `note.tags[2]`; empty for the outermost value.
    public String path() {
        return path;
    }

    /// What is wrong, without the path.
    public String problem() {
        return problem;
    }

    /// Whether the value is a number for which there is no room. Calls fail with `OUT_OF_RANGE` then, and not with
    /// `INVALID_ARGUMENT`.
    public boolean isOverflow() {
        return overflow;
    }

    @Override
    public String getMessage() {
        return path.isEmpty() ? problem : path + ": " + problem;
    }

    /// A text in quotes, cut where it is long, for use in error messages.
    public static String quote(String text) {
        String cut = cut(text);
        return cut.length() == text.length() ? '"' + text + '"' : '"' + cut + "\" (" + text.length() + " characters)";
    }

    /// A text, cut where it is long.
    static String cut(String text) {
        if (text.length() <= SHOWN) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(SHOWN - 1)) ? SHOWN - 1 : SHOWN;
        return text.substring(0, end) + "…";
    }
}
