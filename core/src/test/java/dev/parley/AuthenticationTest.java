package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Who may call: nobody whom the server does not know, nothing that his roles do not allow, and whatever else happens, the
/// secrets stay secret.
@Timeout(60)
class AuthenticationTest {
    private static final String TOKEN = "s3cret-of-ann";
    private static final Principal ANN = new Principal("ann", "reader");
    private static final Principal BOB = new Principal("bob", "reader", "admin");

    @TempDir Path folder;

    private final Vault vault = new Vault();
    private final List<AutoCloseable> open = new ArrayList<>();

    @Service("vault")
    @Allow("reader")
    static class Vault {
        final AtomicInteger runs = new AtomicInteger();
        final List<Map<String, String>> seen = new CopyOnWriteArrayList<>();

        @Command
        String who() {
            runs.incrementAndGet();
            seen.add(Call.current().metadata());
            return Call.current().principal().map(Principal::name).orElse("nobody");
        }

        @Command
        @Inline
        String quick() {
            runs.incrementAndGet();
            return Call.current().principal().orElseThrow().toString();
        }

        @Command
        @Allow("admin")
        void destroy() {
            runs.incrementAndGet();
        }

        @Command
        @Allow({})
        String hello() {
            return "hello " + Call.current().principal().orElseThrow();
        }

        @Command
        long sum(Stream<Integer> numbers) {
            runs.incrementAndGet();
            return numbers.mapToLong(n -> n).sum();
        }

        @Command
        void fail() {
            throw new IllegalStateException("seen: " + Call.current().metadata());
        }
    }

    @Service("health")
    static class Health {
        final List<Map<String, String>> seen = new CopyOnWriteArrayList<>();

        @Command
        String check() {
            seen.add(Call.current().metadata());
            return "SERVING";
        }

        @Command
        String watch() {
            return "…";
        }
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private Server serve(UnaryOperator<ServerBuilder> more) {
        Server server = more.apply(Server.builder().service(vault).listen("unix://" + folder.resolve("s"))).start();
        open.add(server);
        return server;
    }

    private Client connect(String token) {
        ClientBuilder builder = Client.builder("unix://" + folder.resolve("s"));
        Client client = (token == null ? builder : builder.token(token)).connect();
        open.add(client);
        return client;
    }

    private static ServerBuilder withTokens(ServerBuilder builder) {
        return builder.authenticate(Authenticator.tokens(Map.of(TOKEN, ANN, "of-bob", BOB)));
    }

    private static void assertRefused(Client client, String service, String command, Code code, String text) {
        assertThatThrownBy(() -> client.service(service).call(command))
                .isInstanceOfSatisfying(
                        RpcException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(code);
                            assertThat(e.mayHaveRun()).isFalse();
                        })
                .hasMessage(text);
    }

    @Test
    void aTokenTellsWhoCalls() {
        serve(AuthenticationTest::withTokens);
        assertThat(connect(TOKEN).service("vault").call("who")).isEqualTo("ann");
        assertThat(connect("of-bob").service("vault").call("who")).isEqualTo("bob");
        assertThat(connect("of-bob").service("vault").call("quick")).isEqualTo("bob");
    }

    @Test
    void aTokenCanBeOfOneCallAlone() {
        serve(AuthenticationTest::withTokens);
        Client client = connect(null);
        assertThat(client.withMetadata("authorization", "bearer  " + TOKEN + " ").service("vault").call("who"))
                .isEqualTo("ann");
        assertRefused(
                client,
                "vault",
                "who",
                Code.UNAUTHENTICATED,
                "vault.who: no token (expected metadata authorization: Bearer TOKEN)");
    }

    @Test
    void nobodyElseCallsAnything() {
        serve(AuthenticationTest::withTokens);
        for (String command : List.of("who", "quick", "hello", "nonsense")) {
            assertRefused(
                    connect("guessed"),
                    "vault",
                    command,
                    Code.UNAUTHENTICATED,
                    "vault." + command + ": the token is not known");
        }
        assertRefused(
                connect("guessed"), "nowhere", "to_go", Code.UNAUTHENTICATED, "nowhere.to_go: the token is not known");
        assertRefused(
                connect(null),
                "_meta",
                "services",
                Code.UNAUTHENTICATED,
                "_meta.services: no token (expected metadata authorization: Bearer TOKEN)");
        assertRefused(
                connect(null).withMetadata("authorization", "Basic YW5uOmFubg=="),
                "vault",
                "who",
                Code.UNAUTHENTICATED,
                "vault.who: metadata authorization without a token (expected Bearer TOKEN)");
        assertThatThrownBy(() -> connect("guessed").service("vault").command("sum").with(Stream.of(1, 2)).call())
                .hasMessage("vault.sum: the token is not known");
        assertThat(vault.runs).hasValue(0);
    }

