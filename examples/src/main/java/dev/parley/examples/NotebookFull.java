package dev.parley.examples;

import dev.parley.Code;
import dev.parley.Fails;

/// No more notes can be taken. A caller whose interface declares it gets it as it was thrown, made of its details.
@Fails(Code.RESOURCE_EXHAUSTED)
public final class NotebookFull extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Details details;

    /// What callers are told beside the message.
    ///
    /// @param limit how many notes there can be
    public record Details(int limit) {}

    public NotebookFull(Details details) {
        super("the notebook is full (" + details.limit + " notes)");
        this.details = details;
    }

    public Details details() {
        return details;
    }
}
