package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.Default;
import dev.parley.Rest;
import dev.parley.RpcException;
import dev.parley.Server;
import dev.parley.Service;
import dev.parley.Tls;
import dev.parley.certs.TestAuthority;
import dev.parley.model.ServiceDescriptor;
import dev.parley.services.FileService;
import dev.parley.services.HealthService;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Our client with a server that speaks snekrpc. That server is ours; that it speaks as those in Python do is shown by
/// [SnekServerReplayTest].
@Timeout(60)
class SnekClientTest {
    @TempDir Path folder;

    private final Slow slow = new Slow();
    private Server server;
    private Client client;

    /// Commands that take their time.
    @Service("slow")
    static class Slow {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch interrupted = new CountDownLatch(1);
        final AtomicInteger atOnce = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();
        final AtomicInteger made = new AtomicInteger();

        @Command
        void forEver() throws InterruptedException {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        }

        @Command
        int alone(int value) {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            Thread.yield();
            atOnce.decrementAndGet();
            return value;
        }

        @Command
        Stream<byte[]> endless() {
            return Stream.generate(() -> {
                byte[] numbered = new byte[64 << 10];
                java.nio.ByteBuffer.wrap(numbered).putInt(made.incrementAndGet());
                return numbered;
            });
        }
    }

    interface SampleCalls {
        String echo(String value);

        List<Integer> upstream(Stream<Integer> values);

        Stream<Integer> downstream(int limit);

        Stream<Integer> dualstream(Stream<Integer> values);

        byte[] blob(byte[] data);
    }

    interface Files2 {
        String upload(InputStream src, String dst_path);

        InputStream download(String src_path);
    }

