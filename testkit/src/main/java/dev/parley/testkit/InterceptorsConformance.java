package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.Call;
import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.Interceptor;
import dev.parley.RpcException;
import dev.parley.Service;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// What stands around calls, at either end.
abstract class InterceptorsConformance extends Conformance {
    @Service("words")
    static class WordsService {
        final AtomicInteger runs = new AtomicInteger();

        @Command
        String upper(String text) {
            runs.incrementAndGet();
            return text.toUpperCase(Locale.ROOT);
        }

        @Command
        String flaky(int failures) {
            if (runs.incrementAndGet() <= failures) {
                throw new RpcException(Code.UNAVAILABLE, "try again");
            }
            return "after " + runs.get();
        }

        @Command
        Stream<String> letters(String text) {
            return text.chars().mapToObj(c -> String.valueOf((char) c));
        }

        @Command
        long count(String ignored, Stream<String> words) {
            return words.count();
        }

        @Command
        @Nullable Duration remaining() {
            return Call.current().remaining().orElse(null);
        }

        @Command
        void waitForEver() throws InterruptedException {
            new CountDownLatch(1).await();
        }
    }

    interface Words {
        String upper(String text);

        String flaky(int failures);

        Stream<String> letters(String text);

        long count(String ignored, Stream<String> words);

        @Nullable Duration remaining();

        void waitForEver();
    }

    @Service("words")
    interface Futures {
        CompletableFuture<String> upper(String text);
    }

    private final WordsService service = new WordsService();
    private final Events events = new Events();

    InterceptorsConformance(ConformanceSuite suite) {
        super(suite);
    }

    private Interceptor telling(String name) {
        return (call, next) -> {
            events.add(name + " before " + call);
            try {
                return next.proceed(call);
            } finally {
                events.add(name + " after");
            }
        };
    }

    private Client atTheClient(Interceptor interceptor) {
        serve(service);
        return connect(builder -> builder.intercept(interceptor));
    }

    private Words wordsAtTheClient(Interceptor interceptor) {
        return atTheClient(interceptor).service(Words.class);
    }

    private Words wordsAtTheServer(Interceptor interceptor) {
        serve(server -> server.intercept(interceptor), service);
        return connect().service(Words.class);
    }

    // ---- at both ends

    @Test
    void theFirstThatIsAddedStandsOutermost() {
        serve(server -> server.intercept(telling("server 1")).intercept(telling("server 2")), service);
        Client client = connect(builder -> builder.intercept(telling("client 1")).intercept(telling("client 2")));
        assertThat(client.service(Words.class).upper("milk")).isEqualTo("MILK");
        events.expect(
                "client 1 before words.upper",
                "client 2 before words.upper",
                "server 1 before words.upper",
                "server 2 before words.upper",
                "server 2 after",
                "server 1 after",
                "client 2 after",
                "client 1 after");
    }

    @Test
    void anInterceptorSeesTheCall() {
        Interceptor describing =
                (call, next) -> {
                    events.add(
                            call.service()
                                    + " "
                                    + call.command()
                                    + " "
                                    + call.arguments()
                                    + " "
                                    + call.named()
                                    + " "
                                    + call.peer().transport().isEmpty()
                                    + " "
                                    + call.timeout().isPresent());
                    return next.proceed(call);
                };
        serve(server -> server.intercept(describing), service);
        Client client = connect(builder -> builder.intercept(describing));
        client.service("words").call("upper", Map.of("text", "milk"));
        events.expect("words upper [] {text=milk} false true", "words upper [milk] {} false true");
        client.withTimeout(Duration.ZERO).service(Words.class).upper("milk");
        events.expect("words upper [milk] {} false false", "words upper [milk] {} false false");
    }

    @Test
    void argumentsAndResultsCanBeChangedAtTheClient() {
        Words words =
                wordsAtTheClient((call, next) -> {
                    call.arguments().set(0, call.arguments().getFirst() + " please");
                    return next.proceed(call) + "!";
                });
        assertThat(words.upper("milk")).isEqualTo("MILK PLEASE!");
    }

    @Test
    void argumentsAndResultsCanBeChangedAtTheServer() {
        Words words =
                wordsAtTheServer((call, next) -> {
                    call.arguments().set(0, call.arguments().getFirst() + " please");
                    return next.proceed(call) + "!";
                });
        assertThat(words.upper("milk")).isEqualTo("MILK PLEASE!");
    }

    @Test
    void namedArgumentsCanBeChangedAtTheClient() {
        Client client =
                atTheClient((call, next) -> {
                    call.named().put("text", "bread");
                    return next.proceed(call);
                });
        assertThat(client.service("words").call("upper", Map.of("text", "milk"))).isEqualTo("BREAD");
    }

    @Test
    void aStreamCanBeReplaced() {
        Interceptor marking =
                (call, next) -> next.proceed(call) instanceof Stream<?> all ? all.map(item -> item + "!") : "no stream";
        serve(server -> server.intercept(marking), service);
        assertThat(connect().service(Words.class).letters("ab")).containsExactly("a!", "b!");
        Client client = connect(builder -> builder.intercept(marking));
        assertThat(client.service(Words.class).letters("ab")).containsExactly("a!!", "b!!");
    }

