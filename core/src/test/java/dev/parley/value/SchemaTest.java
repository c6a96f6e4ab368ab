package dev.parley.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Tag;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// JSON Schemas of what is made of other types; `docs/values.md` has those of the rest.
class SchemaTest {
    private final Shapes shapes = new Shapes();

    enum Level {
        LOW,
        HIGH
    }

    record Point(int x, int y) {}

    record Note(String text, @Nullable Level level, Optional<Point> at, List<String> tags) {}

    record Tree(String name, List<Tree> children) {}

    record Box<T>(T content) {}

    record Boxes(Box<Point> points, Box<Level> levels) {}

    static class Outer {
        record Point(String name) {}
    }

    record Clash(Point one, Outer.Point other) {}

    @Tag("kind")
    sealed interface Event {
        record Said(String what, Optional<Event> because) implements Event {}

        record Nothing() implements Event {}
    }

    static class Bean {
        public int count;
        public @Nullable String name;
    }

    public static class Nest extends ArrayList<Nest> {}

    record Holder(
            Map<String, List<Level>> lists,
            Map<Level, Integer> byLevel,
            Map<Integer, Point> byNumber,
            Set<Point> set,
            Point[][] arrays,
            OptionalLong maybe,
            List<?> anything) {}

    private static final String INT = "{type: integer, format: int32, minimum: -2147483648, maximum: 2147483647}";
    private static final String POINT =
            "Point: {type: object, properties: {x: " + INT + ", y: " + INT + "}, required: [x, y]}";

    private String schema(Class<?> type) {
        return text(Schemas.of(shapes.of(type)));
    }

    private String schema(String component) {
        return text(Schemas.of(shapes.of(Types.component(Holder.class, component))));
    }

    /// A schema as YAML has it on one line.
    private static String text(@Nullable Object schema) {
        if (schema instanceof Map<?, ?> map) {
            List<String> entries = new ArrayList<>();
            map.forEach((key, value) -> entries.add(key + ": " + text(value)));
            return "{" + String.join(", ", entries) + "}";
        } else if (schema instanceof List<?> list) {
            return list.stream().map(SchemaTest::text).toList().toString();
        }
        return String.valueOf(schema);
    }

    @Test
    void aRecordIsAnObjectOfItsOwn() {
        assertThat(schema(Point.class)).isEqualTo("{$ref: #/$defs/Point, $defs: {" + POINT + "}}");
    }

    @Test
    void optionalComponentsAreNotRequired() {
        assertThat(schema(Note.class)).contains("required: [text, tags]");
        assertThat(schema(Note.class))
                .contains("level: {anyOf: [{type: string, enum: [low, high]}, {type: null}]}")
                .contains("at: {anyOf: [{$ref: #/$defs/Point}, {type: null}]}");
        assertThat(schema(Note.class)).contains(POINT);
    }

    @Test
    void recursiveTypesEnd() {
        assertThat(schema(Tree.class))
                .isEqualTo(
                        "{$ref: #/$defs/Tree, $defs: {Tree: {type: object, properties: {name: {type: string}, children:"
                                + " {type: array, items: {$ref: #/$defs/Tree}}}, required: [name, children]}}}");
    }

    @Test
    void collectionsThatContainThemselvesEnd() {
        assertThat(schema(Nest.class)).contains("type: array");
        assertThat(shapes.of(Nest.class).text()).isNotEmpty();
    }

    @Test
    void typesOfTheSameNameAreToldApart() {
        assertThat(schema(Clash.class))
                .contains("one: {$ref: #/$defs/Point}, other: {$ref: #/$defs/Point2}")
                .contains("Point2: {type: object, properties: {name: {type: string}}, required: [name]}");
    }

    @Test
    void genericTypesHaveADefinitionForEachUse() {
        String schema = schema(Boxes.class);
        assertThat(schema)
                .contains("content: {$ref: #/$defs/Point}")
                .contains("content: {type: string, enum: [low, high]}");
    }

