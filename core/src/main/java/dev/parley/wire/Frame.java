package dev.parley.wire;

import dev.parley.Code;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// One thing that one end says to the other. Calls are numbered by the end that makes them: the end that opened the
/// connection uses odd ids, the other even ones, so that a frame's id tells whose call it belongs to.
public sealed interface Frame {
    /// Whatever belongs to one call.
    sealed interface OfCall extends Frame {
        /// The call's number.
        int id();
    }

    /// A frame of a call that may carry a value.
    sealed interface Carrier extends OfCall {
        /// The value; null where it carries none.
        @Nullable Encoded body();

        /// The same with another part of the value.
        Carrier withBody(Encoded body);

        /// The same of another call.
        Carrier withId(int other);
    }

    /// The first thing that each end says.
    ///
    /// @param codec the name of the codec that all values on this connection are in
    /// @param name who speaks, for logs and metadata; may be empty
    /// @param maxMessage the largest value in bytes that this end takes
    /// @param window the bytes of items of a stream that this end takes before it grants more
    /// @param maxCalls how many calls this end lets be in flight at once
    /// @param id from the end that connects, a name for this connection that no other has; from the other, one for itself that
    ///     it has as long as it lives; empty for none
    /// @param keepsAnswers whether this end, asked to run a call that it has run before, gives the answer again
    record Hello(String codec, String name, int maxMessage, int window, int maxCalls, String id, boolean keepsAnswers)
            implements Frame {
        public Hello(String codec, String name, int maxMessage, int window, int maxCalls) {
            this(codec, name, maxMessage, window, maxCalls, "", false);
        }

        /// What is taken for the greeting of a peer whose protocol has none.
        public static Hello unsaid(String codec) {
            return new Hello(codec, "", Integer.MAX_VALUE, 0, Integer.MAX_VALUE);
        }
    }

    /// A command is to be run.
    ///
    /// @param remaining nanoseconds until the caller stops waiting; 0 for no deadline
    /// @param soft whether `remaining` is only what the caller takes by default, so that the command's own deadline counts
    /// @param streams whether [Item]s follow, ended by [End]
    /// @param place which argument the stream is, as far as the caller has said
    /// @param told whether nobody wants to hear what becomes of it, so that it outlives its connection; see [Wire#tells()]
    /// @param body the arguments: a list of positional ones or a map of named ones; where `mixed`, a list of such a
    ///     list and such a map
    record Call(
            int id,
            CommandName command,
            long remaining,
            boolean soft,
            Map<String, String> metadata,
            boolean streams,
            boolean mixed,
            Encoded body,
            Place place,
            boolean told)
            implements Carrier {
        /// Metadata that tells which call this one repeats, perhaps on another connection: the name of the connection that it
        /// was first made on, as of [Hello], a colon, its number there.
        public static final String REPEATS = "parley-repeats";

        public Call(
                int id,
                CommandName command,
                long remaining,
                boolean soft,
                Map<String, String> metadata,
                boolean streams,
                boolean mixed,
                Encoded body) {
            this(id, command, remaining, soft, metadata, streams, mixed, body, Place.FIRST, false);
        }

        @Override
        public Call withBody(Encoded part) {
            return new Call(id, command, remaining, soft, metadata, streams, mixed, part, place, told);
        }

        @Override
        public Call withId(int other) {
            return new Call(other, command, remaining, soft, metadata, streams, mixed, body, place, told);
        }
    }

    /// Where among the arguments the stream stands, for protocols that must say it; ours does not.
    ///
    /// @param position among those by position, the stream among them
    /// @param name where it goes by name; else empty
    record Place(int position, String name) {
        /// Where nothing was said.
        public static final Place FIRST = new Place(0, "");
    }

    /// An item of a stream, or several: of the arguments' stream when the caller says it, else of the result's.
    ///
    /// @param body the item's value; where the wire [joins items][Wire#joinsItems()], perhaps more values behind it
    record Item(int id, Encoded body) implements Carrier {
        @Override
        public Item withBody(Encoded part) {
            return new Item(id, part);
        }

        @Override
        public Item withId(int other) {
            return new Item(other, body);
        }
    }

    /// A stream has ended in order. From the callee, it ends the call, too.
    ///
    /// @param metadata from the callee; empty from the caller
    record End(int id, Map<String, String> metadata) implements OfCall {}

