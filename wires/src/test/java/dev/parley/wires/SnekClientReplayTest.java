package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Client;
import dev.parley.Rest;
import dev.parley.RpcException;
import dev.parley.model.ServiceDescriptor;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What a Python server said to a Python client is said to ours, which asks for what that one did: by names, and through
/// interfaces.
@Timeout(60)
class SnekClientReplayTest {
    @TempDir Path folder;

    /// What the client said until the server began, and its answer.
    private record Turn(List<Object> request, byte[] reply) {
        /// Whether all that is left of a stream belongs to it.
        boolean endsStream() {
            return request.getLast().equals(List.of(SnekFrames.STREAM_END));
        }
    }

    /// A call, or the question for the codec.
    private record Exchange(String step, List<Turn> turns) {
        List<Object> request() {
            return turns.stream().flatMap(turn -> turn.request.stream()).toList();
        }

        List<Object> reply() {
            return turns.stream().flatMap(turn -> Messages.of(turn.reply).stream()).toList();
        }

        boolean isGreeting() {
            return request().getFirst().equals("handshake ");
        }

        /// Python's command line asks for a service's metadata before it calls with a stream.
        boolean isAside() {
            return !step.startsWith("_meta") && command().get(1).equals("_meta");
        }

        List<?> command() {
            return (List<?>) request().getFirst();
        }
    }

    /// What a caller gets: a value or the items of a stream, and the failure after them.
    private record Outcome(List<Object> values, String failure) {}

    // ---- the same calls through interfaces

    interface Meta {
        Map<String, Object> status();

        List<String> service_names();
    }

    interface Sample {
        @dev.parley.Command("null")
        @Nullable Object isNull();

        String echo(String value);

        List<Object> params(int a, String b, boolean c, boolean d, @Rest Map<String, Integer> f, int... e);

        List<Integer> upstream(Stream<Integer> theirNameIsAnother);

        Stream<Integer> downstream(int limit);

        Stream<Integer> dualstream(Stream<Integer> theirNameIsAnother);

        void fail(String message);

        @dev.parley.Command("fail_midway")
        Stream<Integer> failMidway(int limit);

        void nope();

        byte[] blob(byte[] data);
    }

    /// A caller who knows of one parameter only.
    interface Less {
        List<Object> params(int a);
    }

    interface Nope {
        Object echo(int value);
    }

    interface Files {
        String upload(InputStream src, String to);

        InputStream download(String from);

        long size(String path);

        Stream<String> paths(@Nullable String pattern, boolean described);
    }

    interface Health {
        Stream<@Nullable Object> ping(int count, double interval);
    }

    private static @Nullable Object typed(Client client, String step) throws Exception {
        Sample sample = client.service(Sample.class, "sample");
        Files files = client.service(Files.class, "file");
        return switch (step) {
            case "_meta.status" -> client.service(Meta.class, "_meta").status();
            case "_meta.service_names", "_meta.service_names with the built-in services" ->
                    client.service(Meta.class, "_meta").service_names();
            case "_meta.services" -> client.describe();
            case "_meta.service(\"sample\")" -> client.describe("sample");
            case "_meta.service(\"nope\") fails" -> client.describe("nope");
            case "sample.null()" -> sample.isNull();
            case "sample.echo(\"hello\")", "sample.echo(value=\"hello\") by name" -> sample.echo("hello");
            case "sample.params(1)" -> client.service(Less.class, "sample").params(1);
            case "sample.params(2, \"a\", False, True, 1, 2, 3, z=1)" ->
                    sample.params(2, "a", false, true, Map.of("z", 1), 1, 2, 3);
            case "sample.upstream(0..4)" -> sample.upstream(IntStream.range(0, 5).boxed());
            case "sample.downstream(3)" -> sample.downstream(3);
            case "sample.dualstream(0..2)" -> sample.dualstream(IntStream.range(0, 3).boxed());
            case "sample.downstream(0) empty" -> sample.downstream(0);
            case "sample.fail(\"boom\") fails" -> {
                sample.fail("boom");
                yield null;
            }
            case "sample.fail_midway(2) fails after two items" -> sample.failMidway(2);
            case "sample.nope() unknown command fails" -> {
                sample.nope();
                yield null;
            }
            case "nope.echo(1) unknown service fails" -> client.service(Nope.class, "nope").echo(1);
            case "sample.blob(00ff10)" -> sample.blob(new byte[] {0, -1, 0x10});
            case "file.upload(chunks, \"up.bin\")" ->
                    files.upload(new ByteArrayInputStream("onetwo".getBytes(StandardCharsets.US_ASCII)), "up.bin");
            case "file.download(\"up.bin\")" -> {
                try (InputStream in = files.download("up.bin")) {
                    yield Stream.of(in.readAllBytes());
                }
            }
            case "file.size(\"up.bin\")" -> files.size("up.bin");
            case "file.paths()" -> files.paths(null, false);
            case "file.size(\"../x\") fails" -> files.size("../x");
            case "health.ping(count=2, interval=0.01)" -> client.service(Health.class, "health").ping(2, 0.01);
            default -> throw new AssertionError("a step that is not known: " + step);
        };
    }

