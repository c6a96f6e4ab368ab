package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The table of `docs/semantics.md` is that of the suite as it is, and has no failure in it.
class SemanticsPageTest {
    private static int tests(Class<?> group) {
        int count = 0;
        for (Class<?> type = group; type != null; type = type.getSuperclass()) {
            count +=
                    (int)
                            Arrays.stream(type.getDeclaredMethods())
                                    .filter(method -> method.isAnnotationPresent(Test.class))
                                    .count();
        }
        return count;
    }

    @Test
    void thePageHasEveryGroupWithAllItsTests() throws IOException {
        Map<String, List<String>> expected = new TreeMap<>();
        int all = 0;
        for (Class<?> group : ConformanceSuite.class.getDeclaredClasses()) {
            int count = tests(group);
            expected.put(ConformanceTable.group(group), List.of(count + "/" + count));
            all += count;
        }
        expected.put("**all**", List.of(all + "/" + all));

        Map<String, List<String>> page = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("../docs/semantics.md"))) {
            if (line.matches("\\|.*\\d/\\d.*")) {
                List<String> cells = Arrays.stream(line.split("\\|")).map(String::strip).toList();
                page.put(cells.get(1), cells.subList(2, cells.size()).stream().distinct().toList());
            }
        }
        assertThat(page).as("docs/semantics.md (bin/semantics makes it anew)").isEqualTo(expected);
    }
}
