package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.RemoteCommand;
import dev.parley.RpcException;
import dev.parley.Service;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/// How services are defined, and the ways to call them: through an interface, by names, with futures.
abstract class InterfacesConformance extends Conformance {
    record Note(String text, int number) {}

    interface Archive<T> {
        @Command
        T keep(T value);

        @Command
        List<T> all();
    }

    /// What both ends share.
    @Service("notes")
    @Command
    interface Notes extends Archive<Note> {
        int add(String text);

        @Command("delete-all")
        void deleteAll();

        default int addTwice(String text) {
            return add(text) + add(text);
        }
    }

    static class BaseNotes {
        @Command
        String inherited() {
            return "from the superclass";
        }

        public String unmarked() {
            return "nobody may call this";
        }
    }

    static class StoredNotes extends BaseNotes implements Notes {
        private final List<Note> notes = new java.util.concurrent.CopyOnWriteArrayList<>();

        @Override
        public int add(String text) {
            notes.add(new Note(text, notes.size() + 1));
            return notes.size();
        }

        @Override
        public Note keep(Note value) {
            notes.add(value);
            return value;
        }

        @Override
        public List<Note> all() {
            return notes;
        }

        @Override
        public void deleteAll() {
            notes.clear();
        }
    }

    @Service
    static class LaterService {
        @Command
        CompletableFuture<String> future(String text) {
            return CompletableFuture.supplyAsync(() -> text + "!");
        }

        @Command
        CompletionStage<@Nullable Void> nothing() {
            return CompletableFuture.completedFuture(null);
        }

        @Command
        CompletableFuture<String> failing() {
            return CompletableFuture.supplyAsync(() -> {
                throw new IllegalArgumentException("wrong from the start");
            });
        }

        @Command
        String plain(String text) {
            if (text.isEmpty()) {
                throw new IllegalArgumentException("nothing to say");
            }
            return text;
        }
    }

    interface Later {
        String future(String text);

        void nothing();

        String failing();

        CompletableFuture<String> plain(String text);
    }

    @Service("later")
    interface AllLater {
        CompletionStage<String> future(String text);

        CompletableFuture<@Nullable Void> nothing();

        CompletableFuture<String> failing();

        @Command("plain")
        void ignored(String text);
    }

    InterfacesConformance(ConformanceSuite suite) {
        super(suite);
    }

    @Test
    void theInterfaceThatTheClassImplementsIsCalled() {
        serve(new StoredNotes());
        Notes notes = connect().service(Notes.class);
        assertThat(notes.add("milk")).isEqualTo(1);
        assertThat(notes.keep(new Note("bread", 7))).isEqualTo(new Note("bread", 7));
        assertThat(notes.all()).containsExactly(new Note("milk", 1), new Note("bread", 7));
        notes.deleteAll();
        assertThat(notes.all()).isEmpty();
    }

    @Test
    void defaultMethodsOfAnInterfaceRunAtTheCaller() {
        serve(new StoredNotes());
        assertThat(connect().service(Notes.class).addTwice("milk")).isEqualTo(3);
    }

    @Test
    void methodsOfObjectAreNotCalledElsewhere() {
        serve(new StoredNotes());
        Notes notes = connect().service(Notes.class);
        Notes others = connect().service(Notes.class);
        assertThat(new HashSet<>(List.of(notes, others, notes))).containsExactlyInAnyOrder(notes, others);
        assertThat(notes.toString()).isEqualTo("service notes of client of " + url());
    }

    @Test
    void commandsOfSuperclassesAreServedAndUnmarkedMethodsAreNot() {
        serve(new StoredNotes());
        Client client = connect();
        assertThat(client.service("notes").call("inherited")).isEqualTo("from the superclass");
        assertRefused(
                Code.UNIMPLEMENTED,
                "no command \"unmarked\" in service notes (there are: add, all, delete-all, inherited, keep)",
                () -> client.service("notes").call("unmarked"));
        for (String method : List.of("toString", "hashCode", "getClass", "wait", "addTwice")) {
            RpcException failure = failure(() -> client.service("notes").call(method));
            assertThat(failure.code()).isEqualTo(Code.UNIMPLEMENTED);
            assertThat(failure.type()).isEqualTo("UnknownCommand");
        }
    }

