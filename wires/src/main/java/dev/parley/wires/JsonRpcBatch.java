package dev.parley.wires;

import dev.parley.value.Output;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicLong;

/// The answers to a batch, which go out together when all are there. Thread-safe.
final class JsonRpcBatch {
    private final AtomicLong held;
    private final Output answers = new Output(); // guarded by this, as the next
    private int open = 1; // what is to be answered, and one until all of the batch has been read

    /// @param held counts the bytes of the answers on a connection that wait for others of their batch
    JsonRpcBatch(AtomicLong held) {
        this.held = held;
    }

    /// One more answer is to come.
    synchronized void expect() {
        open++;
    }

    /// Takes an answer.
    ///
    /// @return all of them, where it is the last
    synchronized @Nullable Output add(Output answer) {
        answers.u8(answers.size() == 0 ? '[' : ',');
        answers.bytes(answer.array(), 0, answer.size());
        held.addAndGet(1L + answer.size());
        return close();
    }

    /// All of the batch has been read.
    ///
    /// @return the answers, where all are there and there is any
    synchronized @Nullable Output close() {
        open--;
        if (open > 0 || answers.size() == 0) {
            return null;
        }
        held.addAndGet(-answers.size());
        answers.u8(']');
        return answers;
    }
}