    /// The value that a call ends with.
    ///
    /// @param body null for a command that returns nothing
    record Result(int id, Map<String, String> metadata, @Nullable Encoded body) implements Carrier {
        @Override
        public Result withBody(Encoded part) {
            return new Result(id, metadata, part);
        }

        @Override
        public Result withId(int other) {
            return new Result(other, metadata, body);
        }
    }

    /// A call has failed; it is over. From the caller: its stream of arguments has failed, and so will the call.
    ///
    /// @param type the error's name, such as `QuotaExceeded`; may be empty
    /// @param ran whether the command may have run (false: it surely has not)
    /// @param trace the stack trace where the server tells it, else empty
    /// @param body details, whatever the error brings along
    record Failure(
            int id,
            Code code,
            String type,
            String message,
            boolean ran,
            String trace,
            Map<String, String> metadata,
            @Nullable Encoded body)
            implements Carrier {
        private static final int LONGEST_TYPE = 255;
        private static final int LONGEST_MESSAGE = 8 << 10;
        private static final int LONGEST_TRACE = 16 << 10;

        /// Texts are cut so that they fit into a frame together, and made such as UTF-8 can carry: whatever went wrong, it can
        /// be said.
        public Failure {
            type = cut(whole(type), LONGEST_TYPE);
            message = cut(whole(message), LONGEST_MESSAGE);
            trace = cut(whole(trace), LONGEST_TRACE);
        }

        /// Whether there is no such service or command. Not so where the command ran, and failed as it called one that another
        /// server does not have.
        public boolean isUnknown() {
            return !ran && (type.equals("UnknownService") || type.equals("UnknownCommand"));
        }

        /// The text with U+FFFD in the place of each half of a surrogate pair whose other half is missing.
        private static String whole(String text) {
            if (text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
                return text;
            }
            int[] points =
                    text.codePoints().map(c -> Character.getType(c) == Character.SURROGATE ? 0xFFFD : c).toArray();
            return new String(points, 0, points.length);
        }

        /// The text, or as much of it as surely fits into so many bytes of UTF-8.
        private static String cut(String text, int bytes) {
            if (text.length() <= bytes / 3 || text.getBytes(StandardCharsets.UTF_8).length <= bytes) {
                return text;
            }
            int end = bytes / 3 - 1;
            return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
        }

        @Override
        public Failure withBody(Encoded part) {
            return new Failure(id, code, type, message, ran, trace, metadata, part);
        }

        @Override
        public Failure withId(int other) {
            return new Failure(other, code, type, message, ran, trace, metadata, body);
        }
    }

    /// From the caller: the call is of no interest any more. From the callee: the stream of arguments is not.
    record Cancel(int id) implements OfCall {}

    /// The other end may send so many more bytes of items.
    record Credit(int id, int bytes) implements OfCall {}

    /// The next part of a value that began in another frame. Only wires that can cut values know it; they put the parts
    /// together themselves, so that it is never received.
    ///
    /// @param part null where the sender gives the message up: the receiver forgets what it has of it
    record More(int id, @Nullable Encoded part) implements OfCall {}

    /// Something that belongs to a call came, but was too large or made no sense; the connection goes on. Only received.
    ///
    /// @param code [Code#RESOURCE_EXHAUSTED] or [Code#INVALID_ARGUMENT]
    record Refused(int id, Code code, String message) implements OfCall {}

    /// Are you there? Answered by [Pong] with the same number.
    record Ping(long number) implements Frame {}

    record Pong(long number) implements Frame {}

    /// Bytes of the protocol's own that the wire itself wants to say, such as greetings. Only received; sent back as they are.
    ///
    /// @param delayNanos how long to wait before
    @SuppressWarnings("ArrayRecordComponent") // equality is never asked
    record Said(byte[] bytes, long delayNanos) implements Frame {}

    /// The result is a stream, of which no item has come yet. Only sent, where the wire [wants it][Wire#announcesStreams()].
    record Begins(int id) implements OfCall {}

    /// The call waits to be admitted. From a server that has not greeted yet: so does the client. Our own wire does not say it.
    ///
    /// @param id 0 for none
    record Waiting(int id) implements Frame {}

    /// This end takes no more calls: those it has not answered with an id above `last` have not run.
    ///
    /// @param last the highest call id that it has taken; -1 for none
    /// @param code why, when the connection is closed for an error
    /// @param message the same in words
    record GoAway(int last, @Nullable Code code, String message) implements Frame {}
}
