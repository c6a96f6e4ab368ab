package dev.parley.testkit;

import dev.parley.ClientBuilder;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// The suite over zrpc. Its answers are kept, too, in a way of its own, which `ZrpcServerTest` shows.
@WithoutStreams
@WithoutCancelling
@WithoutGoodbye
@WithoutToldLimits
@PythonsErrors
@DescribesLess
@LeavesOut(because = "the server does not call", tests = "Callbacks")
@LeavesOut(because = "the protocol says the codec", tests = "Connections.aCodecThatBothEndsKnowIsUsed")
@LeavesOut(
        because = "zrpc describes less",
        tests = {
            "Describing.aServerNamesItsServicesExceptHiddenOnes",
            "Describing.hiddenServicesCanBeCalledAndAskedFor",
            "Interceptors.theServersInterceptorsStandAroundItsOwnServicesToo"
        })
@LeavesOut(
        because = "the service's name is not sent",
        tests = {
            "Interfaces.aServiceThatIsNotThereIsRefusedWithThoseThatAre",
            "Interfaces.commandsThatReturnNothingGiveNull",
            "Interfaces.aServiceMayHaveAnotherName",
            "Admission.onlySoManySessionsUseTheServer",
            "Describing.aServiceThatIsNotThereIsNotFound",
            "OneWays.theTellerHearsOfNoFailure"
        })
@LeavesOut(
        because = "a connection that is closed is not told why",
        tests = {
            "Limits.connectionsBeyondTheLimitAreRefused",
            "Limits.aRefusedClientCallsAgainWhenThereIsRoom",
            "PerConnection.aHookThatRefusesAPeerFailsItsCallsInItsWords"
        })
@LeavesOut(because = "it is, with the id that it had", tests = "Reconnecting.aCallThatMayHaveRunIsNotMadeAgain")
class ZrpcConformanceTest extends ForeignConformance {
    @TempDir Path folder;

    private int started;

    @Override
    protected String url() {
        return "zrpc+unix://" + folder.resolve("s" + ++started);
    }

    @Override
    protected void configure(ClientBuilder client) {
        client.retries(
                !group().equals("Shutdown")); // where they would ask again for the answers to calls that are lost
    }

    @Override
    protected boolean tellsWhatHasRun() {
        return false;
    }
}