    /// RFC 3986: neither brackets nor spaces may stand in a fragment as they are.
    @Test
    void referencesAreUrisOfDefinitions() {
        Map<String, Object> schema = Schemas.of(shapes.of(Boxes.class));
        List<String> references = new ArrayList<>();
        collectReferences(schema, references);
        Map<?, ?> definitions = (Map<?, ?>) schema.get("$defs");
        assertThat(references)
                .hasSize(4)
                .allSatisfy(reference -> {
                    String pointer = URI.create(reference).getFragment();
                    assertThat(pointer).startsWith("/$defs/");
                    assertThat(definitions.get(pointer.substring("/$defs/".length()))).isNotNull();
                });
    }

    private static void collectReferences(@Nullable Object schema, List<String> references) {
        if (schema instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (key.equals("$ref")) {
                    references.add((String) value);
                }
                collectReferences(value, references);
            });
        }
    }

    @Test
    void sealedTypesAreOneOfTheirRecordsWithItsTag() {
        assertThat(schema(Event.class))
                .isEqualTo(
                        "{$ref: #/$defs/Event, $defs: {Event: {oneOf: ["
                                + "{type: object, properties: {kind: {const: said}, what: {type: string},"
                                + " because: {anyOf: [{$ref: #/$defs/Event}, {type: null}]}}, required: [kind, what]}, "
                                + "{type: object, properties: {kind: {const: nothing}}, required: [kind]}"
                                + "]}}}");
    }

    @Test
    void nothingOfAPlainClassIsRequired() {
        assertThat(schema(Bean.class))
                .isEqualTo(
                        "{$ref: #/$defs/Bean, $defs: {Bean: {type: object, properties: {count: "
                                + INT
                                + ", name: {anyOf: [{type: string}, {type: null}]}}}}}");
    }

    @Test
    void containers() {
        assertThat(schema("lists"))
                .isEqualTo(
                        "{type: object, additionalProperties: {type: array, items: {type: string, enum: [low,"
                                + " high]}}}");
        assertThat(schema("byLevel"))
                .isEqualTo(
                        "{type: object, additionalProperties: "
                                + INT
                                + ", propertyNames: {type: string, enum: [low, high]}}");
        assertThat(schema("byNumber"))
                .isEqualTo("{type: object, additionalProperties: {$ref: #/$defs/Point}, $defs: {" + POINT + "}}");
        assertThat(schema("set"))
                .isEqualTo("{type: array, items: {$ref: #/$defs/Point}, uniqueItems: true, $defs: {" + POINT + "}}");
        assertThat(schema("arrays"))
                .isEqualTo("{type: array, items: {type: array, items: {$ref: #/$defs/Point}}, $defs: {" + POINT + "}}");
        assertThat(schema("anything")).isEqualTo("{type: array, items: {}}");
        assertThat(schema(Object.class)).isEqualTo("{}");
        assertThat(schema("maybe"))
                .isEqualTo(
                        "{anyOf: [{type: integer, format: int64, minimum: -9223372036854775808, maximum:"
                                + " 9223372036854775807}, {type: null}]}");
    }

    /// JSON Schema takes them from RFC 3339, where seconds and the offset must be said.
    @Test
    void datesAndTimesAreInTheFormatThatTheirSchemaSays() {
        String date = "\\d{4}-\\d\\d-\\d\\d";
        String time = "\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)";
        Map<String, String> standard = Map.of("date", date, "time", time, "date-time", date + "T" + time);
        OffsetDateTime noon = OffsetDateTime.parse("2030-01-31T12:00:00Z");
        for (Object value :
                List.of(
                        noon,
                        noon.toZonedDateTime(),
                        noon.toLocalDateTime(),
                        noon.toLocalDate(),
                        noon.toLocalTime(),
                        noon.toOffsetTime())) {
            Shape shape = shapes.of(value.getClass());
            String format = (String) Schemas.of(shape).get("format");
            String text = MsgPack.reader(MsgPack.bytesOf(shape, value)).text();
            assertThat(text).as("%s, format %s", shape, format).matches(standard.getOrDefault(format, ".*"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "lists, 'map<text, list<low|high>>'",
        "byLevel, 'map<low|high, integer>'",
        "byNumber, 'map<integer, Point>'",
        "set, set<Point>",
        "arrays, list<list<Point>>",
        "maybe, integer",
        "anything, list<any>"
    })
    void typesInAFewWords(String component, String text) {
        Shape shape = shapes.of(Types.component(Holder.class, component));
        assertThat(shape.text()).isEqualTo(text);
        assertThat(shape).hasToString(text);
    }
}