    @BeforeEach
    void start() throws Exception {
        server =
                Server.builder()
                        .service(new Sample())
                        .service(slow)
                        .service(new FileService(Files.createDirectory(folder.resolve("files")), true, 1 << 20))
                        .service(new HealthService())
                        .listen("snekrpc+unix://" + folder.resolve("s"))
                        .start();
        client = Client.connect(server.urls().getFirst().toString());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void theUrlNamesTheProtocol() {
        assertThat(server.urls().getFirst()).hasToString("snekrpc+unix://" + folder.resolve("s"));
    }

    @Test
    void valuesAndStreamsGoBothWays() {
        SampleCalls sample = client.service(SampleCalls.class, "sample");
        assertThat(sample.echo("hello")).isEqualTo("hello");
        assertThat(sample.upstream(Stream.of(0, 1, 2))).containsExactly(0, 1, 2);
        assertThat(sample.downstream(3)).containsExactly(0, 1, 2);
        assertThat(sample.downstream(0)).isEmpty();
        assertThat(sample.dualstream(IntStream.range(0, 1000).boxed())).hasSize(1000);
        assertThat(sample.blob(new byte[] {1, 2})).containsExactly(2, 1);
    }

    @Test
    void argumentsGoByPositionByNameAndMixed() {
        assertThat(client.service("sample").call("params", 1)).isEqualTo(params(1, null, true, List.of(), Map.of()));
        assertThat(client.service("sample").call("params", Map.of("a", 1, "c", false, "z", 5)))
                .isEqualTo(params(1, null, false, List.of(), Map.of("z", 5L)));
        assertThat(
                        client.service("sample")
                                .command("params")
                                .with(1, "b", true, false, 7, 8)
                                .with(Map.of("z", 5))
                                .call())
                .isEqualTo(params(1, "b", true, List.of(7L, 8L), Map.of("z", 5L)));
    }

    private static List<Object> params(long a, String b, boolean c, List<?> e, Map<?, ?> f) {
        return java.util.Arrays.asList(a, b, c, false, e, f);
    }

    @Test
    void aStreamStandsWhereItsParameterIs() throws Exception {
        byte[] text = "onetwo".getBytes(StandardCharsets.UTF_8);
        Files2 files = client.service(Files2.class, "file");
        assertThat(files.upload(new ByteArrayInputStream(text), "up.bin")).isEqualTo("up.bin");
        assertThat(Files.readString(folder.resolve("files/up.bin"))).isEqualTo("onetwo");
        try (InputStream in = files.download("up.bin")) {
            assertThat(in.readAllBytes()).isEqualTo(text);
        }
        client.service("file")
                .command("upload")
                .with(Map.of("dst_path", "by-name.bin", "src", new ByteArrayInputStream(text)))
                .call();
        assertThat(folder.resolve("files/by-name.bin")).hasContent("onetwo");
    }

    @Test
    void failuresCarryTheNamesOfPythonAndTheConnectionStays() {
        RpcException failure =
                catchThrowableOfType(RpcException.class, () -> client.service("sample").call("fail", "boom"));
        assertThat(failure).hasMessage("boom");
        assertThat(failure.type()).isEqualTo("ValueError");
        assertThat(failure.code()).isEqualTo(Code.INVALID_ARGUMENT);
        List<Object> items = new ArrayList<>();
        assertThatThrownBy(() -> client.service("sample").command("fail_midway").with(2).stream().forEach(items::add))
                .hasMessage("midway");
        assertThat(items).containsExactly(0L, 1L);
        RpcException unknown = catchThrowableOfType(RpcException.class, () -> client.service("sample").call("nope"));
        assertThat(unknown.type()).isEqualTo("AttributeError");
        assertThat(unknown.code()).isEqualTo(Code.UNIMPLEMENTED);
        assertThat(client.service("sample").call("echo", "still there")).isEqualTo("still there");
    }

    @Test
    void metadataBecomesOurs() {
        ServiceDescriptor sample = client.describe("sample");
        assertThat(sample.doc()).isEqualTo("A sample service.");
        ServiceDescriptor.Command params = command(sample, "params");
        assertThat(params.parameters())
                .extracting(ServiceDescriptor.Parameter::type)
                .containsExactly("integer", "text", "boolean", "boolean", "integer", "any");
        assertThat(params.parameters())
                .extracting(ServiceDescriptor.Parameter::required)
                .containsExactly(true, false, false, false, false, false);
        assertThat(command(sample, "dualstream").result().stream()).isTrue();
        assertThat(command(sample, "dualstream").parameters().getFirst().kind()).hasToString("STREAM");
        assertThat(command(sample, "null").result().type()).isEqualTo("nothing");
        assertThat(client.describe())
                .extracting(ServiceDescriptor::name)
                .containsExactlyInAnyOrder("file", "health", "sample", "slow");
    }

    private static ServiceDescriptor.Command command(ServiceDescriptor service, String name) {
        return service.commands().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void callsOfManyThreadsWaitForEachOther() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Object>> calls = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                int value = i;
                calls.add(threads.submit(() -> client.service("slow").call("alone", value)));
            }
            for (int i = 0; i < calls.size(); i++) {
                assertThat(calls.get(i).get()).isEqualTo((long) i);
            }
        }
        assertThat(slow.most).hasValue(1);
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void futuresWaitForEachOtherToo() {
        CompletableFuture<?> first = client.service("sample").command("echo").with("a").future();
        CompletableFuture<?> second = client.service("sample").command("echo").with("b").future();
        assertThat(second.join()).isEqualTo("b");
        assertThat(first.join()).isEqualTo("a");
    }

    @Test
    void aCallThatIsGivenUpEndsItsHandlerAndTheNextHasAConnectionOfItsOwn() throws Exception {
        CompletableFuture<?> call = client.service("slow").command("forEver").future();
        slow.begun.await();
        call.cancel(true);
        slow.interrupted.await();
        assertThat(client.service("sample").call("echo", "next")).isEqualTo("next");
    }

