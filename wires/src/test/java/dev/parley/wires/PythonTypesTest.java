package dev.parley.wires;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.model.ServiceDescriptor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Types of Python as texts, and values of theirs as users type them.
class PythonTypesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Iterable[int];int",
                "Iterable;Any",
                "Iterable[int] | None;int",
                "Iterator[dict[str, int] | None];dict[str, int]",
                "Generator[tuple[int, str], None, bool];tuple[int, str]",
                "collections.abc.Iterable[bytes];bytes",
                "Iterable[;''"
            })
    void aTypeThatBeginsAsAStreamIsOne(String annotation, String item) {
        assertThat(PythonTypes.isStream(annotation)).isTrue();
        assertThat(PythonTypes.item(annotation)).isEqualTo(item);
    }

    @Test
    void othersAreNone() {
        assertThat(List.of("list[Iterable[int]]", "int | None", "", "Any")).noneMatch(PythonTypes::isStream);
        assertThat(PythonTypes.isStream(null)).isFalse();
    }

    @Test
    void aTypeThatMayBeNullSaysSoOnce() {
        Map<String, Object> integer = Map.of("type", "integer");
        Map<String, Object> once = Map.of("anyOf", List.of(integer, Map.of("type", "null")));
        assertThat(PythonTypes.of(once)).isEqualTo("int | None");
        assertThat(PythonTypes.orNone(PythonTypes.of(once))).isEqualTo("int | None");
        assertThat(PythonTypes.of(Map.of("anyOf", List.of(once, Map.of("type", "null"))))).isEqualTo("int | None");
    }

    /// A default that a server of Python tells, and what another client of Python is told of it through ours.
    @Test
    void defaultsAreTypedAndReadAgain() {
        byte[] hello = "hello".getBytes(StandardCharsets.US_ASCII);
        assertThat(PythonTypes.typed(hello)).isEqualTo("aGVsbG8=");
        assertThat(PythonTypes.value(PythonTypes.schema("bytes"), "aGVsbG8=")).contains(hello);
        assertThat(PythonTypes.typed(List.of(1L, "x", true))).isEqualTo("1,x,true");
        assertThat(PythonTypes.value(PythonTypes.schema("list"), "1,x")).as("of what?").isEmpty();
        assertThat(PythonTypes.value(PythonTypes.schema("int"), "9223372036854775807")).contains(Long.MAX_VALUE);
        assertThat(PythonTypes.value(PythonTypes.schema("int"), "many")).isEmpty();
        assertThat(PythonTypes.value(PythonTypes.schema("float"), "1e-7")).contains(1e-7);
        assertThat(PythonTypes.value(PythonTypes.schema("str"), "5")).contains("5");
        assertThat(PythonTypes.value(Map.of(), "5")).as("without a type").contains(5L);
        assertThat(PythonTypes.value(Map.of(), "true")).contains(true);
        assertThat(PythonTypes.value(Map.of(), "low")).contains("low");
    }

    @Test
    void bytesOfAListingOfZrpcAreShownAsBase64() {
        Map<String, Object> told = Map.of("args_optional", Map.of("key", new byte[] {1, 2, 3}));
        ServiceDescriptor service = ZrpcListing.ours("s", Map.of("c", told));
        assertThat(service.commands().getFirst().parameters().getFirst().defaultValue()).isEqualTo("AQID");
    }
}
