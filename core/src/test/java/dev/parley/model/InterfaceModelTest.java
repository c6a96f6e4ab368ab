package dev.parley.model;

import static dev.parley.model.Models.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Command;
import dev.parley.Service;
import dev.parley.value.Shapes;

import org.junit.jupiter.api.Test;

import java.util.List;

/// The interfaces that calls are made through.
class InterfaceModelTest {
    record Note(String text) {}

    @Service("notes")
    interface Notes {
        int add(String text);

        @Command("find_all")
        List<Note> find(String words);

        default int addTwice(String text) {
            return add(text) + add(text);
        }

        static Notes none() {
            throw new UnsupportedOperationException();
        }
    }

    interface MoreNotes extends Notes {
        @Override
        int add(String other);

        void clear();
    }

    interface Store<T> {
        void put(T item);

        T get(int id);
    }

    interface NoteStore extends Store<Note> {
        @Override
        void put(Note note);
    }

    interface Overloads {
        int add(int a);

        int add(String a);
    }

    interface MoreParameters extends Notes {
        int add(String text, int priority);
    }

    interface OtherTypes extends Notes {
        int add(int number);
    }

    interface WithMethodsOfObject {
        void run();

        @Override
        boolean equals(Object other);

        @Override
        String toString();
    }

    private static ServiceModel of(Class<?> type) {
        return ServiceModel.ofInterface(type, null, new Shapes());
    }

    @Test
    void allAbstractMethodsAreCommandsMarkedOrNot() {
        ServiceModel notes = of(Notes.class);
        assertThat(notes.name()).isEqualTo("notes");
        assertThat(names(notes)).containsExactly("add", "find_all");
        assertThat(ServiceModel.ofInterface(Notes.class, "other", new Shapes()).name()).isEqualTo("other");
    }

    @Test
    void superinterfacesCount() {
        assertThat(of(MoreNotes.class).name()).isEqualTo("notes");
        assertThat(names(of(MoreNotes.class))).containsExactly("add", "clear", "find_all");
    }

    @Test
    void genericInterfacesHaveTheirArguments() {
        ServiceModel store = of(NoteStore.class);
        assertThat(names(store)).containsExactly("get", "put");
        assertThat(store.commands().get(0).result().type()).isEqualTo("Note");
        assertThat(store.commands().get(1).parameters().getFirst().type()).isEqualTo("Note");
    }

    @Test
    void methodsOfEveryObjectAreNoCommands() {
        assertThat(names(of(WithMethodsOfObject.class))).containsExactly("run");
    }

    @Test
    void overloadsAreRefused() {
        for (Class<?> type : List.of(Overloads.class, MoreParameters.class, OtherTypes.class)) {
            assertThatThrownBy(() -> of(type))
                    .as("%s", type)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "interface "
                                    + type.getName()
                                    + ": two methods are named add"
                                    + " (overloads cannot be told apart; rename one with @Command(\"…\"))");
        }
    }
}
