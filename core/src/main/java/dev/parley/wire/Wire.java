package dev.parley.wire;

import dev.parley.value.Codec;
import dev.parley.value.Output;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.function.Consumer;

/// One protocol, on one connection: translates between its bytes and [Frame]s, and holds what state the protocol needs for
/// that. Streaming, cancellation, deadlines, limits on calls and errors are not its business. A frame that the protocol
/// cannot say is dropped.
///
/// [#decode] is called by one thread at a time, [#encode] under a lock; the two may run at once.
public interface Wire {
    /// Reads what has come.
    ///
    /// @param bytes holds the bytes from `from` to before `to`; the array is used again after the call
    /// @param frames takes each frame that is complete; its [Encoded] value is valid only during that call
    /// @return how many bytes were used up; those left are given again, together with what comes behind them
    /// @throws WireException where the bytes make no sense and what follows cannot be understood either
    int decode(byte[] bytes, int from, int to, Consumer<Frame> frames) throws WireException;

    /// Where the next bytes should be read to, so that they need not be copied there: into a large message that has come in part,
    /// or will come. They are given to [#decode] all the same, in that array.
    ///
    /// @return an array with room from position to limit; null where it makes no difference
    default @Nullable ByteBuffer room() {
        return null;
    }

    /// Nothing was read to what [#room()] has just given: it need not be kept.
    default void unused() {}

    /// Appends the bytes of a frame.
    void encode(Frame frame, Output out);

    /// The largest part of a value that goes out in one piece. Longer ones are cut, their rest following in
    /// [Frame.More] frames, between which other frames may go.
    ///
    /// @return [Integer#MAX_VALUE] for protocols that cannot cut
    default int largestPiece() {
        return Integer.MAX_VALUE;
    }

    /// The largest value that [#encode] is sure to copy. Who sends a larger one leaves its bytes as they are until they are
    /// written: it goes out in pieces, or the wire only [refers][Encoded#appendTo] to it.
    default int largestCopied() {
        return largestPiece();
    }

    /// Whether the value of a [Frame.Item] may be several values, one behind the other.
    default boolean joinsItems() {
        return false;
    }

    /// How long the head of a frame of items is, where the items' bytes can be written behind room for it and be made a frame
    /// there, which saves a copy of them; 0 for wires that cannot.
    default int itemHead() {
        return 0;
    }

    /// Makes a frame of items in the buffer that they stand in. Called as [#encode] is, and only by who has seen that there is an
    /// [#itemHead()].
    ///
    /// @param items holds nothing but room for the head and, behind it, the items
    default void encodeItems(int id, Output items) {
        throw new UnsupportedOperationException();
    }

    /// The formats of one command's values, for protocols whose values say nothing of their kind, so that they can only be
    /// written and read by who knows the command.
    ///
    /// @return null where the connection's codec is the format, as it is for most
    /// @throws dev.parley.value.ValueException for a command that must be known and is not
    default @Nullable Formats formats(CommandName command) {
        return null;
    }

    /// What the wire answers to a call itself, such as what it knows of the other end.
    ///
    /// @return an end of the call; null where the other end is to be asked
    default Frame.@Nullable OfCall ownAnswer(Frame.Call call) {
        return null;
    }

    /// The services in which a client must have its place (those of `ServerBuilder.maxSessions` and `@Exclusive`) and be
    /// let in before it is greeted: [Frame.Hello] is only encoded then, and where that takes long, [Frame.Waiting] before.
    ///
    /// @return null for protocols whose clients are greeted at once, and whose calls wait
    default @Nullable Set<String> reserves() {
        return null;
    }

    /// What the protocol can say.
    default Abilities abilities() {
        return Abilities.ALL;
    }

    /// The codec of all values, where the protocol leaves no choice; null where its greetings tell, or the client decides.
    default @Nullable Codec onlyCodec() {
        return null;
    }

    /// Whether the protocol says that a result is a stream before its first item comes: it then encodes [Frame.Begins].
    default boolean announcesStreams() {
        return false;
    }

    /// Whether the protocol has calls that are not answered: one that is [told][Frame.Call#told()] is such a one, and over
    /// when it is sent.
    default boolean tells() {
        return false;
    }

    /// Whether the last [#decode] has left a call that it only hands on when the one before has been answered. Such a wire is
    /// asked to decode again, perhaps with no more bytes, when it has encoded the answer.
    default boolean waits() {
        return false;
    }

    /// Whether the client has been told to wait until it is admitted, and is to ask again: its silence shows that it is gone.
    default boolean isAskedAgain() {
        return false;
    }

    /// Whether a call has not been answered, so that one behind it would have to wait.
    default boolean isBusy() {
        return false;
    }
}