    @Test
    void rolesSayWhatMayBeCalled() {
        serve(AuthenticationTest::withTokens);
        assertRefused(
                connect(TOKEN),
                "vault",
                "destroy",
                Code.PERMISSION_DENIED,
                "vault.destroy: ann may not call it (it takes the role admin)");
        connect("of-bob").service("vault").call("destroy");
        assertThat(vault.runs).hasValue(1);
    }

    @Test
    void aMethodsRolesAreInThePlaceOfTheClasss() {
        serve(b -> b.authenticate((peer, metadata) -> new Principal("guest")));
        assertThat(connect(null).service("vault").call("hello")).isEqualTo("hello guest");
        assertRefused(
                connect(null),
                "vault",
                "who",
                Code.PERMISSION_DENIED,
                "vault.who: guest may not call it (it takes the role reader)");
    }

    @Test
    void anInterceptorCanSayTheSameForAllCommands() {
        serve(b -> withTokens(b).intercept(Interceptor.allow("admin", "root")));
        assertThat(connect("of-bob").service("vault").call("who")).isEqualTo("bob");
        assertThatThrownBy(() -> connect(TOKEN).service("vault").call("who"))
                .hasMessage("vault.who: ann may not call it (it takes the role admin or root)");
    }

    @Test
    void withoutAnAuthenticatorNobodyIsKnownAndRolesAreRefusedAtTheStart() {
        assertThatThrownBy(() -> serve(b -> b))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("vault.")
                .hasMessageContaining(": @Allow, but the server does not know who calls (add authenticate(…) to it)");
    }

    @Test
    void aHealthCheckCanBeOpenedAndNothingElse() {
        serve(b -> withTokens(b).service(new Health()).openHealthCheck());
        assertThat(connect(null).service("health").call("check")).isEqualTo("SERVING");
        assertRefused(
                connect(null),
                "health",
                "watch",
                Code.UNAUTHENTICATED,
                "health.watch: no token (expected metadata authorization: Bearer TOKEN)");
    }

    @Test
    void theSystemTellsWhoIsAtAUnixSocket() {
        serve(b -> b.authenticate(Authenticator.sameUser("reader")));
        assertThat(connect(null).service("vault").call("who")).isEqualTo(System.getProperty("user.name"));
    }

    @Test
    void elsewhereTheSystemDoesNotTell() {
        Server server =
                Server.builder()
                        .service(vault)
                        .authenticate(Authenticator.sameUser("reader").or(Authenticator.tokens(Map.of(TOKEN, ANN))))
                        .listen("tcp://127.0.0.1:0")
                        .listen("memory://vault")
                        .start();
        open.add(server);
        Client far = Client.connect(server.urls().getFirst().toString());
        Client near = Client.connect("memory://vault");
        open.addAll(List.of(far, near));
        assertThat(near.service("vault").call("who")).isEqualTo(System.getProperty("user.name"));
        assertThat(far.withMetadata("authorization", "Bearer " + TOKEN).service("vault").call("who")).isEqualTo("ann");
        assertRefused(
                far,
                "vault",
                "who",
                Code.UNAUTHENTICATED,
                "vault.who: got a caller over tcp (expected user "
                        + System.getProperty("user.name")
                        + ", over a Unix socket); no token (expected metadata authorization: Bearer TOKEN)");
    }

    @Test
    void handlersAndInterceptorsDoNotSeeTheToken() {
        List<Map<String, String>> intercepted = new CopyOnWriteArrayList<>();
        serve(b ->
                withTokens(b)
                        .intercept((call, next) -> {
                            intercepted.add(call.metadata());
                            return next.proceed(call);
                        }));
        connect(TOKEN).withMetadata("trace", "7").service("vault").call("who");
        assertThat(vault.seen).containsExactly(Map.of("trace", "7"));
        assertThat(intercepted).containsExactly(Map.of("trace", "7"));
        assertThatThrownBy(() -> connect(TOKEN).service("vault").call("fail"))
                .hasMessageNotContaining(TOKEN)
                .hasMessage("seen: {}");
    }

