package dev.parley.examples;

import dev.parley.Command;
import dev.parley.Default;
import dev.parley.Service;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Short notes, kept in memory.
@Service
public final class NotesService {
    private final int limit;
    private final Map<Integer, Note> notes = new ConcurrentSkipListMap<>();
    private final AtomicInteger lastId = new AtomicInteger();

    /// @param limit how many notes there can be
    public NotesService(int limit) {
        this.limit = limit;
    }

    int size() {
        return notes.size();
    }

    /// Adds a note and returns its number.
    ///
    /// @param text what to remember
    /// @param priority how urgent it is
    /// @param tags words that it belongs to
    /// @return the number of the note
    /// @throws NotebookFull when there are as many notes as there can be
    @Command
    int add(String text, @Default("normal") Priority priority, @Default("") List<String> tags) {
        return put(text, priority, tags).id();
    }

    private synchronized Note put(String text, Priority priority, List<String> tags) {
        if (notes.size() >= limit) {
            throw new NotebookFull(new NotebookFull.Details(limit));
        }
        Note note = new Note(lastId.incrementAndGet(), text, priority, tags);
        notes.put(note.id(), note);
        return note;
    }

    /// Stores a note as it is, in the place of the one with its number if there is one.
    ///
    /// @param note the note, with its number
    @Command
    synchronized void store(Note note) {
        notes.put(note.id(), note);
        lastId.accumulateAndGet(note.id(), Math::max);
    }

    /// Gives one note.
    ///
    /// @param id its number
    /// @throws NoSuchElementException where there is none of that number
    @Command
    Note get(int id) {
        Note note = notes.get(id);
        if (note == null) {
            throw new NoSuchElementException("no note " + id);
        }
        return note;
    }

    /// Gives all notes, the most urgent first.
    ///
    /// @param priority only those of this priority
    /// @param limit how many at most
    @Command
    List<Note> list(Optional<Priority> priority, @Default("100") int limit) {
        return notes.values().stream()
                .filter(note -> priority.isEmpty() || note.priority() == priority.get())
                .sorted(Comparator.comparing(Note::priority).reversed())
                .limit(limit)
                .toList();
    }

    /// The notes that have all of the words, as they are found.
    ///
    /// @param words what the text has in it, upper and lower case alike
    @Command
    Stream<Note> find(String words) {
        List<String> wanted = List.of(words.toLowerCase(Locale.ROOT).split(" "));
        return notes.values().stream()
                .filter(note -> wanted.stream().allMatch(note.text().toLowerCase(Locale.ROOT)::contains));
    }

    /// Adds a note for every line that is sent.
    ///
    /// @param lines the texts of the notes
    /// @return how many were added
    @Command
    int load(Stream<String> lines) {
        return (int) lines.filter(line -> !line.isBlank()).map(line -> put(line, Priority.NORMAL, List.of())).count();
    }

    /// Gives every line back in upper case, as it comes.
    ///
    /// @param lines what is shouted
    @Command
    Stream<String> shout(Stream<String> lines) {
        return lines.map(line -> line.toUpperCase(Locale.ROOT));
    }

    /// Removes notes.
    ///
    /// @param ids their numbers
    /// @return the numbers of those that were there
    @Command
    List<Integer> remove(int... ids) {
        List<Integer> removed = new ArrayList<>();
        for (int id : ids) {
            if (notes.remove(id) != null) {
                removed.add(id);
            }
        }
        return removed;
    }
}
