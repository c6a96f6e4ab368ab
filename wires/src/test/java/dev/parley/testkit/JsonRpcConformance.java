package dev.parley.testkit;

/// The suite over JSON-RPC.
@WithoutStreams
@WithoutCancelling
@WithoutGoodbye
@WithoutGreeting
@WithoutToldLimits
@LeavesOut(because = "the protocol says the codec", tests = "Connections.aCodecThatBothEndsKnowIsUsed")
@LeavesOut(
        because = "arguments are given one way",
        tests = {
            "Arguments.argumentsAreGivenByPositionAndByName",
            "Arguments.argumentsGivenTwiceAreRefused",
            "Arguments.interfacesGiveTheRestAsTheyDeclareIt",
            "Arguments.theRestByNameIsCollected"
        })
@LeavesOut(because = "it looks for another URL", tests = "Shutdown.nobodyConnectsToAServerThatIsClosed")
abstract class JsonRpcConformance extends ForeignConformance {}