    @Test
    void aServiceThatIsNotThereIsRefusedWithThoseThatAre() {
        serve(builder -> builder.service("_hidden", new StoredNotes()), new StoredNotes(), new LaterService());
        Client client = connect();
        assertRefused(
                Code.UNIMPLEMENTED,
                "no service \"note\" (there are: later, notes)",
                () -> client.service("note").call("add", "milk"));
        assertThat(failure(() -> client.service("note").call("add", "milk")).type()).isEqualTo("UnknownService");
    }

    @Test
    void aServiceMayHaveAnotherName() {
        serve(builder -> builder.service("first", new StoredNotes()).service("second", new StoredNotes()));
        Client client = connect();
        assertThat(client.service(Notes.class, "first").add("milk")).isEqualTo(1);
        assertThat(client.service(Notes.class, "first").add("milk")).isEqualTo(2);
        assertThat(client.service(Notes.class, "second").add("milk")).isEqualTo(1);
    }

    @Test
    void resultsWithoutTypesArePlainAndOthersOfTheClassThatIsAskedFor() {
        serve(new StoredNotes());
        RemoteCommand<@Nullable Object> keep = connect().service("notes").command("keep").with(new Note("milk", 1));
        assertThat(keep.call()).isEqualTo(Map.of("text", "milk", "number", 1L));
        assertThat(keep.returning(Note.class).call()).isEqualTo(new Note("milk", 1));
        Note[] all = connect().service("notes").command("all").returning(Note[].class).call();
        assertThat(all).containsExactly(new Note("milk", 1), new Note("milk", 1));
    }

    @Test
    void aCallWithoutStreamCanBeMadeTwice() {
        serve(new StoredNotes());
        RemoteCommand<Integer> add = connect().service("notes").command("add").with("milk").returning(Integer.class);
        assertThat(add.call()).isEqualTo(1);
        assertThat(add.call()).isEqualTo(2);
    }

    @Test
    void commandsThatReturnNothingGiveNull() {
        serve(new StoredNotes(), new LaterService());
        Client client = connect();
        assertThat(client.service("notes").call("delete-all")).isNull();
        client.service(AllLater.class).ignored("the result");
    }

    @Test
    void aHandlerMayAnswerWithAFuture() {
        serve(new LaterService());
        Later later = connect().service(Later.class);
        assertThat(later.future("milk")).isEqualTo("milk!");
        later.nothing();
        assertFails(Code.INVALID_ARGUMENT, "wrong from the start", later::failing);
    }

    @Test
    void aCallerMayAskForAFuture() throws ExecutionException {
        serve(new LaterService());
        Later later = connect().service(Later.class);
        List<CompletableFuture<String>> futures = List.of(later.plain("milk"), later.plain("bread"));
        assertThat(Await.value("an answer", futures.getFirst())).isEqualTo("milk");
        assertThat(Await.value("an answer", futures.getLast())).isEqualTo("bread");
        assertFutureFails("nothing to say", later.plain(""));
    }

    @Test
    void aCallMayBeMadeWhereAFutureCompletes() throws ExecutionException {
        serve(new LaterService());
        Later later = connect().service(Later.class);
        CompletableFuture<String> both = later.plain("milk").thenApply(first -> first + later.future("bread"));
        assertThat(Await.value("an answer", both)).isEqualTo("milkbread!");
    }

    @Test
    void bothEndsMayUseFutures() throws ExecutionException {
        serve(new LaterService());
        AllLater later = connect().service(AllLater.class);
        assertThat(Await.value("an answer", later.future("milk").toCompletableFuture())).isEqualTo("milk!");
        assertThat(Await.value("an answer", later.nothing())).isNull();
        assertFutureFails("wrong from the start", later.failing());
    }

    @Test
    void aCallByNameMayGiveAFuture() throws ExecutionException {
        serve(new LaterService());
        Client client = connect();
        assertThat(Await.value("an answer", client.service("later").command("future").with("milk").future()))
                .isEqualTo("milk!");
        assertFutureFails("nothing to say", client.service("later").command("plain").with("").future());
    }

    private static void assertFutureFails(String message, Future<?> future) {
        assertThatThrownBy(() -> Await.value("an answer", future))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(RpcException.class)
                .hasMessage(message)
                .extracting("code")
                .isEqualTo(Code.INVALID_ARGUMENT);
    }
}