    @Test
    void whoeverWaitsForHisTurnHasItOnAnotherConnectionWhenTheCallBeforeIsGivenUp() throws Exception {
        CompletableFuture<?> call = client.service("slow").command("forEver").future();
        slow.begun.await();
        List<FutureTask<Object>> calls = new ArrayList<>();
        SampleCalls sample = client.service(SampleCalls.class, "sample");
        for (int i = 0; i < 20; i++) {
            List<Integer> numbers = List.of(i, i + 1);
            boolean taken = i % 2 == 0;
            FutureTask<Object> streams =
                    new FutureTask<>(() ->
                            taken ? sample.dualstream(numbers.stream()).toList() : sample.upstream(numbers.stream()));
            Thread thread = Thread.startVirtualThread(streams);
            while (thread.getState() != Thread.State.WAITING) { // for its turn
                assertThat(streams.isDone()).isFalse();
                Thread.onSpinWait();
            }
            calls.add(streams);
        }
        call.cancel(true);
        for (int i = 0; i < calls.size(); i++) {
            assertThat(calls.get(i).get()).isEqualTo(List.of(i, i + 1));
        }
    }

    @Test
    void aDeadlineEndsACallAtThisEnd() throws Exception {
        RpcException failure =
                catchThrowableOfType(
                        RpcException.class,
                        () -> client.withTimeout(Duration.ofMillis(100)).service("slow").call("forEver"));
        assertThat(failure.code()).isEqualTo(Code.DEADLINE_EXCEEDED);
        assertThat(failure).hasMessage("slow.forEver: not finished before the deadline");
        slow.interrupted.await();
        assertThat(client.service("sample").call("echo", "next")).isEqualTo("next");
    }

    @Test
    void aSlowReaderHoldsTheProducerBack() throws Exception {
        try (Stream<byte[]> items = client.service("slow").command("endless").returning(byte[].class).stream()) {
            var reading = items.iterator();
            assertThat(reading.next()).hasSize(64 << 10);
            int got = 1;
            int before = -1;
            while (before != slow.made.get()) { // until it has stopped
                before = slow.made.get();
                Thread.sleep(200);
            }
            assertThat(before).isLessThan(200); // of endlessly many: windows and the buffers of sockets
            for (int i = 0; i < before; i++) {
                got++;
                assertThat(java.nio.ByteBuffer.wrap(reading.next()).getInt()).isEqualTo(got);
            }
            assertThat(slow.made.get()).isGreaterThan(before);
        }
        assertThat(client.service("sample").call("echo", "next")).isEqualTo("next");
    }

    @Test
    void itIsSpokenOverTls() throws Exception {
        TestAuthority authority = TestAuthority.create("snek", Duration.ofDays(1));
        TestAuthority.Certificate certificate = authority.issue("server", List.of("127.0.0.1"));
        Path pem = Files.writeString(folder.resolve("server.pem"), certificate.pem());
        Path key = Files.writeString(folder.resolve("server.key"), certificate.keyPem());
        Path trusted = Files.writeString(folder.resolve("ca.pem"), authority.pem());
        try (Server encrypted =
                        Server.builder()
                                .service(new Sample())
                                .tls(Tls.of(pem, key))
                                .listen("snekrpc+tls://127.0.0.1:0")
                                .start();
                Client trusting =
                        Client.builder(encrypted.urls().getFirst().toString()).tls(Tls.trusting(trusted)).connect()) {
            assertThat(encrypted.urls().getFirst().toString()).startsWith("snekrpc+tls://127.0.0.1:");
            SampleCalls sample = trusting.service(SampleCalls.class, "sample");
            assertThat(sample.echo("hello")).isEqualTo("hello");
            assertThat(sample.dualstream(IntStream.range(0, 1000).boxed())).hasSize(1000);
            assertThat(sample.blob(new byte[3 << 20])).hasSize(3 << 20);
            assertThatThrownBy(() -> Client.connect(encrypted.urls().getFirst().toString()))
                    .isInstanceOf(RpcException.class)
                    .hasMessageContaining("certificat");
            int port = encrypted.urls().getFirst().getPort();
            assertThatThrownBy(() -> Client.connect("snekrpc+tcp://127.0.0.1:" + port))
                    .isInstanceOf(RpcException.class); // it is not spoken in plain
        }
    }