    @Test
    void anOpenHealthCheckDoesNotSeeTheTokenEither() {
        Health health = new Health();
        List<Map<String, String>> intercepted = new CopyOnWriteArrayList<>();
        serve(b ->
                withTokens(b)
                        .service(health)
                        .openHealthCheck()
                        .intercept((call, next) -> {
                            intercepted.add(call.metadata());
                            return next.proceed(call);
                        }));
        for (String token : List.of(TOKEN, "guessed")) {
            connect(token).withMetadata("trace", "7").service("health").call("check");
        }
        assertThat(health.seen).containsExactly(Map.of("trace", "7"), Map.of("trace", "7"));
        assertThat(intercepted).isEqualTo(health.seen);
    }

    @Test
    void withoutAnAuthenticatorATokenIsMetadataLikeAnyOther() {
        Health health = new Health();
        open.add(Server.builder().service(health).listen("unix://" + folder.resolve("s")).start());
        connect(TOKEN).service("health").call("check");
        assertThat(health.seen).containsExactly(Map.of("authorization", "Bearer " + TOKEN));
    }

    @Test
    void anAuthenticatorMayWaitAndRefuseInItsOwnWords() {
        serve(b ->
                b.authenticate((peer, metadata) -> {
                    try {
                        Thread.sleep(1);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    throw new RpcException(Code.RESOURCE_EXHAUSTED, "Paused", "ann has had enough for today", null);
                }));
        assertRefused(
                connect(null), "vault", "quick", Code.RESOURCE_EXHAUSTED, "vault.quick: ann has had enough for today");
    }

    @Test
    void anAuthenticatorThatBreaksLetsNobodyIn() {
        serve(b ->
                b.authenticate((peer, metadata) -> {
                    throw new IllegalCallerException("the database of " + TOKEN + " is gone");
                }));
        assertThatThrownBy(() -> connect(TOKEN).service("vault").call("who"))
                .isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.code()).isEqualTo(Code.INTERNAL))
                .hasMessageContaining("unexpected error ")
                .hasMessageNotContaining(TOKEN);
        assertThat(vault.runs).hasValue(0);
    }

    @Test
    void anAuthenticatorThatKnowsNobodyLetsNobodyIn() {
        serve(b -> b.authenticate((peer, metadata) -> Map.<String, Principal>of().get("ann")));
        assertRefused(connect(null), "vault", "hello", Code.UNAUTHENTICATED, "vault.hello: the caller is not known");
    }

    @Test
    void tokensComeFromAFile() throws IOException {
        Path file = folder.resolve("tokens");
        Files.writeString(file, "# who may call\n\n  " + TOKEN + "  ann reader\nof-bob\tbob reader admin\n");
        Authenticator known = Authenticator.tokenFile(file);
        serve(b -> b.authenticate(known));
        assertThat(connect("of-bob").service("vault").call("who")).isEqualTo("bob");
        assertRefused(connect("#"), "vault", "who", Code.UNAUTHENTICATED, "vault.who: the token is not known");
    }

    @Test
    void aFileOfTokensIsReadWithCareAndWithoutTellingThem() throws IOException {
        Path file = folder.resolve("tokens");
        Files.writeString(file, "# nothing\n" + TOKEN + "\n");
        assertThatThrownBy(() -> Authenticator.tokenFile(file))
                .hasMessage(file + ", line 2: got one word (expected TOKEN NAME, and perhaps ROLEs)");
        Files.writeString(file, TOKEN + " ann\n" + TOKEN + " bob\n");
        assertThatThrownBy(() -> Authenticator.tokenFile(file))
                .hasMessage(file + ", line 2: the token of bob is another's, too");
        Files.writeString(file, "# nothing\n");
        assertThatThrownBy(() -> Authenticator.tokenFile(file))
                .hasMessage(file + ": no tokens (expected lines of TOKEN NAME, and perhaps ROLEs)");
        assertThatThrownBy(() -> Authenticator.tokens(Map.of(" ", ANN))).hasMessage("token of ann: got an empty one");
        assertThatThrownBy(() -> new Principal("", Set.of())).hasMessage("principal: got no name");
    }

    @Test
    void whatIsMissingForOtherMachinesIsSaid() {
        assertThatThrownBy(() -> serve(b -> withTokens(b).listen("tcp://0.0.0.0:0")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "refusing to listen on tcp://0.0.0.0:0: other machines could connect, nothing would be"
                                + " encrypted (listen on tls://, or listen on 127.0.0.1 or a Unix socket of mode"
                                + " 0600, or allow it with insecure(true))");
    }
}
