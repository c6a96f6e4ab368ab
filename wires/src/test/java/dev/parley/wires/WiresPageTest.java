package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Code;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The table of errors in `docs/wires.md` is the one that is used.
class WiresPageTest {
    private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| `([A-Z_]+)` \\| (.*)\\|");
    private static final Pattern NAME = Pattern.compile("`(\\w+Exception)`");

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
