package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Client;
import dev.parley.Command;
import dev.parley.Server;
import dev.parley.Service;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/// Services that give way to others, on a server that speaks a protocol which cannot serve everything.
@Timeout(60)
class ReplacedNumbersTest {
    @Service("one")
    static final class One {
        @CommandId(1)
        @Command
        String first() {
            return "one";
        }
    }

    @Service("two")
    static final class Two {
        @CommandId(2)
        @Command
        String second() {
            return "two";
        }
    }

    @Service("one")
    static final class OneAsTwo {
        @CommandId(2)
        @Command
        String first() {
            return "one as two";
        }
    }

    @Service("two")
    static final class TwoAsOne {
        @CommandId(1)
        @Command
        String second() {
            return "two as one";
        }
    }

    static final class Unnumbered {
        @Command
        String first() {
            return "none";
        }
    }

    @TempDir private Path folder;
    private Server server;

    @AfterEach
    void close() {
        server.close();
    }

    private Object call(String protocol, String service, String command) {
        try (Client client = Client.connect(protocol + server.urls().getFirst())) {
            return client.service(service).call(command);
        }
    }

    private String number(int number) throws Exception {
        try (BasicPeer peer = BasicPeer.begun(server.urls().getFirst())) {
            peer.send(BasicPeer.request(number));
            return peer.next().hex();
        }
    }

    @Test
    void numbersCanBeSwappedBetweenServices() throws Exception {
        server =
                Server.builder()
                        .service(new One())
                        .service(new Two())
                        .listen("tcp://127.0.0.1:0")
                        .wires("basic-socket-rpc")
                        .start();
        String one = number(1);
        assertThatThrownBy(() -> server.replace(new OneAsTwo())).hasMessageContaining("both have number 2");
        assertThat(number(1)).isEqualTo(one);

        server.replaceAll(Map.of("one", new OneAsTwo(), "two", new TwoAsOne()), Set.of());
        assertThat(number(1)).isNotEqualTo(one).isNotEqualTo(number(2));
    }

    @Test
    void aProtocolThatNobodyHasAskedForIsLeftOutAsLongAsItCannotServe() throws Exception {
        server = Server.builder().service(new One()).listen("tcp://127.0.0.1:0").allWires().start();
        String one = number(1);

        server.replace("one", new Unnumbered());
        assertThat(call("snekrpc+", "one", "first")).isEqualTo("none");
        assertThat(call("", "one", "first")).isEqualTo("none");

        server.replace(new One());
        assertThat(number(1)).isEqualTo(one);
    }

    @Test
    void oneThatIsAskedForHasAVeto() {
        server = Server.builder().service(new One()).listen("tcp://127.0.0.1:0").wires("basic-socket-rpc").start();
        assertThatThrownBy(() -> server.replace("one", new Unnumbered()))
                .hasMessageContaining("no command has a number");
        assertThat(call("", "one", "first")).isEqualTo("one");
    }

    @Test
    void aFileOfCommandsIsReadOnceWhenTheServerStarts() throws Exception {
        Path file = Files.writeString(folder.resolve("one.txt"), "7 first() -> string\n");
        server =
                Server.builder()
                        .service("one", new Unnumbered())
                        .listen("basic+tcp://127.0.0.1:0?commands=" + file)
                        .listen("tcp://127.0.0.1:0")
                        .start();
        Files.delete(file);
        server.replace("one", new Unnumbered());
        try (Client client = Client.connect(server.urls().getLast().toString())) {
            assertThat(client.service("one").call("first")).isEqualTo("none");
        }
    }
}
