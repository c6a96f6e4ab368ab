package dev.parley.testkit;

import dev.parley.ServerBuilder;

/// The suite over snekrpc.
@OneCallAtATime
@WithoutGoodbye
@PythonsErrors
@DescribesLess
@LeavesOut(because = "the server does not call", tests = "Callbacks")
@LeavesOut(because = "the server says the codec", tests = "Connections.aCodecThatBothEndsKnowIsUsed")
@LeavesOut(because = "snekrpc describes less", tests = "Describing.aServerTellsItsState")
@LeavesOut(
        because = "an unknown service is told in Python's words",
        tests = {
            "Interfaces.aServiceThatIsNotThereIsRefusedWithThoseThatAre",
            "Describing.aServiceThatIsNotThereIsNotFound"
        })
@LeavesOut(
        because = "the caller cannot be told before the answer",
        tests = "ClosedStreams.aHandlerThatClosesItsStreamAndGoesOnStopsTheCallersStream")
@LeavesOut(
        because = "a call that is given up takes its connection along",
        tests = {
            "Deadlines.anAnswerJustInTimeOrTooLateIsOneOfTheTwo", // and the next has no time to make one
            "LargeValues.anItemBeyondTheClientsLimitFailsTheStreamAfterThoseBefore",
            "Concurrency.manyClientsCallAtOnce",
            "Concurrency.manyConnectionsCarryTheCallsOfOneClient"
        })
@LeavesOut(
        because = "a message may be 4 KiB longer",
        tests = {
            "LargeValues.argumentsBeyondTheServersLimitAreRefusedByTheFirstCallAndLaterOnes",
            "LargeValues.resultsBeyondTheClientsLimitFailTheCall"
        })
@LeavesOut(
        because = "nothing is said before the client speaks",
        tests = {"Limits.connectionsBeyondTheLimitAreRefused", "Limits.aRefusedClientCallsAgainWhenThereIsRoom"})
@LeavesOut(
        because = "one call at a time on a connection",
        tests = "Running.inlineCommandsAreAnsweredWhileTheConnectionIsBusy")
abstract class SnekConformance extends ForeignConformance {
    /// The codec, which is the server's.
    abstract String speaks();

    @Override
    protected void configure(ServerBuilder server) {
        server.onlyCodecs(speaks());
    }

    @Override
    protected boolean tellsWhatHasRun() {
        return false;
    }

    @Override
    int threads() {
        return 16; // they take turns, each a wake-up or four, and each tenth call costs its connection
    }
}
