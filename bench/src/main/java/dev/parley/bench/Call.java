package dev.parley.bench;

/// One call there and back, by one caller at a time.
interface Call {
    /// @throws IllegalStateException when the answer is wrong
    void run() throws Exception;

    static void require(boolean right, String what, Object got) {
        if (!right) {
            throw wrong(what, got);
        }
    }

    /// For what is looked at so often that making the words each time would be measured, too.
    static IllegalStateException wrong(String what, Object got) {
        return new IllegalStateException(what + ": got " + got);
    }
}
