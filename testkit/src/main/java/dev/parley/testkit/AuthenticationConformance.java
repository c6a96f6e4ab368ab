package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Allow;
import dev.parley.Authenticator;
import dev.parley.Call;
import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.Principal;
import dev.parley.ServerBuilder;
import dev.parley.Service;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Who may call: nobody whom the server does not know, and nothing that his roles do not allow.
abstract class AuthenticationConformance extends Conformance {
    private static final String NO_TOKEN = "no token (expected metadata authorization: Bearer TOKEN)";
    private static final String NO_READER = "guest may not call it (it takes the role reader)";

    @Service("vault")
    @Allow("reader")
    static class VaultService {
        final Events events = new Events();

        @Command
        String read() {
            return caller();
        }

        @Command
        @Allow("admin")
        String destroy() {
            return caller();
        }

        @Command
        Stream<Integer> pages(int count) {
            caller();
            return IntStream.rangeClosed(1, count).boxed();
        }

        @Command
        int sum(Stream<Integer> numbers) {
            caller();
            return numbers.mapToInt(n -> n).sum();
        }

        @Command
        Map<String, String> metadata() {
            return Call.current().metadata();
        }

        private String caller() {
            String name = Call.current().principal().map(Principal::name).orElse("nobody");
            events.add(name);
            return name;
        }
    }

    @Service("vault")
    interface Vault {
        String read();

        String destroy();

        Stream<Integer> pages(int count);

        int sum(Stream<Integer> numbers);

        Map<String, String> metadata();
    }

    /// Says nothing of health, but what it sees.
    @Service("health")
    static class HealthService {
        @Command
        String check() {
            Call call = Call.current();
            return call.principal().isPresent() ? "known" : "seen: " + call.metadata();
        }

        @Command
        String watch() {
            return "watched";
        }
    }

    @Service("health")
    interface Health {
        String check();

        String watch();
    }

    private final VaultService service = new VaultService();

    AuthenticationConformance(ConformanceSuite suite) {
        super(suite);
    }

    private static ServerBuilder withTokens(ServerBuilder builder) {
        return builder.authenticate(
                Authenticator.tokens(
                        Map.of("of-ann", new Principal("ann", "reader"), "of-bob", new Principal("bob", "admin"))));
    }

    /// Takes whoever connects for somebody.
    private static ServerBuilder knowing(ServerBuilder builder, Principal everybody) {
        return builder.authenticate((_, _) -> everybody);
    }

    private Client connect(String token) {
        return connect(builder -> builder.token(token));
    }

    private static Vault vault(Client client) {
        return client.service(Vault.class);
    }

    private void assertUnknown(String message, Client client) {
        assertRefused(Code.UNAUTHENTICATED, "vault.read: " + message, () -> vault(client).read());
        assertRefused(
                Code.UNAUTHENTICATED,
                "_meta.service_names: " + message,
                () -> client.service("_meta").call("service_names"));
    }

    private void assertUnknownToStreams(String message, Client client) {
        assertRefused(
                Code.UNAUTHENTICATED,
                "vault.pages: " + message,
                () -> {
                    try (Stream<Integer> pages = vault(client).pages(3)) {
                        pages.toList();
                    }
                });
        assertRefused(Code.UNAUTHENTICATED, "vault.sum: " + message, () -> vault(client).sum(Stream.of(1, 2)));
    }

    // ---- tokens

    @Test
    void aTokenLetsIn() {
        serve(AuthenticationConformance::withTokens, service);
        Client ann = connect("of-ann");
        assertThat(vault(ann).read()).isEqualTo("ann");
        try (Stream<Integer> pages = vault(ann).pages(3)) {
            assertThat(pages).containsExactly(1, 2, 3);
        }
        assertThat(vault(ann).sum(Stream.of(1, 2, 3))).isEqualTo(6);
        assertThat(ann.describe("vault").commands()).isNotEmpty();
    }