    @Test
    void anInterceptorMayAnswerItself() {
        assertThat(wordsAtTheClient((call, next) -> "from the client").upper("milk")).isEqualTo("from the client");
        closeWhatIsOpen();
        assertThat(wordsAtTheServer((call, next) -> "from the server").upper("milk")).isEqualTo("from the server");
        assertThat(service.runs).hasValue(0);
    }

    // ---- failing

    @Test
    void anInterceptorOfTheServerMayRefuseACall() {
        Words words =
                wordsAtTheServer((call, next) -> {
                    throw new SecurityException("not for you");
                });
        RpcException failure = assertFails(Code.PERMISSION_DENIED, "not for you", () -> words.upper("milk"));
        assertThat(failure.type()).isEqualTo("SecurityException");
        assertThat(service.runs).hasValue(0);
    }

    @Test
    void anInterceptorOfTheClientMayRefuseACall() {
        Client client =
                atTheClient((call, next) -> {
                    throw call.command().equals("upper")
                            ? new IOException("no paper")
                            : new IllegalStateException("no ink");
                });
        assertThatThrownBy(() -> client.service("words").call("letters", "a"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no ink");
        assertThat(failure(() -> client.service("words").call("upper", "a")))
                .hasMessage("no paper")
                .hasCauseInstanceOf(IOException.class)
                .extracting("code", "type")
                .containsExactly(Code.UNKNOWN, "IOException");
        assertThat(service.runs).hasValue(0);
    }

    @Test
    void anInterceptorSeesAndChangesFailures() {
        Words words =
                wordsAtTheClient((call, next) -> {
                    try {
                        return next.proceed(call);
                    } catch (RpcException e) {
                        throw new RpcException(Code.DATA_LOSS, e.code() + ": " + e.getMessage());
                    }
                });
        assertFails(Code.DATA_LOSS, "UNAVAILABLE: try again", () -> words.flaky(1));
    }

    // ---- repeating

    @Test
    void aCallCanBeRepeatedAtTheClient() {
        Words words = wordsAtTheClient(repeating(5));
        assertThat(words.flaky(3)).isEqualTo("after 4");
    }

    @Test
    void aCallCanBeRepeatedAtTheServer() {
        Words words = wordsAtTheServer(repeating(5));
        assertThat(words.flaky(3)).isEqualTo("after 4");
    }

    @Test
    void aRepeatedCallBeginsWithTheSameArgumentsAndMetadata() {
        Words words =
                wordsAtTheClient((call, next) -> {
                    for (int i = 0; i < 3; i++) {
                        var again = call.again();
                        again.arguments().set(0, again.arguments().getFirst() + " " + i);
                        again.metadata().put("try " + i, "");
                        events.add(next.proceed(again) + " " + again.metadata().keySet());
                    }
                    return next.proceed(call);
                });
        assertThat(words.upper("milk")).isEqualTo("MILK");
        events.expect("MILK 0 [try 0]", "MILK 1 [try 1]", "MILK 2 [try 2]");
    }

    private static Interceptor repeating(int most) {
        return (call, next) -> {
            for (int i = 1; ; i++) {
                try {
                    return next.proceed(call.again());
                } catch (RpcException e) {
                    if (e.code() != Code.UNAVAILABLE || i == most) {
                        throw e;
                    }
                }
            }
        };
    }

    // ---- with the rest

    @Test
    void futuresPassThroughInterceptors() throws ExecutionException {
        Client client =
                atTheClient((call, next) -> {
                    events.add(call.toString());
                    return next.proceed(call) + "!";
                });
        assertThat(Await.value("an answer", client.service(Futures.class).upper("milk"))).isEqualTo("MILK!");
        events.expect("words.upper");
    }

    @Test
    void aClientsInterceptorMaySetTheDeadline() {
        Words words =
                wordsAtTheClient((call, next) -> {
                    call.timeout(call.command().equals("remaining") ? Duration.ofMinutes(10) : Duration.ofMillis(100));
                    return next.proceed(call);
                });
        assertThat(words.remaining()).isGreaterThan(Duration.ofMinutes(5));
        assertThat(failure(words::waitForEver).code()).isEqualTo(Code.DEADLINE_EXCEEDED);
    }

    @Test
    void aServersInterceptorRunsForTheCall() {
        Words words =
                wordsAtTheServer((call, next) -> {
                    events.add(Call.current().command() + " " + Thread.currentThread().isVirtual());
                    return next.proceed(call);
                });
        words.upper("milk");
        events.expect("upper true");
    }

    @Test
    void aServersInterceptorSeesTheStreamOfArguments() {
        Words words =
                wordsAtTheServer((call, next) -> {
                    if (call.arguments().get(1) instanceof Stream<?> all) {
                        call.arguments().set(1, all.limit(2));
                    }
                    return next.proceed(call);
                });
        assertThat(words.count("", Stream.of("a", "b", "c"))).isEqualTo(2);
    }

    @Test
    void theServersInterceptorsStandAroundItsOwnServicesToo() {
        wordsAtTheServer(telling("server"));
        assertThat(connect().service("_meta").call("service_names")).isEqualTo(List.of("words"));
        events.expect("server before _meta.service_names", "server after");
    }

    @Test
    void unknownCommandsDoNotReachTheInterceptors() {
        serve(server -> server.intercept(telling("server")), service);
        Client client = connect();
        assertThat(failure(() -> client.service("words").call("lower")).code()).isEqualTo(Code.UNIMPLEMENTED);
        events.expectNoMore();
    }
}
