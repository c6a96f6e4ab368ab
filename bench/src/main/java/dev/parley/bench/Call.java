package dev.parley.bench;

/// One call there and back, by one caller at a time.
interface Call {
    /// @throws IllegalStateException when the answer is wrong
    void run() throws Exception;

    static void require(boolean right, String what, Object got) {
        if (!right) {
            throw new IllegalStateException(what + ": got " + got);
        }
    }
}