    @Test
    void argumentsThatAreTooLargeAreRefusedAndTheConnectionStays() {
        SampleCalls sample = client.service(SampleCalls.class, "sample");
        RpcException failure = catchThrowableOfType(RpcException.class, () -> sample.blob(new byte[5 << 20]));
        assertThat(failure.code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(failure).hasMessageMatching("a message of 52\\d{5} bytes \\(the limit maxMessage is 4194304\\)");
        assertThat(sample.echo("next")).isEqualTo("next");
    }

    /// Metadata with whatever Python's signatures may have.
    @Test
    void parametersOfEveryKindAreDescribed() throws Exception {
        Path at = folder.resolve("kinds");
        String spec =
                "{\"name\":\"k\",\"doc\":null,\"commands\":[{\"name\":\"c\",\"doc\":\"Does it.\",\"parameters\":["
                        + parameter("first", 0, "int", "null", false, false)
                        + parameter("second", 1, "str | None", "null", true, false)
                        + parameter("lines", 1, "Iterable[str]", "null", false, false)
                        + parameter("some", 1, "Iterable[int] | None", "null", true, false)
                        + parameter("made", 1, "Generator[dict[str, int], None, None]", "null", false, false)
                        + parameter("any", 1, "Iterator", "null", false, false)
                        + parameter("data", 1, "list", "[1,true,\"x\"]", true, false)
                        + parameter("pairs", 1, "dict", "{\"a\":1}", true, false)
                        + parameter("rest", 2, "float", "null", false, false)
                        + parameter("flag", 3, "bool", "true", true, false)
                        + parameter("inner", 3, "int", "5", true, true)
                        + parameter("more", 4, "datetime", "null", false, false);
        String whole = spec.substring(0, spec.length() - 1) + "],\"return_annotation\":null,\"is_generator\":true}]}";
        CompletableFuture<Void> peer =
                SnekPeer.serve(
                        at,
                        it -> {
                            it.next();
                            it.say("[\"DataMessage\"," + whole + "]");
                        });
        try (Client asking = Client.connect("snekrpc+unix://" + at)) {
            ServiceDescriptor.Command command = asking.describe("k").commands().getFirst();
            assertThat(command.doc()).isEqualTo("Does it.");
            assertThat(command.result().stream()).isTrue();
            assertThat(command.result().type()).isEqualTo("any");
            assertThat(command.parameters().stream().map(SnekClientTest::told))
                    .containsExactly(
                            "first NORMAL integer, required",
                            "second NORMAL text or null",
                            "lines STREAM text",
                            "some STREAM integer or null",
                            "made STREAM map",
                            "any STREAM any",
                            "data NORMAL list = 1,true,x",
                            "pairs NORMAL map = a=1",
                            "rest REST number",
                            "flag NORMAL boolean = true",
                            "more NAMED_REST time");
        }
        peer.get();
    }

    /// Names that Python cannot say are told as others; both reach the command.
    @Service("words")
    static class Words {
        @Command
        String say(String from, @Default("to") String in) {
            return from + in;
        }

        @Command
        String from_(String from_, byte[] data, @Default("aGVsbG8=") byte[] more) {
            return from_ + data.length + more.length;
        }

        @Command("is")
        String is(@Default("low") String p, String text) {
            return p + text;
        }
    }

    @Test
    void ourClientMayCallByTheNamesOfJavaAndByThoseOfPython() {
        try (Server named =
                        Server.builder().service(new Words()).listen("snekrpc+unix://" + folder.resolve("w")).start();
                Client caller = Client.connect(named.urls().getFirst().toString())) {
            ServiceDescriptor words = caller.describe("words");
            assertThat(words.commands())
                    .extracting(ServiceDescriptor.Command::name)
                    .containsExactly("from_", "is_", "say");
            assertThat(command(words, "say").parameters().stream().map(SnekClientTest::told))
                    .containsExactly("from_ NORMAL text, required", "in_ NORMAL text = to");
            assertThat(command(words, "from_").parameters().stream().map(SnekClientTest::told))
                    .containsExactly(
                            "from_ NORMAL text, required",
                            "data NORMAL bytes, required",
                            "more NORMAL bytes = aGVsbG8=");
            assertThat(command(words, "is_").parameters().stream().map(SnekClientTest::told))
                    .containsExactly("p NORMAL text = low", "text NORMAL text, required");
            var calls = caller.service("words");
            assertThat(calls.call("say", Map.of("from", "a", "in", "b"))).isEqualTo("ab");
            assertThat(calls.call("say", Map.of("from_", "a", "in_", "b"))).isEqualTo("ab");
            assertThat(calls.call("say", "a", "b")).isEqualTo("ab");
            assertThat(calls.call("from_", Map.of("from_", "a", "data", new byte[1]))).isEqualTo("a15");
            assertThat(calls.call("is", Map.of("text", "x"))).isEqualTo("lowx");
            assertThat(calls.call("is_", "high", "x")).isEqualTo("highx");
            for (List<String> order : List.of(List.of("from", "from_"), List.of("from_", "from"))) {
                Map<String, Object> both = new java.util.LinkedHashMap<>();
                order.forEach(name -> both.put(name, "a"));
                assertThatThrownBy(() -> calls.call("say", both)).hasMessageContaining("from_: no such parameter");
            }
        }
    }

    private static String parameter(
            String name, int kind, String type, String value, boolean hasDefault, boolean hidden) {
        return ("{'name':'"
                        + name
                        + "','doc':null,'kind':"
                        + kind
                        + ",'annotation':'"
                        + type
                        + "','default':"
                        + value
                        + ",'has_default':"
                        + hasDefault
                        + ",'hide':"
                        + hidden
                        + "},")
                .replace('\'', '"');
    }

    private static String told(ServiceDescriptor.Parameter parameter) {
        return parameter.name()
                + " "
                + parameter.kind()
                + " "
                + parameter.type()
                + (parameter.nullable() ? " or null" : "")
                + (parameter.required() ? ", required" : "")
                + (parameter.defaultValue() == null ? "" : " = " + parameter.defaultValue());
    }

    /// A server of snekrpc behind one of ours, which speaks our own protocol.
    @Test
    void itsServicesCanBeServedFurtherUnderAnotherName() throws Exception {
        try (Server front =
                        Server.builder()
                                .remote("their", client, "sample")
                                .remote("file", client)
                                .listen("unix://" + folder.resolve("front"))
                                .start();
                Client own = Client.connect(front.urls().getFirst().toString())) {
            SampleCalls their = own.service(SampleCalls.class, "their");
            assertThat(their.echo("hello")).isEqualTo("hello");
            assertThat(their.upstream(Stream.of(0, 1, 2))).containsExactly(0, 1, 2);
            assertThat(their.downstream(3)).containsExactly(0, 1, 2);
            assertThat(their.dualstream(IntStream.range(0, 1000).boxed())).hasSize(1000);
            assertThat(own.service("their").command("params").with(1, "b", true, false, 7).with(Map.of("z", 5)).call())
                    .isEqualTo(params(1, "b", true, List.of(7L), Map.of("z", 5L)));
            RpcException failure =
                    catchThrowableOfType(RpcException.class, () -> own.service("their").call("fail", "boom"));
            assertThat(failure.type() + ": " + failure.getMessage()).isEqualTo("ValueError: boom");
            List<Object> items = new ArrayList<>();
            assertThatThrownBy(() -> own.service("their").command("fail_midway").with(2).stream().forEach(items::add))
                    .hasMessage("midway");
            assertThat(items).containsExactly(0L, 1L);
            try (Stream<Integer> some = their.dualstream(Stream.iterate(0, i -> i + 1))) {
                assertThat(some.limit(100)).hasSize(100);
            }
            byte[] text = "onetwo".getBytes(StandardCharsets.UTF_8);
            Files2 files = own.service(Files2.class, "file");
            assertThat(files.upload(new ByteArrayInputStream(text), "up.bin")).isEqualTo("up.bin");
            try (InputStream in = files.download("up.bin")) {
                assertThat(in.readAllBytes()).isEqualTo(text);
            }
            assertThat(own.describe("their").commands()).isEqualTo(client.describe("sample").commands());
        }
    }

    /// What a handler calls back.
    interface Asking {
        String more();
    }

    @Service("back")
    static class CallsBack {
        @Command
        String ask() {
            return dev.parley.Call.current().caller(Asking.class).more();
        }
    }

    @Test
    void aHandlerCannotCallBack() {
        try (Server asking =
                        Server.builder()
                                .service(new CallsBack())
                                .listen("snekrpc+unix://" + folder.resolve("b"))
                                .start();
                Client caller = Client.connect(asking.urls().getFirst().toString())) {
            assertThatThrownBy(() -> caller.service("back").call("ask"))
                    .hasMessage("asking.more: the peer's protocol takes no calls");
        }
    }

    /// Whose parameters have other names than the server's.
    interface Placed {
        String put(int first, Map<String, Integer> further, Stream<Integer> own, String last);
    }

    interface PlacedRest {
        String put(int first, @Rest Map<String, Integer> further, Stream<Integer> own, String last);
    }

    @Test
    void aStreamOfAnInterfaceGoesByPositionAndAnotherAsItIsGiven() throws Exception {
        Path at = folder.resolve("placed");
        List<List<?>> arguments = new ArrayList<>();
        CompletableFuture<Void> peer =
                SnekPeer.serve(
                        at,
                        it -> {
                            for (int i = 0; i < 5; i++) {
                                List<?> command = (List<?>) it.upTo("StreamEndMessage").getFirst();
                                arguments.add(command.subList(3, 5));
                                it.say("[\"DataMessage\",\"\"]");
                            }
                        });
        try (Client placed = Client.connect("snekrpc+unix://" + at)) {
            placed.service(Placed.class, "it").put(1, Map.of(), Stream.of(2), "x");
            placed.service(PlacedRest.class, "it").put(1, Map.of("z", 3), Stream.of(2), "x");
            placed.service("it").call("put", 1, Stream.of(2), "x");
            placed.service("it").call("put", Map.of("a", Stream.of(2)));
            placed.service("it").command("put").with(1, "x").with(Map.of("a", Stream.of(2))).call();
        }
        peer.get();
        List<?> stream = List.of("StreamArgument");
        List<?> first = List.of("Argument", 1L);
        List<?> last = List.of("Argument", "x");
        assertThat(arguments)
                .containsExactly(
                        List.of(List.of(first, List.of("Argument", Map.of()), stream, last), Map.of()),
                        List.of(List.of(first, stream, last), Map.of("z", List.of("Argument", 3L))),
                        List.of(List.of(first, stream, last), Map.of()),
                        List.of(List.of(), Map.of("a", stream)),
                        List.of(List.of(first, last), Map.of("a", stream)));
    }

    /// A server may answer before it has read the stream, which it then reads to its end.
    @Test
    void aStreamThatIsNotWantedAnyMoreIsEndedBeforeTheNextCall() throws Exception {
        Path at = folder.resolve("early");
        List<Object> all = new ArrayList<>();
        CompletableFuture<Void> peer =
                SnekPeer.serve(
                        at,
                        it -> {
                            all.addAll(it.upTo("StreamStartMessage"));
                            it.say("[\"ErrorMessage\",\"ValueError\",\"no\",\"\"]");
                            all.addAll(it.upTo("CommandMessage"));
                            it.say("[\"DataMessage\",\"next\"]");
                        });
        try (Client early = Client.connect("snekrpc+unix://" + at)) {
            assertThatThrownBy(() -> early.service(SampleCalls.class, "sample").upstream(Stream.generate(() -> 1)))
                    .hasMessage("no");
            assertThat(early.service("sample").call("echo", "next")).isEqualTo("next");
        }
        peer.get();
        assertThat(all.getFirst()) // by position: what the interface calls its parameter is its own affair
                .isEqualTo(
                        List.of("CommandMessage", "sample", "upstream", List.of(List.of("StreamArgument")), Map.of()));
        assertThat(all.get(all.size() - 2)).isEqualTo(List.of("StreamEndMessage"));
    }
}