    /// The parameters of what interfaces call, as the server has named them.
    private static final Map<String, List<String>> PARAMETERS =
            Map.ofEntries(
                    Map.entry("_meta.service", List.of("name")),
                    Map.entry("sample.echo", List.of("value")),
                    Map.entry("sample.params", List.of("a", "b", "c", "d")),
                    Map.entry("sample.upstream", List.of("values")),
                    Map.entry("sample.downstream", List.of("limit")),
                    Map.entry("sample.dualstream", List.of("values")),
                    Map.entry("sample.fail", List.of("message")),
                    Map.entry("sample.fail_midway", List.of("limit")),
                    Map.entry("sample.blob", List.of("data")),
                    Map.entry("nope.echo", List.of("value")),
                    Map.entry("file.upload", List.of("src", "dst_path")),
                    Map.entry("file.download", List.of("src_path")),
                    Map.entry("file.size", List.of("path")),
                    Map.entry("file.paths", List.of("pattern", "with_metadata")),
                    Map.entry("health.ping", List.of("count", "interval")));

    /// What a request means: arguments by position get their names, and a stream of bytes may be cut anywhere.
    private static List<Object> meaning(List<Object> request) {
        List<?> command = (List<?>) request.getFirst();
        String name = command.get(1) + "." + command.get(2);
        List<String> parameters = PARAMETERS.getOrDefault(name, List.of());
        Map<Object, Object> arguments = new LinkedHashMap<>((Map<?, ?>) command.get(4));
        int i = 0;
        for (Object argument : (List<?>) command.get(3)) {
            String parameter = i < parameters.size() ? parameters.get(i) : "*" + i;
            assertThat(arguments.put(parameter, argument)).as("%s given twice in %s", parameter, command).isNull();
            i++;
        }
        List<Object> meaning = new ArrayList<>(List.of(name, arguments));
        StringBuilder bytes = new StringBuilder();
        for (Object message : request.subList(1, request.size())) {
            if (((List<?>) message).getLast() instanceof String text && text.startsWith("bytes ")) {
                bytes.append(text.substring("bytes ".length()));
            } else {
                meaning.add(message);
            }
        }
        meaning.add(bytes.toString());
        return meaning;
    }

    // ---- by names, as they are recorded

    private static @Nullable Object dynamic(Client client, Exchange exchange) throws Exception {
        List<?> command = exchange.command();
        if (command.get(1).equals("_meta") && ((String) command.get(2)).startsWith("service")) {
            return typed(client, exchange.step);
        }
        List<Object> items = new ArrayList<>();
        for (Object message : exchange.request().subList(1, exchange.request().size())) {
            if (((List<?>) message).size() == 2) {
                items.add(sent(((List<?>) message).getLast()));
            }
        }
        List<@Nullable Object> positional = new ArrayList<>();
        for (Object argument : (List<?>) command.get(3)) {
            positional.add(argument((List<?>) argument, items));
        }
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        ((Map<?, ?>) command.get(4))
                .forEach((key, argument) -> named.put((String) key, argument((List<?>) argument, items)));
        var call =
                client.service((String) command.get(1))
                        .command((String) command.get(2))
                        .with(positional.toArray())
                        .with(named);
        boolean streams = exchange.reply().getFirst().equals(List.of(SnekFrames.STREAM_START));
        return streams ? call.stream() : call.call();
    }

    private static @Nullable Object argument(List<?> argument, List<Object> items) {
        return argument.size() == 1 ? items.stream() : sent(argument.getLast());
    }

    /// What [Messages] has made comparable, as it was.
    private static @Nullable Object sent(Object value) {
        if (value instanceof String text && text.startsWith("bytes ")) {
            return HexFormat.of().parseHex(text.substring("bytes ".length()));
        }
        return value.equals("null") ? null : value;
    }

    // ---- what comes of it

    private static Outcome outcome(Callable<@Nullable Object> call) throws Exception {
        List<Object> values = new ArrayList<>();
        try {
            Object result = call.call();
            if (result instanceof Stream<?> stream) {
                stream.forEach(item -> values.add(comparable(item)));
            } else {
                values.add(comparable(result));
            }
            return new Outcome(values, "");
        } catch (RpcException e) {
            return new Outcome(values, e.code() + " " + e.type() + ": " + e.getMessage());
        }
    }

