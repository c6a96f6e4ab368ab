package dev.parley.model;

import static dev.parley.model.Models.names;
import static dev.parley.model.Models.parameters;
import static dev.parley.model.Models.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Command;
import dev.parley.Default;
import dev.parley.Service;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.Stream;

/// Commands that a class has from its superclasses and interfaces. Nothing else can be called.
@SuppressWarnings("unused")
class InheritanceTest {
    record Note(String text) {}

    @Command
    interface Marked {
        void one();

        int two(@Default("5") int count);

        default void notAbstract() {}

        @Command
        default void abstractOrNot() {}

        static void notOfAnObject() {}
    }

    static class OfMarked implements Marked {
        @Override
        public void one() {}

        @Override
        public int two(int number) {
            return number;
        }

        public void own() {}

        @Override
        public String toString() {
            return "not called";
        }
    }

    @Test
    void aMarkOnAnInterfaceMarksItsAbstractMethods() {
        ServiceModel model = service(OfMarked.class);
        assertThat(names(model)).containsExactly("abstractOrNot", "one", "two");
        CommandModel two = model.commands().get(2);
        assertThat(parameters(two)).containsExactly("count");
        assertThat(two.parameters().getFirst().defaultText()).isEqualTo("5");
    }

    interface Single {
        @Command("first")
        void one();

        void other();
    }

    @Service("singles")
    static class OfSingle implements Single {
        @Override
        public void one() {}

        @Override
        public void other() {}

        @Command
        void third() {}
    }

    @Test
    void marksOnAnInterfacesMethodsMarkThose() {
        assertThat(names(service(OfSingle.class))).containsExactly("first", "third");
    }

    static class Base {
        @Command
        int kept(int a) {
            return a;
        }

        @Command
        int overridden(int a) {
            return a;
        }

        void never() {}
    }

    static class Below extends Base {
        @Override
        int overridden(int b) {
            return b;
        }

        @Command
        int own(int c) {
            return c;
        }
    }

    static class FarBelow extends Below {
        @Command
        @Override
        int overridden(int d) {
            return d;
        }
    }

    @Test
    void superclassesPassTheirCommandsOn() {
        ServiceModel below = service(Below.class);
        assertThat(names(below)).containsExactly("kept", "overridden", "own");
        assertThat(parameters(below.commands().get(1))).containsExactly("a");
        ServiceModel farBelow = service(FarBelow.class);
        assertThat(names(farBelow)).containsExactly("kept", "overridden", "own");
        assertThat(parameters(farBelow.commands().get(1))).containsExactly("d");
    }

    interface Store<K, V> {
        @Command
        V put(K key, V value);

        @Command
        Stream<V> all(List<K> keys);
    }

    static class Notes implements Store<Integer, Note> {
        @Override
        public Note put(Integer number, Note note) {
            return note;
        }

        @Override
        public Stream<Note> all(List<Integer> numbers) {
            return Stream.of();
        }
    }

    static class MarkedNotes extends Notes {
        @Command
        @Override
        public Note put(Integer id, Note note) {
            return note;
        }
    }

    @Test
    void genericInterfacesHaveTheirArguments() {
        ServiceModel notes = service(Notes.class);
        assertThat(names(notes)).containsExactly("all", "put");
        assertThat(notes.commands().get(0).result().type()).isEqualTo("stream<Note>");
        assertThat(notes.commands().get(0).parameters().getFirst().type()).isEqualTo("list<integer>");
        CommandModel put = notes.commands().get(1);
        assertThat(put.parameters().stream().map(ParameterModel::type)).containsExactly("integer", "Note");
        assertThat(parameters(put)).containsExactly("key", "value");
        assertThat(put.result().type()).isEqualTo("Note");
    }

    @Test
    void bridgesAreNoCommandsOfTheirOwn() {
        ServiceModel notes = service(MarkedNotes.class);
        assertThat(names(notes)).containsExactly("all", "put");
        assertThat(parameters(notes.commands().get(1))).containsExactly("id", "note");
        assertThat(notes.commands().get(1).parameters().getFirst().type()).isEqualTo("integer");
    }

    abstract static class GenericBase<T> {
        @Command
        T echo(T value) {
            return value;
        }

        @Command
        abstract List<T> twice(T value);
    }

    static class OfNotes extends GenericBase<Note> {
        @Override
        List<Note> twice(Note value) {
            return List.of(value, value);
        }
    }

    @Test
    void genericSuperclassesHaveTheirArguments() {
        ServiceModel model = service(OfNotes.class);
        assertThat(names(model)).containsExactly("echo", "twice");
        assertThat(model.commands().get(0).result().type()).isEqualTo("Note");
        assertThat(model.commands().get(1).result().type()).isEqualTo("list<Note>");
        assertThat(model.commands().get(1).parameters().getFirst().type()).isEqualTo("Note");
    }

    interface Again {
        @Command
        int two(int count);
    }

    static class OfBoth extends OfMarked implements Again {}

    @Test
    void theSameCommandOfTwoInterfacesIsOne() {
        assertThat(names(service(OfBoth.class))).containsExactly("abstractOrNot", "one", "two");
    }

    interface Covariant {
        @Command
        Object get();
    }

    static class OfCovariant implements Covariant {
        @Command
        @Override
        public Note get() {
            return new Note("");
        }
    }

    @Test
    void theClosestMethodSaysTheResult() {
        assertThat(Models.command(OfCovariant.class).result().type()).isEqualTo("Note");
    }
}
