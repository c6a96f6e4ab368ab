package dev.parley.examples;

import dev.parley.Code;
import dev.parley.Fails;

/// No more notes can be taken.
@Fails(Code.RESOURCE_EXHAUSTED)
public final class NotebookFull extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int limit;

    /// What callers are told beside the message.
    ///
    /// @param limit how many notes there can be
    public record Details(int limit) {}

    public NotebookFull(int limit) {
        super("the notebook is full (" + limit + " notes)");
        this.limit = limit;
    }

    public Details details() {
        return new Details(limit);
    }
}
