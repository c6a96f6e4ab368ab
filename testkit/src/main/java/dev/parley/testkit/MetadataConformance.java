package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Call;
import dev.parley.Client;
import dev.parley.ClientBuilder;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.Limits;
import dev.parley.RpcException;
import dev.parley.Service;

import org.junit.jupiter.api.Test;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// What goes along with calls and answers, and what a handler can see of its call.
abstract class MetadataConformance extends Conformance {
    @Service("metadata")
    static class MetadataService {
        @Command
        Map<String, String> received() {
            return Call.current().metadata();
        }

        @Command
        Stream<String> receivedInStream(String key, Stream<String> ignored) {
            return Stream.of(Call.current().metadata().getOrDefault(key, "none"));
        }

        @Command
        void reply(Map<String, String> metadata, boolean fail) {
            Call.current().replyMetadata().putAll(metadata);
            if (fail) {
                throw new NoSuchElementException("nothing");
            }
        }

        @Command
        void replyMuch(int length) {
            Call.current().replyMetadata().put("much", "x".repeat(length));
        }

        @Command
        @SuppressWarnings("NullAway") // that is the point
        void replyNull() {
            Call.current().replyMetadata().put("a", null);
        }

        @Command("who-am-i")
        String whoAmI() {
            Call call = Call.current();
            return call.service() + "." + call.command() + " by " + call.peer().transport();
        }

        @Command
        boolean addressIsKnown() {
            return !Call.current().peer().address().isEmpty();
        }

        @Command
        String inAnotherThread() throws Exception {
            Call call = Call.current();
            Background<String> other =
                    Background.startVirtual(
                            () -> Call.isCurrent() + " " + Call.runFor(call, () -> Call.current().command()));
            return other.value();
        }
    }

    interface Metadata {
        Map<String, String> received();

        void reply(Map<String, String> metadata, boolean fail);

        void replyMuch(int length);

        String inAnotherThread();
    }

    MetadataConformance(ConformanceSuite suite) {
        super(suite);
    }

    private final Map<String, String> replied = Collections.synchronizedMap(new LinkedHashMap<>());

    private Client start() {
        serve(new MetadataService());
        return connectWatching();
    }

    /// A client that keeps what comes back.
    private Client connectWatching() {
        return connectWatching(_ -> {});
    }

    private Client connectWatching(Consumer<ClientBuilder> more) {
        return connect(builder -> {
            more.accept(builder);
            return builder.intercept((call, next) -> {
                try {
                    return next.proceed(call);
                } finally {
                    replied.clear();
                    replied.putAll(call.replyMetadata());
                }
            });
        });
    }

    @Test
    void metadataArrivesAtTheHandler() {
        Client client = start();
        assertThat(client.service(Metadata.class).received()).isEmpty();
        Map<String, String> several = Map.of("token", "s3cret", "empty", "", "", "empty key", "ümläut", "中文 👩‍🚀\n\0");
        Client with = client;
        for (Map.Entry<String, String> each : several.entrySet()) {
            with = with.withMetadata(each.getKey(), each.getValue());
        }
        assertThat(with.service(Metadata.class).received()).isEqualTo(several);
        assertThat(with.service("metadata").call("received")).isEqualTo(several);
        assertThat(client.service(Metadata.class).received()).as("that of the other client").isEmpty();
    }

    @Test
    void aClientMayHaveMetadataForAllItsCalls() {
        serve(new MetadataService());
        Client client = connect(builder -> builder.metadata("a", "1").metadata("b", "2"));
        assertThat(client.service(Metadata.class).received()).isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(client.withMetadata("b", "3").service(Metadata.class).received())
                .isEqualTo(Map.of("a", "1", "b", "3"));
    }

    @Test
    void metadataKeepsItsOrderBothWays() {
        List<String> keys = List.of("one", "two", "three", "four", "five", "six", "seven");
        serve(new MetadataService());
        Client client =
                connectWatching(builder -> keys.subList(0, 4).forEach(key -> builder.metadata(key, "of " + key)));
        for (String key : keys.subList(4, keys.size())) {
            client = client.withMetadata(key, "of " + key);
        }
        Map<String, String> received = client.service(Metadata.class).received();
        assertThat(received.keySet()).containsExactlyElementsOf(keys);

        client.service(Metadata.class).reply(received, false);
        assertThat(replied.keySet()).containsExactlyElementsOf(keys);
    }

    @Test
    @SuppressWarnings("NullAway") // that is the point
    void metadataWithoutAValueIsRefused() {
        Client client = start();
        assertThatThrownBy(() -> client.withMetadata("a", null)).isInstanceOf(NullPointerException.class);
        assertFails(
                Code.INTERNAL,
                "metadata.replyNull: reply metadata with null",
                () -> client.service("metadata").call("replyNull"));
    }

