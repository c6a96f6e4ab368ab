package dev.parley.link;

import dev.parley.Peer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;

/// One connection that moves bytes both ways. Once started, it reads by itself and hands on what it has read.
public interface Link {
    /// Takes what a link reads. [#received] and [#closed] are called by one thread at a time, [#writable] perhaps by another
    /// beside it; none of them may be made to wait.
    interface Receiver {
        /// Where the next bytes had best be read to. Asked by the thread that reads, before a read whose bytes are then
        /// [received][#received] in that array.
        ///
        /// @return an array with room from position to limit; null where it makes no difference
        default @Nullable ByteBuffer room() {
            return null;
        }

        /// Nothing had come that could be read to what [#room()] has just given.
        default void unused() {}

        /// Bytes have come: those of the array from `from` to before `to`. The array is used again after the call,
        /// unless it is the receiver's own.
        void received(byte[] bytes, int from, int to);

        /// There is room for writing, as [Link#whenWritable] asked, or [Link#wakeUp] wanted this.
        void writable();

        /// The connection is gone. The last call to this receiver.
        ///
        /// @param why in words; empty where the peer ended it in order
        void closed(String why);
    }

    /// Who is at the other end.
    Peer peer();

    /// Starts to read.
    void start(Receiver receiver);

    /// Takes as many bytes as it can now, without waiting. Used by one thread at a time.
    void write(ByteBuffer bytes) throws IOException;

    /// Has [Receiver#writable()] called once there is room for more bytes.
    void whenWritable();

    /// Has [Receiver#writable()] called soon, by the thread that reads: for a write that shall not hold up the caller.
    void wakeUp();

    /// Stops reading: what the peer sends waits in the network, and so does the news of its end.
    void pause();

    /// Goes on reading after a [#pause()]. Before that, [Receiver#received] is called with no bytes, by the thread that reads:
    /// the receiver may have kept some.
    void resume();

    /// Ends the connection; the receiver hears of it, if it has not yet. May be called by any thread, more than once.
    ///
    /// @param why what the receiver is told
    void close(String why);

    /// Ends the connection because writing has failed. What the peer has sent before it went is handed on first, as it may say
    /// better why. May be called by any thread, more than once.
    ///
    /// @param why what the receiver is told if the peer has not said it
    default void fail(String why) {
        close(why);
    }

    /// Lets the calling thread read in the place of the link's own until `done`, which saves a switch between threads
    /// where the caller would only wait. Ends early when the thread is interrupted or at the given time.
    ///
    /// @param until a time as of [System#nanoTime()]
    /// @param again whether the thread is sure to wait more often, so that it is worth the trouble at once
    /// @return whether it did so at all; false where this link cannot, or not at the moment: the caller then waits as
    ///     usual, and asks again when it is unparked, which it is when it can read
    default boolean readWhile(BooleanSupplier done, long until, boolean again) {
        return false;
    }

    /// Has a thread that is in [#readWhile] ask whether it is done. May be called by any thread.
    default void wakeReader() {}

    /// Has the link's own thread read again: others wait for what comes. For whoever has been in [#readWhile].
    default void readAgain() {}
}
