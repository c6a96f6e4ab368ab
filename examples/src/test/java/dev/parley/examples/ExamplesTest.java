package dev.parley.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.Server;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

@Timeout(20)
class ExamplesTest {
    interface Notes {
        int add(String text, Priority priority, List<String> tags) throws NotebookFull;

        Note get(int id);

        List<Note> list(Optional<Priority> priority, int limit);

        Stream<Note> find(String words);

        int load(Stream<String> lines);

        Stream<String> shout(Stream<String> lines);

        List<Integer> remove(int... ids);

        void store(Note note);
    }

    interface Slow {
        Stream<Integer> countdown(int from, Duration interval);

        int stopped(int expected);
    }

    private Server server;
    private Client client;
    private Notes notes;

    @BeforeEach
    void start() {
        server =
                Server.builder()
                        .service(new NotesService(3))
                        .service(new SlowService())
                        .listen("memory://examples")
                        .start();
        client = Client.connect("memory://examples");
        notes = client.service(Notes.class);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void theInterfacesFit() {
        client.verify(Notes.class);
        client.verify(Slow.class);
    }

    @Test
    void notesAreKeptAndFound() {
        assertThat(notes.add("Milk for the cat", Priority.HIGH, List.of("shop"))).isEqualTo(1);
        assertThat(notes.load(Stream.of("bread", "", "more milk"))).isEqualTo(2);

        assertThat(notes.get(1)).isEqualTo(new Note(1, "Milk for the cat", Priority.HIGH, List.of("shop")));
        assertThat(notes.find("MILK").map(Note::id)).containsExactly(1, 3);
        assertThat(notes.find("milk cat").map(Note::id)).containsExactly(1);
        assertThat(notes.list(Optional.of(Priority.NORMAL), 1)).extracting(Note::id).containsExactly(2);
        assertThat(notes.remove(1, 7)).containsExactly(1);
        assertThat(notes.shout(Stream.of("a", "b"))).containsExactly("A", "B");
    }

    @Test
    void aFullNotebookSaysHowManyNotesThereCanBe() {
        notes.load(Stream.of("one", "two", "three"));

        assertThatThrownBy(() -> notes.add("four", Priority.LOW, List.of()))
                .isInstanceOfSatisfying(NotebookFull.class, e -> assertThat(e.details().limit()).isEqualTo(3))
                .hasMessage("the notebook is full (3 notes)")
                .cause()
                .isInstanceOfSatisfying(
                        RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.RESOURCE_EXHAUSTED));
    }

    @Test
    void aCountdownThatIsClosedIsStopped() {
        Slow slow = client.service(Slow.class);
        try (Stream<Integer> numbers = slow.countdown(100, Duration.ofMinutes(1))) {
            Iterator<Integer> each = numbers.iterator();
            assertThat(each.next()).isEqualTo(100);
        }

        assertThat(slow.stopped(1)).isEqualTo(1);
    }
}