    @Test
    void eachCallIsOfWhoSendsItsToken() {
        serve(AuthenticationConformance::withTokens, service);
        Client client = connect();
        assertThat(vault(client.withMetadata("authorization", "Bearer of-ann")).read()).isEqualTo("ann");
        assertThat(vault(client.withMetadata("authorization", "Bearer of-bob")).destroy()).isEqualTo("bob");
        assertRefused(Code.UNAUTHENTICATED, "vault.read: " + NO_TOKEN, () -> vault(client).read());
    }

    @Test
    void aWrongTokenLetsNobodyIn() {
        serve(AuthenticationConformance::withTokens, service);
        assertUnknown("the token is not known", connect("guessed"));
        service.events.expectNoMore();
    }

    @Test
    void norDoesItForStreams() {
        serve(AuthenticationConformance::withTokens, service);
        assertUnknownToStreams("the token is not known", connect("guessed"));
        service.events.expectNoMore();
    }

    @Test
    void nobodyComesInWithoutAToken() {
        serve(AuthenticationConformance::withTokens, service);
        assertUnknown(NO_TOKEN, connect());
        service.events.expectNoMore();
    }

    @Test
    void norDoesHeForStreams() {
        serve(AuthenticationConformance::withTokens, service);
        assertUnknownToStreams(NO_TOKEN, connect());
        service.events.expectNoMore();
    }

    @Test
    void handlersAndInterceptorsSeeNoToken() {
        AtomicReference<@Nullable Map<String, String>> intercepted = new AtomicReference<>();
        serve(
                builder ->
                        withTokens(builder)
                                .intercept((call, next) -> {
                                    intercepted.set(call.metadata());
                                    return next.proceed(call);
                                }),
                service);
        Client ann = connect("of-ann").withMetadata("trace", "7");
        assertThat(vault(ann).metadata()).isEqualTo(Map.of("trace", "7"));
        assertThat(intercepted).hasValue(Map.of("trace", "7"));
    }

    @Test
    void anOpenHealthCheckSeesNoTokenEither() {
        serve(builder -> withTokens(builder).openHealthCheck(), new HealthService());
        assertThat(connect("of-ann").service(Health.class).check()).isEqualTo("seen: {}");
        assertThat(connect("guessed").service(Health.class).check()).isEqualTo("seen: {}");
    }

    // ---- whoever it is

    @Test
    void aHandlerKnowsWhoCallsIt() {
        serve(builder -> knowing(builder, new Principal("ann", "reader")), service);
        assertThat(vault(connect()).read()).isEqualTo("ann");
        service.events.expect("ann");
    }

    @Test
    void theRolesOfAClassHoldForItsCommands() {
        serve(builder -> knowing(builder, new Principal("guest", "visitor")), service);
        assertRefused(Code.PERMISSION_DENIED, "vault.read: " + NO_READER, () -> vault(connect()).read());
        service.events.expectNoMore();
    }

    @Test
    void theyHoldForStreamsToo() {
        serve(builder -> knowing(builder, new Principal("guest", "visitor")), service);
        Client guest = connect();
        assertRefused(
                Code.PERMISSION_DENIED,
                "vault.pages: " + NO_READER,
                () -> {
                    try (Stream<Integer> pages = vault(guest).pages(3)) {
                        pages.toList();
                    }
                });
        assertRefused(Code.PERMISSION_DENIED, "vault.sum: " + NO_READER, () -> vault(guest).sum(Stream.of(1, 2)));
        service.events.expectNoMore();
    }

    @Test
    void theRolesOfACommandAreInTheirPlace() {
        serve(builder -> knowing(builder, new Principal("ann", "reader")), service);
        Client ann = connect();
        assertRefused(
                Code.PERMISSION_DENIED,
                "vault.destroy: ann may not call it (it takes the role admin)",
                () -> vault(ann).destroy());
        assertThat(vault(ann).read()).as("on the same connection").isEqualTo("ann");
        service.events.expect("ann");
        service.events.expectNoMore();
    }

    @Test
    void aHealthCheckMayBeOpenAndNothingElse() {
        serve(builder -> withTokens(builder).openHealthCheck(), new HealthService());
        Health health = connect().service(Health.class);
        assertThat(health.check()).isEqualTo("seen: {}");
        assertRefused(Code.UNAUTHENTICATED, "health.watch: " + NO_TOKEN, health::watch);
    }
}
