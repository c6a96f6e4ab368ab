package dev.parley.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Command;
import dev.parley.value.Shapes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How services and commands are named.
class NamingTest {
    static class NotesService {
        @Command
        void run() {}
    }

    static class MockServer {
        @Command
        void runFast() {}

        @Command("walk-on_2")
        void walk() {}
    }

    static class Service2 {}

    static class Service {}

    static class HTTPServerService {}

    static class ServiceDesk {}

    @dev.parley.Service
    static class PlainService {}

    @dev.parley.Service("things")
    static class Named {}

    static class BelowNamed extends Named {}

    @dev.parley.Service("other_things")
    static class AlsoNamed extends Named {}

    @dev.parley.Service
    interface Clock {}

    static class SystemClockImpl implements Clock {}

    @dev.parley.Service("_hidden")
    static class Hidden {
        @Command
        void _run() {}
    }

    @ParameterizedTest
    @CsvSource({
        "NotesService, notes",
        "MockServer, mock_server",
        "Service2, service2",
        "Service, service",
        "HTTPServerService, http_server",
        "ServiceDesk, service_desk",
        "PlainService, plain",
        "Named, things",
        "BelowNamed, things",
        "AlsoNamed, other_things",
        "Clock, clock",
        "SystemClockImpl, clock",
        "Hidden, _hidden"
    })
    void aServiceIsNamedByItsMarkOrItsClass(String type, String name) throws Exception {
        assertThat(ServiceModel.nameOf(Class.forName(NamingTest.class.getName() + "$" + type))).isEqualTo(name);
    }

    @Test
    void theNameThatIsGivenCounts() {
        assertThat(ServiceModel.ofClass(NotesService.class, "my-notes", new Shapes()).name()).isEqualTo("my-notes");
        assertThat(Models.service(NotesService.class).name()).isEqualTo("notes");
    }

    @Test
    void aCommandIsNamedByItsMarkOrItsMethodAndSorted() {
        assertThat(Models.names(Models.service(MockServer.class))).containsExactly("runFast", "walk-on_2");
        assertThat(Models.names(Models.service(Hidden.class))).containsExactly("_run");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "1a", "-a", "a.b", "a/b", "größe", "a\n"})
    void namesThatCannotBeTyped(String name) {
        assertThatThrownBy(() -> ServiceModel.ofClass(NotesService.class, name, new Shapes()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "class "
                                + NotesService.class.getName()
                                + ": service name: got \""
                                + name
                                + "\" (expected letters, digits, _ and -, not beginning with a digit or -)");
    }

    static class BadCommand {
        @Command("run!")
        void run() {}
    }

    @dev.parley.Service("a b")
    static class BadService {
        @Command
        void run() {}
    }

    static class Größe {
        @Command
        void run() {}
    }

    static class Länge {
        @Command
        void länge() {}
    }

    @Test
    void namesThatNobodyElseCanType() {
        String expected = "\" (expected letters, digits, _ and -, not beginning with a digit or -)";
        Models.assertRefused(
                BadCommand.class, "class " + BadCommand.class.getName() + ": command name: got \"run!" + expected);
        Models.assertRefused(
                BadService.class, "class " + BadService.class.getName() + ": service name: got \"a b" + expected);
        Models.assertRefused(Größe.class, "class " + Größe.class.getName() + ": service name: got \"größe" + expected);
        assertThatThrownBy(() -> ServiceModel.ofClass(Länge.class, "laenge", new Shapes()))
                .hasMessage("class " + Länge.class.getName() + ": command name: got \"länge" + expected);
    }

    @Test
    void anAnonymousClassNeedsAName() {
        Object anonymous = new NotesService() {};
        assertThatThrownBy(() -> Models.service(anonymous.getClass()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("class " + anonymous.getClass().getName() + ": service name: got \"\"");
        assertThat(Models.names(ServiceModel.ofClass(anonymous.getClass(), "notes", new Shapes())))
                .containsExactly("run");
    }
}
