package dev.parley.wire;

/// What a protocol can say. The session makes up for the rest, as `docs/wires.md` tells.
///
/// @param multiplexes whether several calls may be in flight; else each waits for the answer to the one before
/// @param cancels whether calls can be given up; else their answers are ignored, and where they cannot be told apart the
///     connection is closed
/// @param credits whether receivers of streams grant how much may be sent; else they stop reading while they have enough
/// @param pings whether a silent peer can be asked if it lives
/// @param streams whether arguments and results can be streams; else such calls fail before they are made or run
/// @param callsBack whether the end that was connected to can call the other, too; else such calls fail before they are made
/// @param metadata whether calls carry metadata; else it is left out
public record Abilities(
        boolean multiplexes,
        boolean cancels,
        boolean credits,
        boolean pings,
        boolean streams,
        boolean callsBack,
        boolean metadata,
        Greeting greeting) {
    /// Those of our own wire.
    public static final Abilities ALL = new Abilities(true, true, true, true, true, true, true, Greeting.OF_CLIENT);

    /// Those of a protocol that has streams, while one end alone calls, without metadata.
    public Abilities(boolean multiplexes, boolean cancels, boolean credits, boolean pings, Greeting greeting) {
        this(multiplexes, cancels, credits, pings, true, false, false, greeting);
    }

    /// Who says which codec is spoken.
    public enum Greeting {
        /// The client does, and calls at once.
        OF_CLIENT,
        /// The server does, and the client waits for it.
        OF_SERVER,
        /// Nobody, and no greeting is waited for: the wire knows it, or else it is the client's.
        NONE
    }
}
