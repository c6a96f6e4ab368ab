package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/// What a protocol of others can carry, it carries as our own wire does. Each subclass names what its protocol cannot say, where
/// others cannot either by an annotation that they share; what none of them can is named here.
@LeavesOut(
        because = "what is said is our own protocol",
        tests = {
            "Connections.aClientThatSendsNonsenseAfterItsGreetingIsToldWhyAndCutOff",
            "Connections.aClientThatFallsSilentIsAskedAndCutOff",
            "Connections.aSilentClientThatAnswersIsKept",
            "Connections.aClientThatDoesNotReadIsCutOffInTheEnd",
            "Connections.aServerThatSaysNothingFailsItsCallers",
            "Connections.aServerThatFallsSilentFailsItsCallers",
            "Connections.aServerThatSendsNonsenseFailsItsCallers",
            "KeptAnswers"
        })
@LeavesOut(because = "messages cannot be cut", tests = "LargeValues.aSmallCallDoesNotWaitForLargeOnes")
@LeavesOut(
        because = "the client does not choose the codec",
        tests = "Connections.aCodecThatTheServerDoesNotKnowIsRefused")
@LeavesOut(
        because = "calls carry no metadata",
        tests = {
            "Metadata.aServersInterceptorMayReadMetadataAndReply",
            "Metadata.aClientsInterceptorMayAddMetadata",
            "Metadata.aClientMayHaveMetadataForAllItsCalls",
            "Metadata.metadataWithoutAValueIsRefused",
            "Metadata.metadataMayBeAsLongAsItsLimit",
            "Metadata.moreMetadataThanTheServersLimitIsRefused",
            "Metadata.replyMetadataArrivesAtTheCaller",
            "Metadata.metadataKeepsItsOrderBothWays",
            "Metadata.metadataArrivesAtTheHandler",
            "Metadata.replyMetadataArrivesWithAFailure",
            "Metadata.metadataArrivesWithStreams",
            "OneWays.namedArgumentsAndMetadataAreTold",
            "Authentication.aTokenLetsIn",
            "Authentication.eachCallIsOfWhoSendsItsToken",
            "Authentication.aWrongTokenLetsNobodyIn",
            "Authentication.norDoesItForStreams",
            "Authentication.handlersAndInterceptorsSeeNoToken",
            "Authentication.anOpenHealthCheckSeesNoTokenEither"
        })
@LeavesOut(
        because = "the handler is not told of a deadline",
        tests = {
            "Deadlines.aThreadThatHasCalledOftenIsNotKeptBeyondItsDeadline",
            "Deadlines.theShortestDeadlineIsOne",
            "Deadlines.theHandlerSeesHowMuchTimeIsLeft",
            "Deadlines.aClientMayHaveADefault",
            "Deadlines.callsHaveThirtySecondsUnlessSomebodySaysOtherwise",
            "Deadlines.callsWithStreamsHaveAsLongAsTheyLikeUnlessSomebodySaysOtherwise",
            "Deadlines.aCommandOfAnInterfaceMayHaveItsOwnDeadline",
            "Deadlines.callsThatTheHandlerMakesHaveNoMoreTimeThanItsOwn",
            "Interceptors.aClientsInterceptorMaySetTheDeadline",
            "Interceptors.anInterceptorSeesTheCall",
            "Running.inlineCommandsAnswerLikeOthers"
        })
abstract class ForeignConformance extends ConformanceSuite {
    private String group;

    @BeforeAll
    static void whatIsLeftOutIsThere(TestInfo test) {
        Class<?> suite = test.getTestClass().orElseThrow();
        assertThat(LeftOut.unknown(suite))
                .as("groups and tests that %s leaves out and that are not there", suite.getSimpleName())
                .isEmpty();
    }

    @BeforeEach
    void noteGroup(TestInfo test) {
        group = test.getTestClass().orElseThrow().getSimpleName();
    }

    @Override
    boolean streams() {
        return !LeftOut.of(getClass()).contains("ResultStreams");
    }

    /// The name of the group that the running test is in.
    String group() {
        return group;
    }
}
