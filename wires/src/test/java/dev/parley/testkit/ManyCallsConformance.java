package dev.parley.testkit;

import org.junit.jupiter.api.Nested;

/// What protocols have in common that carry many calls at once, but neither streams, deadlines nor metadata, and cannot say that
/// a call is given up.
abstract class ManyCallsConformance {
    abstract ConformanceSuite suite();

    @Nested
    class Concurrency extends ConcurrencyConformance {
        Concurrency() {
            super(ManyCallsConformance.this.suite());
        }

        @Override
        boolean streams() {
            return false;
        }
    }

    @Nested
    class Deadlines extends DeadlinesConformance {
        Deadlines() {
            super(ManyCallsConformance.this.suite());
        }

        @Override
        void aCallThatTakesTooLongFailsAndItsHandlerIsInterrupted() {} // the handler is not told of a deadline

        @Override
        void aVirtualThreadsCallThatTakesTooLongFails() {} // the handler is not told of a deadline

        @Override
        void aThreadThatHasCalledOftenIsNotKeptBeyondItsDeadline() {} // the handler is not told of a deadline

        @Override
        void aFutureFailsWhenItsCallTakesTooLong() {} // the handler is not told of a deadline

        @Override
        void aHandlerThatComputesSeesThatItsTimeIsUp() {} // the handler is not told of a deadline

        @Override
        void theShortestDeadlineIsOne() {} // the handler is not told of a deadline

        @Override
        void theHandlerSeesHowMuchTimeIsLeft() {} // the handler is not told of a deadline

        @Override
        void aClientMayHaveADefault() {} // the handler is not told of a deadline

        @Override
        void callsHaveThirtySecondsUnlessSomebodySaysOtherwise() {} // the handler is not told of a deadline

        @Override
        void aCommandOfAnInterfaceMayHaveItsOwnDeadline() {} // the handler is not told of a deadline

        @Override
        void callsThatTheHandlerMakesEndWithItsOwn() {} // the handler is not told of a deadline

        @Override
        void callsThatTheHandlerMakesHaveNoMoreTimeThanItsOwn() {} // the handler is not told of a deadline

        @Override
        void aStreamThatTakesTooLongFailsAfterTheItemsBefore() {} // there are no streams

        @Override
        void theStreamOfArgumentsIsStoppedAtTheDeadline() {} // there are no streams

        @Override
        void callsWithStreamsHaveAsLongAsTheyLikeUnlessSomebodySaysOtherwise() {} // there are no streams
    }

    @Nested
    class Metadata extends MetadataConformance {
        Metadata() {
            super(ManyCallsConformance.this.suite());
        }

        @Override
        void aServersInterceptorMayReadMetadataAndReply() {} // calls carry no metadata

        @Override
        void aClientsInterceptorMayAddMetadata() {} // calls carry no metadata

        @Override
        void aClientMayHaveMetadataForAllItsCalls() {} // calls carry no metadata

        @Override
        void metadataMayBeAsLongAsItsLimit() {} // calls carry no metadata

        @Override
        void moreMetadataThanTheServersLimitIsRefused() {} // calls carry no metadata

        @Override
        void replyMetadataArrivesAtTheCaller() {} // calls carry no metadata

        @Override
        void metadataKeepsItsOrderBothWays() {} // calls carry no metadata

        @Override
        void metadataArrivesAtTheHandler() {} // calls carry no metadata

        @Override
        void replyMetadataArrivesWithAFailure() {} // calls carry no metadata

        @Override
        void metadataArrivesWithStreams() {} // calls carry no metadata

        @Override
        void metadataWithoutAValueIsRefused() {} // calls carry no metadata
    }

    @Nested
    class Listeners extends ListenersConformance {
        Listeners() {
            super(ManyCallsConformance.this.suite());
        }

        @Override
        void aStreamEndsItsCallWithItsLastItem() {} // there are no streams

        @Override
        void aCancelledCallEndsAtBothEnds() {} // the handler is not told that a call is given up

        @Override
        void aListenerThatThrowsHarmsNobody() {} // there are no streams
    }

    /// Without the tests of tokens; its subclasses say what else they leave out.
    abstract class AuthenticationWithoutTokens extends AuthenticationConformance {
        AuthenticationWithoutTokens() {
            super(ManyCallsConformance.this.suite());
        }

        @Override
        void aTokenLetsIn() {} // calls carry no metadata

        @Override
        void eachCallIsOfWhoSendsItsToken() {} // calls carry no metadata

        @Override
        void aWrongTokenLetsNobodyIn() {} // calls carry no metadata

        @Override
        void norDoesItForStreams() {} // calls carry no metadata

        @Override
        void handlersAndInterceptorsSeeNoToken() {} // calls carry no metadata

        @Override
        void anOpenHealthCheckSeesNoTokenEither() {} // calls carry no metadata

        @Override
        void norDoesHeForStreams() {} // there are no streams

        @Override
        void theyHoldForStreamsToo() {} // there are no streams
    }
}
