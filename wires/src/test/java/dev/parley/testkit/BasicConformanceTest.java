package dev.parley.testkit;

import dev.parley.Server;

import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The suite over basic-socket-rpc, whose both ends take numbers and types of commands from a file.
@OneCallAtATime
@WithoutStreams
@WithoutToldLimits
@PythonsErrors
@LeavesOut(because = "the server does not call", tests = "Callbacks")
@LeavesOut(because = "calls cannot be cancelled", tests = "Cancelling")
@LeavesOut(because = "calls carry no metadata", tests = "Metadata")
@LeavesOut(because = "errors are Python's", tests = "Errors")
@LeavesOut(because = "all arguments are always there", tests = "Arguments")
@LeavesOut(because = "the same command is served twice, while a number is one command's", tests = "Deadlines")
@LeavesOut(
        because = "a client that knows the types sends no such values and commands",
        tests = {"WrongValues", "OneWays", "Listeners.aListenerHearsOfCallsAndHowTheyEnd"})
@LeavesOut(
        because = "metadata is what the client knows", // BasicAdmissionTest and BasicCommandsTest show what there is
        tests = {"Admission", "Describing", "Interceptors.theServersInterceptorsStandAroundItsOwnServicesToo"})
@LeavesOut(
        because = "commands that are not known cannot be called",
        tests = {
            "Interfaces.commandsOfSuperclassesAreServedAndUnmarkedMethodsAreNot",
            "Interceptors.unknownCommandsDoNotReachTheInterceptors",
            "Limits.moreCommandsCanBeCalledThanAConnectionHasNumbersFor"
        })
@LeavesOut(
        because = "there are no negative numbers",
        tests = {
            "Numbers.integersOfEveryWidthArriveUpToTheirBounds",
            "Numbers.integersBeyondThePrecisionOfDoublesKeepEveryDigit",
            "Numbers.integersOfAnySizeArrive",
            "Numbers.boxedValuesArrive",
            "LargeValues.largeAndSmallFirstCallsPassAtOnce",
            "Running.wrongArgumentsOfAnInlineCommandAreRefused"
        })
@LeavesOut(
        because = "there are no real numbers",
        tests = {
            "Numbers.realNumbersKeepEveryBit",
            "Numbers.infinitiesAndNotANumberArrive",
            "Numbers.anIntegerWillDoWhereARealNumberIsExpected",
            "Numbers.decimalsKeepEveryDigitAndTheirScale",
            "Containers.arraysOfEveryKindArrive",
            "Containers.emptyArraysArrive"
        })
@LeavesOut(
        because = "there is no null",
        tests = {
            "Numbers.nullArrivesWhereItIsAllowed",
            "Texts.nullArrivesWhereItIsAllowed",
            "Containers.nullArrivesInListsAndMaps",
            "Containers.optionalValuesArrivePresentAndEmpty",
            "Containers.anOptionalValueThatIsMissingOrNullIsEmpty"
        })
@LeavesOut(
        because = "there are no maps",
        tests = {
            "Containers.mapsArriveInOrder",
            "Containers.keysOfMapsMayBeAnything",
            "Records.recordsWithinRecordsArrive"
        })
@LeavesOut(
        because = "nothing says of what type a value is",
        tests = {
            "Records.aRecordIsAMapOfItsComponents",
            "Records.theRecordsOfASealedTypeAreToldApart",
            "Records.aRecordOfASealedTypeIsAMapWithATagBesideItsComponents",
            "Records.theTagMayStandAnywhereInTheMap",
            "Records.theKeyOfTheTagMayBeAnother",
            "Records.valuesOfAnyTypeArriveInPlainTerms",
            "Records.integersAndRealNumbersOfAnyTypeAreToldApart",
            "Records.aValueOfAnyTypeCanBeAskedForAsAClass"
        })
@LeavesOut(
        because = "types do not contain themselves",
        tests = {"Records.typesThatContainThemselvesArrive", "Records.valuesNestedTooDeepAreRefused"})
@LeavesOut(
        because = "properties of plain classes have no order",
        tests = {
            "Records.plainClassesArriveWithTheirProperties",
            "Records.aMissingPropertyKeepsItsValueAndOneThatIsNullBecomesNull"
        })
@LeavesOut(because = "all parts are always there", tests = "Records.unknownFieldsAreSkipped")
@LeavesOut(because = "a value takes a byte at least", tests = "Records.aRecordWithoutComponentsArrives")
@LeavesOut(because = "both ends know the type of the result", tests = "Interfaces.commandsThatReturnNothingGiveNull")
@LeavesOut(
        because = "the service's name is not sent",
        tests = "Interfaces.aServiceThatIsNotThereIsRefusedWithThoseThatAre")
@LeavesOut(
        because = "numbers are the server's: two services cannot have the same",
        tests = "Interfaces.aServiceMayHaveAnotherName")
