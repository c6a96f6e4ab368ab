package dev.parley.wires;

import dev.parley.value.Output;
import dev.parley.wire.Frame;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicLong;

/// The answers to a batch, which go out together when all are there. Thread-safe.
final class JsonRpcBatch {
    private final AtomicLong held;
    private final Output answers = new Output(); // guarded by this, as the next
    private final Frame.@Nullable Failure refusal;
    private boolean left; // used by the thread that reads
    private int open = 1; // what is to be answered, and one until all of the batch has been read

    /// @param held counts the bytes of the answers on a connection that wait for others of their batch
    /// @param refusal why none of the requests is run; null where they are
    JsonRpcBatch(AtomicLong held, Frame.@Nullable Failure refusal) {
        this.held = held;
        this.refusal = refusal;
    }

    /// Why none of the requests is run; null where they are.
    Frame.@Nullable Failure refusal() {
        return refusal;
    }

    /// A request is not answered with what it was refused for.
    void leave() {
        left = true;
    }

    /// Whether some were not.
    boolean hasLeft() {
        return left;
    }

    /// The bytes of the answers that are there.
    synchronized int size() {
        return answers.size();
    }

    /// Whether no answer but one is to come, which need not wait.
    synchronized boolean isLast() {
        return open == 1;
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