    @Test
    void aClientsInterceptorMayAddMetadata() {
        serve(new MetadataService());
        Client client =
                connect(builder ->
                        builder.intercept(
                                        (call, next) -> {
                                            call.metadata().put("trace", "1234");
                                            return next.proceed(call);
                                        })
                                .metadata("a", "1"));
        assertThat(client.service(Metadata.class).received()).isEqualTo(Map.of("a", "1", "trace", "1234"));
    }

    @Test
    void metadataArrivesWithStreams() {
        Client client = start().withMetadata("a", "1");
        assertThat(client.service("metadata").stream("receivedInStream", "a", Stream.of("x"))).containsExactly("1");
    }

    @Test
    void replyMetadataArrivesAtTheCaller() {
        Metadata metadata = start().service(Metadata.class);
        Map<String, String> several = Map.of("cost", "5", "empty", "", "ümläut", "中文");
        metadata.reply(several, false);
        assertThat(replied).isEqualTo(several);
        metadata.reply(Map.of(), false);
        assertThat(replied).isEmpty();
    }

    @Test
    void replyMetadataArrivesWithAFailure() {
        Metadata metadata = start().service(Metadata.class);
        assertFails(Code.NOT_FOUND, "nothing", () -> metadata.reply(Map.of("cost", "5"), true));
        assertThat(replied).isEqualTo(Map.of("cost", "5"));
    }

    @Test
    void aServersInterceptorMayReadMetadataAndReply() {
        serve(
                server ->
                        server.intercept((call, next) -> {
                            call.replyMetadata().put("echo", call.metadata().getOrDefault("a", "none"));
                            return next.proceed(call);
                        }),
                new MetadataService());
        Client client = connectWatching();
        client.withMetadata("a", "1").service(Metadata.class).received();
        assertThat(replied).isEqualTo(Map.of("echo", "1"));
    }

    @Test
    void metadataMayBeAsLongAsItsLimit() {
        Client client = start();
        String most = "x".repeat(Limits.DEFAULT.maxMetadata() - 20);
        assertThat(client.withMetadata("much", most).service(Metadata.class).received()).hasSize(1);
        Map<String, String> many = new HashMap<>();
        Client with = client;
        for (int i = 0; i < 200; i++) {
            many.put("key " + i, "value " + i);
            with = with.withMetadata("key " + i, "value " + i);
        }
        assertThat(with.service(Metadata.class).received()).isEqualTo(many);
    }

    @Test
    void moreMetadataThanTheLimitIsRefusedAtTheCaller() {
        Client client = start();
        assertTooMuch(8192, client.withMetadata("much", "x".repeat(10_000)));
        assertTooMuch(8192, client.withMetadata("much", "中".repeat(4000)));
        assertThat(client.service(Metadata.class).received()).isEmpty();
    }

    @Test
    void moreMetadataThanTheServersLimitIsRefused() {
        serve(server -> server.limits(Limits.DEFAULT.withMaxMetadata(100)), new MetadataService());
        Events here = new Events();
        Client client = connect(builder -> builder.listener(new Disconnections(here)));
        assertTooMuch(100, client.withMetadata("a", "x".repeat(200)));
        assertThat(client.withMetadata("a", "x".repeat(80)).service(Metadata.class).received()).hasSize(1);
        here.expectNoMore();
    }

    private static void assertTooMuch(int limit, Client client) {
        RpcException failure = failure(client.service(Metadata.class)::received);
        assertThat(failure.getMessage())
                .matches("metadata of [0-9]+ bytes \\(the limit maxMetadata is " + limit + "\\)");
        assertThat(failure.code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(failure.mayHaveRun()).isFalse();
    }

    @Test
    void moreReplyMetadataThanTheLimitFailsTheCallOnly() {
        serve(new MetadataService());
        Events here = new Events();
        Client client = connect(builder -> builder.listener(new Disconnections(here)));
        for (int length : new int[] {10_000, 1_000_000}) {
            RpcException failure = failure(() -> client.service(Metadata.class).replyMuch(length));
            assertThat(failure.code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
            assertThat(failure).hasMessageContaining("the limit maxMetadata");
        }
        assertThat(client.service(Metadata.class).received()).isEmpty();
        here.expectNoMore();
    }

    @Test
    void aHandlerSeesItsCommandAndWhoCalls() {
        Client client = start();
        assertThat(client.service("metadata").call("who-am-i")).isEqualTo("metadata.who-am-i by " + transport());
        assertThat(client.service("metadata").call("addressIsKnown")).isEqualTo(true);
    }

    @Test
    void theCallCanBeHandedToAnotherThread() {
        assertThat(start().service(Metadata.class).inAnotherThread()).isEqualTo("false inAnotherThread");
    }

    @Test
    void thereIsNoCurrentCallOutsideOfHandlers() {
        assertThat(Call.isCurrent()).isFalse();
        assertThatThrownBy(Call::current)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no call is being handled by this thread");
    }
}
