package dev.parley.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.parley.Code;
import dev.parley.Limits;
import dev.parley.value.Codecs;
import dev.parley.value.Output;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Keeps `docs/protocol.md` true: its examples are what the wire writes and reads, its tables are those of the code.
class ProtocolPageTest {
    private static final CommandName ADD = new CommandName("notes", "add");
    private static final CommandName LOAD = new CommandName("notes", "load");
    private static final Encoded BYTES = value("91c403010203");
    private static final Encoded ITEM = value("c40401020304");
    private static final String CLIENT_HELLO =
            "Hello[codec=msgpack, name=, maxMessage=4194304, window=262144, maxCalls=10000]";

    private final String page = page();

    private static String page() {
        try {
            Path folder = Path.of("").toAbsolutePath();
            while (!Files.exists(folder.resolve("docs/protocol.md"))) {
                folder = folder.getParent();
            }
            return Files.readString(folder.resolve("docs/protocol.md"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Encoded value(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return new Encoded(Codecs.msgpack(), bytes, 0, bytes.length);
    }

    /// What the client of the page says, by the words that stand before its bytes.
    private static Map<String, Frame> client() {
        Map<String, Frame> said = new LinkedHashMap<>();
        said.put("hello", new Frame.Hello("msgpack", "", 4 << 20, 256 << 10, 10_000));
        said.put("call", new Frame.Call(1, ADD, 0, false, Map.of(), false, false, value("91a46d696c6b")));
        said.put(
                "call again",
                new Frame.Call(
                        3,
                        ADD,
                        5_000_000_000L,
                        true,
                        Map.of("user", "ann"),
                        false,
                        false,
                        value("81a474657874a56272656164")));
        said.put("call streaming", new Frame.Call(5, LOAD, 0, false, Map.of(), true, true, value("92910181a16b02")));
        said.put("item", new Frame.Item(5, value("a3656767")));
        said.put("end", new Frame.End(5, Map.of()));
        said.put("credit", new Frame.Credit(1, 65_536));
        said.put("cancel", new Frame.Cancel(3));
        said.put("ping", new Frame.Ping(7));
        said.put("part one", new Frame.Call(7, ADD, 0, false, Map.of(), false, false, BYTES.part(0, 3)));
        said.put("part two", new Frame.More(7, BYTES.part(3, 2)));
        said.put("part three", new Frame.More(7, BYTES.part(5, 1)));
        said.put("begun", new Frame.Item(5, ITEM.part(0, 3)));
        said.put("given up", new Frame.More(5, null));
        return said;
    }

    /// What the server of the page says.
    private static Map<String, Frame> server() {
        Map<String, Frame> said = new LinkedHashMap<>();
        said.put("hello", new Frame.Hello("msgpack", "parley", 4 << 20, 256 << 10, 10_000));
        said.put("result", new Frame.Result(1, Map.of(), value("2a")));
        said.put("result of nothing", new Frame.Result(3, Map.of("took", "5"), null));
        said.put(
                "failure",
                new Frame.Failure(5, Code.NOT_FOUND, "NoNote", "no note 7", true, "", Map.of(), value("07")));
        said.put(
                "failure with a trace",
                new Frame.Failure(7, Code.UNAVAILABLE, "", "full", false, "at X", Map.of("k", "v"), null));
        said.put("item", new Frame.Item(9, value("a161")));
        said.put("items", new Frame.Item(9, value("a162a163")));
        said.put("end", new Frame.End(9, Map.of("took", "5")));
        said.put("cancel", new Frame.Cancel(11));
        said.put("pong", new Frame.Pong(7));
        said.put("goaway", new Frame.GoAway(11, null, "bye"));
        said.put("goaway with an error", new Frame.GoAway(-1, Code.RESOURCE_EXHAUSTED, "full"));
        return said;
    }

    /// The bytes of a fenced block, by the words before them.
    private Map<String, byte[]> vectors(String side) {
        String block = page.split("```hex " + side + "\n")[1].split("```")[0];
        Map<String, byte[]> vectors = new LinkedHashMap<>();
        String name = "";
        for (String line : block.split("\n")) {
            if (line.startsWith("# ")) {
                name = line.substring(2, line.indexOf(':'));
                assertThat(vectors.put(name, new byte[0])).as("two examples " + name).isNull();
            } else {
                byte[] bytes = HexFormat.of().parseHex(line.split(";")[0].replace(" ", ""));
                vectors.put(name, RawFrame.join(vectors.get(name), bytes));
            }
        }
        return vectors;
    }

    private void writes(String side, Map<String, Frame> said, Set<String> onlyRead) {
        Map<String, byte[]> vectors = vectors(side);
        vectors.keySet().removeAll(onlyRead);
        assertThat(vectors.keySet()).containsExactlyElementsOf(said.keySet());
        ParleyWire wire = new Reading(1 << 20).wire;
        said.forEach((name, frame) -> {
            Output out = new Output();
            wire.encode(frame, out);
            assertThat(HexFormat.of().formatHex(out.toByteArray()))
                    .as(name)
                    .isEqualTo(HexFormat.of().formatHex(vectors.get(name)));
        });
    }

    private List<String> reads(String side) throws WireException {
        return new Reading(1 << 20).read(vectors(side).values().toArray(byte[][]::new)).frames;
    }

    @Test
    void theExamplesAreWhatTheWireWrites() {
        writes("client", client(), Set.of());
        writes("server", server(), Set.of("of a later version"));
    }

    @Test
    void theExamplesOfAClientAreUnderstood() throws WireException {
        List<String> expected = new ArrayList<>();
        client().values().stream().limit(9).map(FrameText::of).forEach(expected::add);
        expected.add("Call 7 notes.add remaining=0 {} value=91c403010203");
        assertThat(expected).startsWith(CLIENT_HELLO);
        assertThat(reads("client")).isEqualTo(expected);
    }

    @Test
    void theExamplesOfAServerAreUnderstood() throws WireException {
        List<String> expected = new ArrayList<>();
        server().values().stream().map(FrameText::of).forEach(expected::add);
        expected.add(10, "Item 13 value=a162"); // of a later version
        assertThat(reads("server")).isEqualTo(expected);
    }

    @Test
    void theExamplesShowEveryKindAndEveryFlag() {
        Set<Integer> kinds = new TreeSet<>();
        Set<String> flags = new TreeSet<>();
        for (String side : List.of("client", "server")) {
            vectors(side)
                    .forEach((name, bytes) -> {
                        for (int at = name.equals("hello") ? 6 : 0; at < bytes.length; at += 4 + bytes[at + 3]) {
                            int kind = bytes[at + 4];
                            kinds.add(kind);
                            for (int flag = 1; flag < 0x100; flag <<= 1) {
                                if ((bytes[at + 5] & flag) != 0) {
                                    flags.add(
                                            (flag == 0x01 || flag == 0x80 ? "any" : kind)
                                                    + " "
                                                    + Integer.toHexString(flag));
                                }
                            }
                        }
                    });
        }
        assertThat(kinds).contains(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        assertThat(flags)
                .containsExactlyInAnyOrder(
                        "2 2", "2 4", "2 8", "2 10", "2 20", "2 40", "4 8", "5 2", "5 8", "6 2", "6 4", "6 8", "6 10",
                        "9 2", "any 1", "any 80");
    }

    @Test
    void thePageNamesEveryCode() {
        for (Code code : Code.values()) {
            assertThat(page).contains(code.number() + " " + code.name());
        }
    }

    @Test
    void thePageHasTheTableOfExceptions() throws Exception {
        Field field = Class.forName("dev.parley.model.ErrorCodes").getDeclaredField("TABLE");
        field.setAccessible(true);
        List<Map.Entry<String, String>> left = new ArrayList<>();
        List<Map.Entry<String, String>> right = new ArrayList<>();
        Matcher rows = Pattern.compile("\\| `(\\w+)` \\| (\\w+) \\| (?:`(\\w+)` \\| (\\w+))?").matcher(page);
        while (rows.find()) {
            left.add(entry(rows.group(1), rows.group(2)));
            if (rows.group(3) != null) {
                right.add(entry(rows.group(3), rows.group(4)));
            }
        }
        left.addAll(right);
        List<Map.Entry<String, String>> table = new ArrayList<>();
        ((Map<?, ?>) field.get(null))
                .forEach((type, code) -> table.add(entry(((Class<?>) type).getSimpleName(), ((Code) code).name())));
        assertThat(left).isEqualTo(table);
    }

    @Test
    void thePageHasTheDefaultsOfTheLimits() {
        Limits limits = Limits.DEFAULT;
        for (int number :
                new int[] {
                    limits.maxMessage(),
                    limits.maxMetadata(),
                    limits.window(),
                    limits.maxCalls(),
                    limits.maxConnections()
                }) {
            assertThat(page.substring(page.indexOf("## Limits"))).contains(String.format("%,d", number));
        }
        assertThat(
                        Arrays.asList(
                                limits.handshake().toSeconds(),
                                limits.keepaliveInterval().toSeconds(),
                                limits.keepaliveTimeout().toSeconds()))
                .containsExactly(5L, 10L, 10L);
    }
}