    private static Object comparable(@Nullable Object value) {
        return switch (value) {
            case Integer number -> number.longValue();
            case ServiceDescriptor service -> comparable(SnekSpec.map(SnekSpec.Service.of(service)));
            case Map<?, ?> map -> {
                Map<Object, Object> all = new LinkedHashMap<>();
                map.forEach((k, v) -> all.put(k, comparable(v)));
                yield all;
            }
            case List<?> list -> list.stream().map(SnekClientReplayTest::comparable).toList();
            case null, default -> Messages.readable(value);
        };
    }

    private static Outcome recorded(Exchange exchange) {
        List<Object> values = new ArrayList<>();
        String failure = "";
        for (Object message : exchange.reply()) {
            List<?> parts = (List<?>) message;
            if (parts.getFirst().equals(SnekFrames.DATA)) {
                values.add(parts.getLast());
            } else if (parts.getFirst().equals(SnekFrames.ERROR)) {
                String type = (String) parts.get(1);
                failure = PythonErrors.code(type) + " " + type + ": " + parts.get(2);
            }
        }
        return new Outcome(values, failure);
    }

    // ---- the replay

    @ParameterizedTest
    @ValueSource(strings = {"tcp-msgpack", "tcp-json", "unix-msgpack", "unix-json"})
    void callsByNameAreThoseOfTheRecording(String name) throws Exception {
        replay(name, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp-msgpack", "tcp-json", "unix-msgpack", "unix-json"})
    void callsThroughInterfacesMeanThoseOfTheRecording(String name) throws Exception {
        replay(name, true);
    }

    private void replay(String name, boolean typed) throws Exception {
        List<Exchange> exchanges = exchanges(name);
        try (ServerSocketChannel listener = listen(name.startsWith("unix"))) {
            FutureTask<?> server =
                    new FutureTask<>(() -> {
                        try (listener) {
                            serve(listener, exchanges, typed);
                        }
                        return true;
                    });
            Thread.startVirtualThread(server);
            try (Client client = Client.connect(url(listener))) {
                for (Exchange exchange : exchanges) {
                    if (!exchange.isGreeting()) {
                        Outcome outcome =
                                outcome(() -> typed ? typed(client, exchange.step) : dynamic(client, exchange));
                        if (outcome.failure.startsWith("UNAVAILABLE")) {
                            server.get(); // it tells why it has left
                        }
                        assertThat(outcome).as(exchange.step).isEqualTo(recorded(exchange));
                    }
                }
            }
            server.get();
        }
    }

    private ServerSocketChannel listen(boolean unix) throws Exception {
        ServerSocketChannel listener =
                unix ? ServerSocketChannel.open(StandardProtocolFamily.UNIX) : ServerSocketChannel.open();
        return listener.bind(
                unix
                        ? UnixDomainSocketAddress.of(folder.resolve("s"))
                        : new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private static String url(ServerSocketChannel listener) throws Exception {
        return listener.getLocalAddress() instanceof InetSocketAddress at
                ? "snekrpc+tcp://127.0.0.1:" + at.getPort()
                : "snekrpc+unix://" + listener.getLocalAddress();
    }

    /// Takes one client, and answers what is asked with the bytes of the recording.
    private static void serve(ServerSocketChannel listener, List<Exchange> exchanges, boolean typed) throws Exception {
        try (SocketChannel client = listener.accept()) {
            DataInputStream in = new DataInputStream(Channels.newInputStream(client));
            for (Exchange exchange : exchanges) {
                List<Object> request = new ArrayList<>();
                for (Turn turn : exchange.turns) {
                    int before = request.size();
                    do {
                        request.add(Messages.next(in));
                    } while (turn.endsStream()
                            ? !request.getLast().equals(turn.request.getLast())
                            : request.size() < before + turn.request.size());
                    client.write(ByteBuffer.wrap(turn.reply));
                }
                if (typed && !exchange.isGreeting()) {
                    assertThat(meaning(request)).as(exchange.step).isEqualTo(meaning(exchange.request()));
                } else {
                    assertThat(request).as(exchange.step).isEqualTo(exchange.request());
                }
            }
            assertThat(in.read()).as("the end").isEqualTo(-1);
        }
    }

    private static List<Exchange> exchanges(String name) {
        List<Exchange> all = new ArrayList<>();
        List<Object> request = List.of();
        for (Recording.Said said : Recording.of("snekrpc/" + name)) {
            if (said.client()) {
                request = Messages.of(said.bytes());
            } else {
                if (!request.toString().startsWith("[[Stream")) { // that goes on with the call before
                    all.add(new Exchange(said.step(), new ArrayList<>()));
                }
                all.getLast().turns.add(new Turn(request, said.bytes()));
            }
        }
        all.removeIf(exchange -> !exchange.isGreeting() && exchange.isAside());
        return all;
    }
}