@LeavesOut(because = "it fails when it connects", tests = "Limits.aRefusedClientCallsAgainWhenThereIsRoom")
@LeavesOut(
        because = "the text names the URL without protocol and options",
        tests = "Shutdown.nobodyConnectsToAServerThatIsClosed")
@LeavesOut(because = "callers do not hear that it has not run", tests = "PerConnection.aFactoryThatFailsFailsTheCall")
@LeavesOut(
        because = "Python's name for it stands before its words",
        tests = "PerConnection.aHookThatRefusesAPeerFailsItsCallsInItsWords")
@LeavesOut(because = "the client itself waits", tests = "PerConnection.callsWaitUntilTheHookHasLetTheirPeerIn")
class BasicConformanceTest extends ForeignConformance {
    private static final String COLLECTIONS =
            "tuple(" + "array(string), ".repeat(7) + "array(array(tuple(uint32, uint32))))";

    private static final String ITEM = "tuple(tuple(string, string), uint32)";

    private static final String PAGE = "tuple(array(" + ITEM + "), " + ITEM + ", uint32)";

    private static final String MOMENT = "tuple(" + "string, ".repeat(11) + "string)";

    private static final String NOTE = "tuple(text: string, number: uint32)";

    @TempDir Path folder;

    private static List<String> commands(String group) {
        return switch (group) {
            case "Numbers" -> List.of("bool(bool) -> bool");
            case "Texts" ->
                    List.of(
                            "character(string) -> string",
                            "text(string) -> string",
                            "characters(string) -> string",
                            "bytes(bytes) -> bytes",
                            "buffer(bytes) -> bytes",
                            "priority(string) -> string",
                            "uuid(string) -> string",
                            "uri(string) -> string",
                            "path(string) -> string");
            case "Times" ->
                    List.of(
                            "instant(string) -> string",
                            "duration(string) -> string",
                            "date(string) -> string",
                            "moment(" + MOMENT + ") -> " + MOMENT);
            case "Containers" ->
                    List.of(
                            "texts(array(string)) -> array(string)",
                            "numbers(array(uint32)) -> array(uint32)",
                            "collections(" + COLLECTIONS + ") -> " + COLLECTIONS);
            case "Records" ->
                    List.of(
                            "pair(tuple(string, array(uint32))) -> tuple(string, array(uint32))",
                            "page(" + PAGE + ") -> " + PAGE);
            case "LargeValues" ->
                    List.of(
                            "echo(bytes) -> bytes",
                            "text(string) -> string",
                            "numbers(array(uint32)) -> array(uint32)",
                            "chunk(tuple(string, bytes)) -> tuple(string, bytes)",
                            "make(uint32) -> bytes");
            case "Limits" -> List.of("echo(string) -> string", "gated(string) -> string");
            case "Running" ->
                    List.of(
                            "isVirtual() -> bool",
                            "isFresh() -> bool",
                            "inline(string) -> string",
                            "inlineBytes(bytes) -> bytes",
                            "bytes(bytes) -> bytes");
            case "Shutdown" -> List.of("echo(string) -> string", "waitForEver()", "slowToLeave()", "closeServer()");
            case "PerConnection" -> List.of("put(string) -> uint32", "hold() -> string");
            case "Reconnecting" -> List.of("name() -> string", "slowly() -> string");
            case "Concurrency" ->
                    List.of(
                            "add(uint32, uint32) -> uint32",
                            "echo(" + NOTE + ") -> " + NOTE,
                            "bytes(bytes) -> bytes",
                            "fail(string)",
                            "later(uint32) -> uint32");
            case "Interfaces" ->
                    List.of(
                            "add(string) -> uint32",
                            "keep(" + NOTE + ") -> " + NOTE,
                            "all() -> array(" + NOTE + ")",
                            "delete-all()",
                            "future(string) -> string",
                            "nothing()",
                            "failing() -> string",
                            "plain(string) -> string");
            case "Interceptors" -> List.of("upper(text: string) -> string", "flaky(uint32) -> string", "waitForEver()");
            case "Listeners" -> List.of("echo(string) -> string", "fail()", "waitForEver()");
            case "Connections" -> List.of("echo(string) -> string", "waitForEver()");
            case "Authentication" ->
                    List.of("read() -> string", "destroy() -> string", "check() -> string", "watch() -> string");
            default -> throw new AssertionError("group " + group + ": no commands (expected those that it serves)");
        };
    }

    private String query() {
        Path file = folder.resolve("commands");
        try {
            if (!Files.exists(file)) { // clients read it again when they connect again
                List<String> lines = new ArrayList<>();
                for (String command : commands(group())) {
                    lines.add(lines.size() + " " + command);
                }
                Files.write(file, lines);
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

    @Override
    int threads() {
        return 16; // they take turns
    }
}
