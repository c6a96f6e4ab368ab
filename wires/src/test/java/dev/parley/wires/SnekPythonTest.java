package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Client;
import dev.parley.Command;
import dev.parley.Default;
import dev.parley.Rest;
import dev.parley.Server;
import dev.parley.Service;
import dev.parley.services.FileService;
import dev.parley.services.HealthService;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/// The real Python makes functions of what our server says of its commands, and calls them.
@Timeout(120)
class SnekPythonTest {
    @TempDir Path folder;

    /// Signatures that Java allows and Python does not.
    @Service("odd")
    static final class Odd {
        @Command
        Object behind(@Default("low") String p, String text) {
            return Arrays.asList(p, text);
        }

        @Command
        Object nullable(@Nullable String a, Optional<Integer> b, int c, @Default("1") int d, OptionalInt e) {
            return Arrays.asList(a, b.orElse(null), c, d, e.isPresent());
        }

        @Command
        Object rests(@Rest Map<String, Object> named, int a, int... more) {
            return List.of(named, a, more);
        }

        @Command
        Object rested(@Default("1") int a, @Rest Map<String, Object> named, int b, @Default("3") int c, int... more) {
            return List.of(a, named, b, c, more);
        }

        @Command
        Object copy(String from, @Default("there") String in) {
            return List.of(from, in);
        }

        @Command
        Object underscores(String from, String from_, String from__, @Rest Map<String, Object> is) {
            return List.of(from, from_, from__, is);
        }

        @Command
        Object capitals(int None, int True, int async, int self, int type) {
            return List.of(None, True, async, self, type);
        }

        @Command
        Object letters(int größe, int a$b, int a_b, int $, int ﬁ, int €, int _x) {
            return List.of(größe, a$b, a_b, $, ﬁ, €, _x);
        }

        @Command
        Object lambda(Stream<Integer> with, Object... yield) {
            return List.of(with.toList(), yield);
        }

        @Command
        Object late(@Default("1") int a, Stream<Integer> values, @Default("3") int b) {
            return List.of(a, values.toList(), b);
        }

        @Command
        Object lateWithRest(@Default("1") int a, Stream<Integer> values, int... more) {
            return List.of(a, values.toList(), more);
        }

        @Command("re-index")
        Stream<Integer> reindex(int to) {
            return Stream.of(to);
        }

        @Command("import")
        Object imported(int as) {
            return as;
        }

        @Command("import_")
        Object other(int as_) {
            return -as_;
        }
    }

    /// A record that stands in a default.
    record Place(int x, @Nullable String name) {}

    enum Size {
        SMALL,
        LARGE
    }

    /// Defaults of all kinds.
    @Service("defaults")
    static final class Defaults {
        @Command
        Object texts(@Default("a,b") List<String> list, @Default("") List<String> none, @Default("c") Set<String> set) {
            return List.of(list, none, set);
        }

        @Command
        Object numbers(
                @Default("1,2") int[] array,
                @Default("9223372036854775807") long most,
                @Default("-9223372036854775808") long least,
                @Default("18446744073709551615") BigInteger unsigned,
                @Default("123456789012345678901234567890") BigInteger big,
                @Default("0.5") BigDecimal exact,
                @Default("1e300") double large) {
            return List.of(array, most, least, unsigned.toString(), big.toString(), exact.toString(), large);
        }

        @Command
        Object others(
                @Default("aGVsbG8=") byte[] bytes,
                @Default("a=1,b=2") Map<String, Integer> map,
                @Default("x=1,name=home") Place place,
                @Default("small") Size size,
                @Default("5") Optional<Integer> optional,
                @Default("2030-01-31T12:00:00Z") Instant time,
                @Default("true") boolean yes) {
            return List.of(new String(bytes), map, place.x + place.name, size.name(), optional, time.toString(), yes);
        }

        @Command
        String at(Instant time) {
            return time.toString();
        }

