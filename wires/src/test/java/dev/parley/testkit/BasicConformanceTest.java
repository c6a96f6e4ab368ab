package dev.parley.testkit;

import dev.parley.Server;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/// What basic-socket-rpc can carry, it carries as our own wire does; both ends take numbers and types from a file. Tests of
/// streams, metadata, callbacks, deadlines at the server and cancelling, of null, negative and real numbers, maps and values
/// of any type, of arguments that are left out, and of errors, which it names as Python does, are not here. Nor are these groups:
/// Deadlines, which serves the same commands twice, while a number is one command's; Admission, which asks the server who waits,
/// while metadata is what the client knows (`BasicAdmissionTest` shows it); Describing, for the same reason (`BasicCommandsTest`);
/// WrongValues and OneWay, whose values and commands a client does not send that knows their types.
class BasicConformanceTest {
    @TempDir Path folder;

    private ConformanceSuite telling(String... commands) {
        return new ConformanceSuite() {
            private String query() {
                Path file = folder.resolve("commands");
                try {
                    if (!Files.exists(file)) { // clients read it again when they connect again
                        StringBuilder text = new StringBuilder();
                        for (int i = 0; i < commands.length; i++) {
                            text.append(i).append(' ').append(commands[i]).append('\n');
                        }
                        Files.writeString(file, text);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return "?commands=" + file;
            }

            @Override
            protected String url() {
                return "basic+tcp://127.0.0.1:0" + query();
            }

            @Override
            protected URI started(Server server) {
                return URI.create(server.urls().getFirst() + query());
            }

            @Override
            protected boolean tellsWhatHasRun() {
                return false;
            }
        };
    }

    @Nested
    class Numbers extends NumbersConformance {
        Numbers() {
            super(telling("bool(bool) -> bool"));
        }

        @Override
        void integersOfEveryWidthArriveUpToTheirBounds() {} // there are no negative numbers

        @Override
        void integersBeyondThePrecisionOfDoublesKeepEveryDigit() {} // there are no negative numbers

        @Override
        void integersOfAnySizeArrive() {} // there are no negative numbers

        @Override
        void boxedValuesArrive() {} // there are no negative numbers

        @Override
        void realNumbersKeepEveryBit() {} // there are no real numbers

        @Override
        void infinitiesAndNotANumberArrive() {} // there are no real numbers

        @Override
        void anIntegerWillDoWhereARealNumberIsExpected() {} // there are no real numbers

        @Override
        void decimalsKeepEveryDigitAndTheirScale() {} // there are no real numbers

        @Override
        void nullArrivesWhereItIsAllowed() {} // there is no null
    }

    @Nested
    class Texts extends TextsConformance {
        Texts() {
            super(
                    telling(
                            "character(string) -> string",
                            "text(string) -> string",
                            "characters(string) -> string",
                            "bytes(bytes) -> bytes",
                            "buffer(bytes) -> bytes",
                            "priority(string) -> string",
                            "uuid(string) -> string",
                            "uri(string) -> string",
                            "path(string) -> string"));
        }

        @Override
        void nullArrivesWhereItIsAllowed() {} // there is no null
    }

    @Nested
    class Times extends TimesConformance {
        Times() {
            super(
                    telling(
                            "instant(string) -> string",
                            "duration(string) -> string",
                            "date(string) -> string",
                            "moment(tuple("
                                    + "string, ".repeat(11)
                                    + "string)) -> tuple("
                                    + "string, ".repeat(11)
                                    + "string)"));
        }
    }

    @Nested
    class Containers extends ContainersConformance {
        Containers() {
            super(
                    telling(
                            "texts(array(string)) -> array(string)",
                            "numbers(array(uint32)) -> array(uint32)",
                            "collections(" + COLLECTIONS + ") -> " + COLLECTIONS));
        }

        @Override
        void arraysOfEveryKindArrive() {} // there are no real numbers

        @Override
        void emptyArraysArrive() {} // there are no real numbers

        @Override
        void nullArrivesInListsAndMaps() {} // there is no null

        @Override
        void mapsArriveInOrder() {} // there are no maps

        @Override
        void keysOfMapsMayBeAnything() {} // there are no maps

        @Override
        void optionalValuesArrivePresentAndEmpty() {} // there is no null

        @Override
        void anOptionalValueThatIsMissingOrNullIsEmpty() {} // there is no null
    }

    private static final String COLLECTIONS =
            "tuple(" + "array(string), ".repeat(7) + "array(array(tuple(uint32, uint32))))";

    private static final String ITEM = "tuple(tuple(string, string), uint32)";

    @Nested
    class Records extends RecordsConformance {
        Records() {
            super(
                    telling(
                            "pair(tuple(string, array(uint32))) -> tuple(string, array(uint32))",
                            "page(tuple(array("
                                    + ITEM
                                    + "), "
                                    + ITEM
                                    + ", uint32)) -> tuple(array("
                                    + ITEM
                                    + "), "
                                    + ITEM
                                    + ", uint32)"));
        }

        @Override
        void recordsWithinRecordsArrive() {} // there are no maps

        @Override
        void aRecordIsAMapOfItsComponents() {} // nothing says of what type a value is

        @Override
        void aRecordWithoutComponentsArrives() {} // a value takes a byte at least

        @Override
        void unknownFieldsAreSkipped() {} // all parts are always there

        @Override
        void plainClassesArriveWithTheirProperties() {} // they have no order

        @Override
        void aMissingPropertyKeepsItsValueAndOneThatIsNullBecomesNull() {} // they have no order

        @Override
        void theRecordsOfASealedTypeAreToldApart() {} // nothing says of what type a value is

        @Override
        void aRecordOfASealedTypeIsAMapWithATagBesideItsComponents() {} // nothing says of what type a value is

        @Override
        void theTagMayStandAnywhereInTheMap() {} // nothing says of what type a value is

        @Override
        void theKeyOfTheTagMayBeAnother() {} // nothing says of what type a value is

        @Override
        void typesThatContainThemselvesArrive() {} // types do not

        @Override
        void valuesNestedTooDeepAreRefused() {} // types do not contain themselves

        @Override
        void valuesOfAnyTypeArriveInPlainTerms() {} // nothing says of what type a value is

        @Override
        void integersAndRealNumbersOfAnyTypeAreToldApart() {} // nothing says of what type a value is

        @Override
        void aValueOfAnyTypeCanBeAskedForAsAClass() {} // nothing says of what type a value is
    }

    @Nested
    class LargeValues extends LargeValuesConformance {
        LargeValues() {
            super(
                    telling(
                            "echo(bytes) -> bytes",
                            "text(string) -> string",
                            "numbers(array(uint32)) -> array(uint32)",
                            "chunk(tuple(string, bytes)) -> tuple(string, bytes)",
                            "make(uint32) -> bytes"));
        }

        @Override
        void largeAndSmallFirstCallsPassAtOnce() {} // there are no negative numbers

        @Override
        void aSmallCallDoesNotWaitForLargeOnes() {} // messages cannot be cut

        @Override
        void anItemBeyondTheClientsLimitFailsTheStreamAfterThoseBefore() {} // there are no streams

        @Override
        void anItemBeyondTheServersLimitFailsTheCall() {} // there are no streams

        @Override
        void argumentsBeyondTheDefaultLimitAreRefused() {} // it ends the connection, as nobody says what is taken

        @Override
        void argumentsBeyondTheServersLimitAreRefusedByTheFirstCallAndLaterOnes() {} // it ends the connection

        @Override
        void resultsBeyondTheClientsLimitFailTheCall() {} // it ends the connection
    }

    @Nested
    class LimitsOfServers extends LimitsConformance {
        LimitsOfServers() {
            super(telling("echo(string) -> string", "gated(string) -> string"));
        }

        @Override
        void callsBeyondTheServersLimitAreRefused() {} // there is one at a time

        @Override
        void callsBeyondTheClientsLimitAreRefused() {} // there is one at a time

        @Override
        void moreCommandsCanBeCalledThanAConnectionHasNumbersFor() {} // commands that are not known cannot be called

        @Override
        void aRefusedClientCallsAgainWhenThereIsRoom() {} // it fails when it connects
    }

    @Nested
    class Running extends RunningConformance {
        Running() {
            super(
                    telling(
                            "isVirtual() -> bool",
                            "isFresh() -> bool",
                            "inline(string) -> string",
                            "inlineBytes(bytes) -> bytes",
                            "bytes(bytes) -> bytes"));
        }

        @Override
        void handlersMayWaitForEachOther() {} // there is one at a time

        @Override
        void inlineCommandsAnswerLikeOthers() {} // deadlines are not carried

        @Override
        void wrongArgumentsOfAnInlineCommandAreRefused() {} // there are no negative numbers
    }

    @Nested
    class Shutdown extends ShutdownConformance {
        Shutdown() {
            super(telling("echo(string) -> string", "waitForEver()", "slowToLeave()", "closeServer()"));
        }

        @Override
        void nobodyConnectsToAServerThatIsClosed() {} // the text names the URL without protocol and options

        @Override
        void manyCallsOfManyClientsFailWhenTheServerIsClosed() {} // there is one at a time

        @Override
        void streamsInFlightFailAfterTheItemsThatCameWhenTheServerIsClosed() {} // there are no streams

        @Override
        void theStreamOfArgumentsIsStoppedWhenTheServerIsClosed() {} // there are no streams

        @Override
        void closingAClientLeavesTheOthersAlone() {} // there is one at a time

        @Override
        void aClientThatIsGoneLeavesNothingBehind() {} // there are no streams
    }

    @Nested
    class PerConnection extends PerConnectionConformance {
        PerConnection() {
            super(telling("put(string) -> uint32", "hold() -> string"));
        }

        @Override
        void aFactoryThatFailsFailsTheCall() {} // callers do not hear that it has not run

        @Override
        void aHookThatRefusesAPeerFailsItsCallsInItsWords() {} // Python's name for it stands before them

        @Override
        void callsWaitUntilTheHookHasLetTheirPeerIn() {} // the client itself waits
    }

    @Nested
    class Reconnecting extends ReconnectingConformance {
        Reconnecting() {
            super(telling("name() -> string", "slowly() -> string"));
        }

        @Override
        void callsThatRunGoOnWhileTheNextServerTakesTheNewOnes() {} // one call at a time on a connection

        @Override
        void aStreamUnderWayIsFinishedByAServerThatDrains() {} // there are no streams
    }

    @Nested
    class Concurrency extends ConcurrencyConformance {
        Concurrency() {
            super(
                    telling(
                            "add(uint32, uint32) -> uint32",
                            "echo(tuple(text: string, number: uint32)) -> tuple(text: string, number: uint32)",
                            "bytes(bytes) -> bytes",
                            "fail(string)",
                            "later(uint32) -> uint32"));
        }

        @Override
        boolean streams() {
            return false;
        }

        @Override
        int threads() {
            return 16; // they take turns
        }

        @Override
        void handlersOfOneConnectionRunAtOnce() {} // there is one at a time
    }

    @Nested
    class Interfaces extends InterfacesConformance {
        Interfaces() {
            super(
                    telling(
                            "add(string) -> uint32",
                            "keep(tuple(text: string, number: uint32)) -> tuple(text: string, number: uint32)",
                            "all() -> array(tuple(text: string, number: uint32))",
                            "delete-all()",
                            "future(string) -> string",
                            "nothing()",
                            "failing() -> string",
                            "plain(string) -> string"));
        }

        @Override
        void commandsOfSuperclassesAreServedAndUnmarkedMethodsAreNot() {} // commands that are not known cannot be

        // called

        @Override
        void aServiceThatIsNotThereIsRefusedWithThoseThatAre() {} // the service's name is not sent

        @Override
        void commandsThatReturnNothingGiveNull() {} // both ends know the type of the result

        @Override
        void aServiceMayHaveAnotherName() {} // numbers are the server's: two services cannot have the same
    }

    @Nested
    class Interceptors extends InterceptorsConformance {
        Interceptors() {
            super(telling("upper(text: string) -> string", "flaky(uint32) -> string", "waitForEver()"));
        }

        @Override
        void theServersInterceptorsStandAroundItsOwnServicesToo() {} // metadata is what the client knows

        @Override
        void anInterceptorOfTheServerMayRefuseACall() {} // Python has another name for it

        @Override
        void unknownCommandsDoNotReachTheInterceptors() {} // commands that are not known cannot be called

        @Override
        void aClientsInterceptorMaySetTheDeadline() {} // the handler is not told of a deadline

        @Override
        void anInterceptorSeesTheCall() {} // the handler is not told of a deadline

        @Override
        void aStreamCanBeReplaced() {} // there are no streams

        @Override
        void aServersInterceptorSeesTheStreamOfArguments() {} // there are no streams
    }

    @Nested
    class Listeners extends ListenersConformance {
        Listeners() {
            super(telling("echo(string) -> string", "fail()", "waitForEver()"));
        }

        @Override
        void aListenerHearsOfCallsAndHowTheyEnd() {} // wrong values and unknown commands are not sent

        @Override
        void aStreamEndsItsCallWithItsLastItem() {} // there are no streams

        @Override
        void aListenerThatThrowsHarmsNobody() {} // there are no streams
    }

    @Nested
    class Connections extends ConnectionsConformance {
        Connections() {
            super(telling("echo(string) -> string", "waitForEver()"));
        }

        @Override
        void aClientThatSendsNonsenseAfterItsGreetingIsToldWhyAndCutOff() {} // what is said is our own protocol

        @Override
        void aClientThatFallsSilentIsAskedAndCutOff() {} // what is said is our own protocol

        @Override
        void aSilentClientThatAnswersIsKept() {} // what is said is our own protocol

        @Override
        void aClientThatDoesNotReadIsCutOffInTheEnd() {} // what is said is our own protocol

        @Override
        void aServerThatSaysNothingFailsItsCallers() {} // what is said is our own protocol

        @Override
        void aServerThatFallsSilentFailsItsCallers() {} // what is said is our own protocol

        @Override
        void aServerThatSendsNonsenseFailsItsCallers() {} // what is said is our own protocol

        @Override
        void aCodecThatTheServerDoesNotKnowIsRefused() {} // no codec is spoken
    }

    @Nested
    class Authentication extends AuthenticationConformance {
        Authentication() {
            super(telling("read() -> string", "destroy() -> string", "check() -> string", "watch() -> string"));
        }

        @Override
        void aTokenLetsIn() {} // there is no metadata

        @Override
        void eachCallIsOfWhoSendsItsToken() {} // there is no metadata

        @Override
        void aWrongTokenLetsNobodyIn() {} // there is no metadata

        @Override
        void norDoesItForStreams() {} // there is no metadata

        @Override
        void handlersAndInterceptorsSeeNoToken() {} // there is no metadata

        @Override
        void anOpenHealthCheckSeesNoTokenEither() {} // there is no metadata

        @Override
        void nobodyComesInWithoutAToken() {} // Python has one name for this and for what roles do not allow

        @Override
        void aHealthCheckMayBeOpenAndNothingElse() {} // Python has one name for this and for what roles do not allow

        @Override
        void norDoesHeForStreams() {} // there are no streams

        @Override
        void theyHoldForStreamsToo() {} // there are no streams
    }
}
