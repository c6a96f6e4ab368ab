package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Code;
import dev.parley.json.JsonCodec;
import dev.parley.wire.Encoded;
import dev.parley.wire.Frame;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The table of errors in `docs/wires.md` is the one that is used.
class WiresPageTest {
    private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| `([A-Z_]+)` \\| (.*)\\|");
    private static final Pattern NAME = Pattern.compile("`(\\w+Exception)`");

    /// What is said of JSON-RPC's numbers.
    @ParameterizedTest
    @CsvSource({
        "-32601, UNIMPLEMENTED, UnknownService, false, UNIMPLEMENTED, UnknownCommand",
        "-32601, UNIMPLEMENTED, UnknownCommand, false, UNIMPLEMENTED, UnknownCommand",
        "-32602, INVALID_ARGUMENT, '', false, INVALID_ARGUMENT, ''",
        "-32603, INTERNAL, '', true, INTERNAL, ''",
        "-32005, NOT_FOUND, '', true, UNKNOWN, -32005",
        "-32003, INVALID_ARGUMENT, '', true, UNKNOWN, -32003"
    })
    void jsonRpcHasTheNumbersOfThePage(int number, Code code, String type, boolean ran, Code back, String backType)
            throws IOException {
        Frame.Failure ours = new Frame.Failure(1, code, type, "m", ran, "", Map.of(), null);
        assertThat(JsonRpcErrors.number(ours)).isEqualTo(number);
        byte[] theirs = ("{\"code\":" + number + ",\"message\":\"m\"}").getBytes(StandardCharsets.UTF_8);
        Frame.Failure read = JsonRpcErrors.failure(1, new Encoded(new JsonCodec(), theirs, 0, theirs.length));
        assertThat(read.code()).isEqualTo(back);
        assertThat(read.type()).isEqualTo(backType);
        String page = Files.readString(Path.of("../docs/wires.md"));
        assertThat(page)
                .contains(number > -32100 ? "is -32005 | `UNKNOWN`, the number as its type" : "| `" + number + "` |");
    }

    @Test
    void everyRowIsTrue() throws IOException {
        List<String> rows = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("../docs/wires.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.add(row.group(1));
                Code code = Code.valueOf(row.group(2));
                assertThat(PythonErrors.code(row.group(1))).as(line).isEqualTo(code);
                NAME.matcher(row.group(3))
                        .results()
                        .forEach(name ->
                                assertThat(PythonErrors.name(code, name.group(1))).as(line).isEqualTo(row.group(1)));
            }
        }
        assertThat(rows).hasSize(PythonErrors.size());
    }
}