        @Command
        Object plain(@Nullable Integer a, Optional<Double> b, @Nullable Boolean c, @Nullable Instant d) {
            return Arrays.asList(a, b.orElse(null), c, d == null ? null : d.toString());
        }
    }

    private Server serve(Object... services) throws Exception {
        var server = Server.builder();
        for (Object service : services) {
            server.service(service);
        }
        return server.listen("unix://" + folder.resolve("s")).wires("snekrpc").start();
    }

    /// @param answers expressions of Python, and what they give
    private void ask(String codec, Map<String, String> answers) throws Exception {
        try (Python python =
                Python.snek(
                        folder,
                        "client.py",
                        Stream.concat(Stream.of(folder.resolve("s").toString(), codec), answers.keySet().stream())
                                .toArray(String[]::new))) {
            assertThat(python.lines()).containsExactlyElementsOf(answers.values());
        }
    }

    private static Map<String, String> answers(String... pairs) {
        Map<String, String> all = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            all.put(pairs[i], pairs[i + 1]);
        }
        return all;
    }

    private static final Map<String, String> ODD =
            answers(
                    "odd.behind(text='x')", "['low', 'x']",
                    "odd.behind('high', text='x')", "['high', 'x']",
                    "odd.behind()", "TypeError: missing a required argument: 'text'",
                    "odd.nullable(c=3)", "[None, None, 3, 1, False]",
                    "odd.nullable('a', 2, c=3, d=4, e=5)", "['a', 2, 3, 4, True]",
                    "odd.rests(1)", "[{}, 1, []]",
                    "odd.rests(1, 2, 3, z=4)", "[{'z': 4}, 1, [2, 3]]",
                    "odd.rested(1, 2)", "[1, {}, 2, 3, []]",
                    "odd.rested(1, 2, 4, 5, 6, z=7)", "[1, {'z': 7}, 2, 4, [5, 6]]",
                    "odd.copy('here')", "['here', 'there']",
                    "odd.copy(from_='a', in_='b')", "['a', 'b']",
                    "odd.underscores(from___='a', from_='b', from__='c', from_x=4, is_=5)",
                            "['a', 'b', 'c', {'from_x': 4, 'is_': 5}]",
                    "odd.capitals(None_=1, True_=2, async_=3, self=4, type=5)", "[1, 2, 3, 4, 5]",
                    "odd.letters(größe=1, a_b_=2, a_b=3, n_=4, fi_=5, n__=6, _x=7)", "[1, 2, 3, 4, 5, 6, 7]",
                    "odd.letters(1, 2, 3, 4, 5, 6, 7)", "[1, 2, 3, 4, 5, 6, 7]",
                    "odd.lambda_(iter([1, 2]), 3, 'x')", "[[1, 2], [3, 'x']]",
                    "odd.late(values=iter([1, 2]))", "[1, [1, 2], 3]",
                    "odd.late(4, values=iter([1, 2]), b=5)", "[4, [1, 2], 5]",
                    "odd.lateWithRest(4, iter([1, 2]), 5, 6)", "[4, [1, 2], [5, 6]]",
                    "odd.re_index_(5)", "[5]",
                    "odd.import__(as_=5)", "5",
                    "odd.import_(as_=5)", "-5",
                    "call('odd', 're-index', [5], {})", "[5]",
                    "call('odd', 'copy', [], {'from': 'a', 'in': 'b'})", "['a', 'b']",
                    "call('odd', 'nope_', [], {'from_': 'a'})",
                            "Remote: AttributeError: 'odd' object has no attribute 'nope_'");

    @ParameterizedTest
    @ValueSource(strings = {"msgpack", "json"})
    void everySignatureOfJavaIsOneOfPython(String codec) throws Exception {
        try (Server _ =
                serve(
                        new Odd(),
                        new Sample(),
                        new HealthService(),
                        new FileService(Files.createDirectory(folder.resolve("f"))))) {
            ask(codec, ODD);
        }
    }

    /// Services of another server of ours are told as those of this one.
    @Test
    void signaturesOfRelayedServicesAreThoseOfPythonToo() throws Exception {
        try (Server behind =
                        Server.builder()
                                .service(new Odd())
                                .service(new Defaults())
                                .listen("unix://" + folder.resolve("b"))
                                .start();
                Client client = Client.connect(behind.urls().getFirst().toString());
                Server _ =
                        Server.builder()
                                .remote("odd", client)
                                .remote("defaults", client)
                                .listen("unix://" + folder.resolve("s"))
                                .wires("snekrpc")
                                .start()) {
            ask("msgpack", ODD);
            ask(
                    "msgpack",
                    answers(
                            "defaults.texts()",
                            "[['a', 'b'], [], ['c']]",
                            "defaults.numbers.signature.parameters['most'].default",
                            "9223372036854775807",
                            "defaults.others.signature.parameters['bytes'].default == b'hello'",
                            "True",
                            "[n for n, p in defaults.others.signature.parameters.items() if p.default is p.empty]",
                            "['map', 'place']", // not known here
                            "defaults.others(map={}, place={'x': 1})",
                            "['hello', {}, '1null', 'SMALL', 5, '2030-01-31T12:00:00Z', True]"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"msgpack", "json"})
    void defaultsAreTheValuesThatTheyStandFor(String codec) throws Exception {
        String bytes = codec.equals("json") ? "'aGVsbG8='" : "b'hello'";
        try (Server _ = serve(new Defaults())) {
            ask(
                    codec,
                    answers(
                            "defaults.texts.signature.parameters['list'].default", "['a', 'b']",
                            "defaults.texts()", "[['a', 'b'], [], ['c']]",
                            "defaults.numbers.signature.parameters['array'].default", "[1, 2]",
                            "defaults.numbers()",
                                    "[[1, 2], 9223372036854775807, -9223372036854775808, '18446744073709551615',"
                                            + " '123456789012345678901234567890', '0.5', 1e+300]",
                            "repr(defaults.others.signature.parameters['bytes'].default)", bytes,
                            "defaults.others.signature.parameters['map'].default", "{'a': 1, 'b': 2}",
                            "defaults.others()",
                                    "['hello', {'a': 1, 'b': 2}, '1home', 'SMALL', 5, '2030-01-31T12:00:00Z', True]"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"msgpack", "json"})
    void timesWithoutAnOffsetAreThoseOfUtc(String codec) throws Exception {
        try (Server _ = serve(new Defaults())) {
            ask(
                    codec,
                    answers(
                            "defaults.at(datetime.datetime(2030, 1, 31, 12))", "2030-01-31T12:00:00Z",
                            "defaults.at('2030-01-31T12:00:00+01:00')", "2030-01-31T11:00:00Z",
                            "defaults.plain(d=datetime.datetime(2030, 1, 31, 12, 0, 0, 5000))",
                                    "[None, None, None, '2030-01-31T12:00:00.005Z']",
                            "defaults.at('noon')",
                                    "Remote: ValueError: defaults.at.time: got \"noon\" (expected date and time such as"
                                            + " 2030-01-31T12:00:00Z)"));
        }
    }

    /// Python's command line makes numbers only where the type is nothing but `int` or `float`, and false of a `bool` that
    /// is left out.
    @Test
    void typesThatMayBeNullAreThoseOfWhichTheCommandLineMakesValues() throws Exception {
        try (Server _ = serve(new Defaults())) {
            ask(
                    "msgpack",
                    answers(
                            "[p.annotation for p in defaults.plain.signature.parameters.values()]",
                                    "['int', 'float', 'bool | None', 'datetime']",
                            "defaults.plain()", "[None, None, None, None]",
                            "defaults.plain(1, 2.5, True)", "[1, 2.5, True, None]"));
        }
    }
}
