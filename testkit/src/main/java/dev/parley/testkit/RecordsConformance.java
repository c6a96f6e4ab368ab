package dev.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.Client;
import dev.parley.Code;
import dev.parley.Command;
import dev.parley.Service;
import dev.parley.Tag;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Records, plain classes, sealed types, types that contain themselves, and values of any type.
abstract class RecordsConformance extends Conformance {
    record Address(String street, @Nullable String city) {}

    record Person(String name, int age, List<Address> addresses, Map<String, Address> byKind, @Nullable Address home) {}

    record Empty() {}

    record Pair<A, B>(A first, B second) {}

    record Page<T>(List<T> items, @Nullable T marked, int total) {}

    record Tree(String name, List<Tree> children) {}

    record Link(int number, @Nullable Link next) {}

    static class Settings {
        public int width = 80;
        public @Nullable String title = "untitled";
        private boolean visible = true;
        private List<Address> addresses = new ArrayList<>();

        public boolean isVisible() {
            return visible;
        }

        public void setVisible(boolean newVisible) {
            visible = newVisible;
        }

        public List<Address> getAddresses() {
            return addresses;
        }

        public void setAddresses(List<Address> newAddresses) {
            addresses = newAddresses;
        }
    }

    sealed interface Shape {}

    record Circle(double radius) implements Shape {}

    @Tag("box")
    record Rectangle(int width, int height) implements Shape {}

    sealed interface Solid extends Shape {}

    record GlassBall(double radius, Shape shadow) implements Solid {}

    @Tag("kind")
    sealed interface Animal {}

    record Cat(String type) implements Animal {}

    @Service("records")
    @Command
    interface Records {
        Person person(Person value);

        Empty empty(Empty value);

        Pair<String, List<Integer>> pair(Pair<String, List<Integer>> value);

        Page<Pair<Address, Integer>> page(Page<Pair<Address, Integer>> value);

        Tree tree(Tree value);

        Link link(Link value);

        Settings settings(Settings value);

        List<Shape> shapes(List<Shape> value);

        Animal animal(Animal value);

        @Nullable Object any(@Nullable Object value);
    }

    static class RecordsService implements Records {
        @Override
        public Person person(Person value) {
            return value;
        }

        @Override
        public Empty empty(Empty value) {
            return value;
        }

        @Override
        public Pair<String, List<Integer>> pair(Pair<String, List<Integer>> value) {
            return value;
        }

        @Override
        public Page<Pair<Address, Integer>> page(Page<Pair<Address, Integer>> value) {
            return value;
        }

        @Override
        public Tree tree(Tree value) {
            return value;
        }

        @Override
        public Link link(Link value) {
            return value;
        }

        @Override
        public Settings settings(Settings value) {
            return value;
        }

        @Override
        public List<Shape> shapes(List<Shape> value) {
            return value;
        }

        @Override
        public Animal animal(Animal value) {
            return value;
        }

        @Override
        public @Nullable Object any(@Nullable Object value) {
            return value;
        }
    }

    private Client client;
    private Records records;

    @SuppressWarnings("NullAway.Init") // by start()
    RecordsConformance(ConformanceSuite suite) {
        super(suite);
    }

    @BeforeEach
    void start() {
        serve(new RecordsService());
        client = connect();
        records = client.service(Records.class);
    }

    @Test
    void recordsWithinRecordsArrive() {
        Address home = new Address("Main Street 1", null);
        Person value = new Person("Ann", 41, List.of(home, new Address("", "Rome")), Map.of("work", home), null);
        assertThat(records.person(value)).isEqualTo(value);
    }

    @Test
    void aRecordIsAMapOfItsComponents() {
        Map<String, @Nullable Object> address = new LinkedHashMap<>();
        address.put("street", "Main Street 1");
        address.put("city", null);
        assertThat(client.service("records").call("any", new Address("Main Street 1", null))).isEqualTo(address);
    }

    @Test
    void aRecordWithoutComponentsArrives() {
        assertThat(records.empty(new Empty())).isEqualTo(new Empty());
    }

    @Test
    void genericRecordsArriveWithTheirArguments() {
        Pair<String, List<Integer>> pair = new Pair<>("a", List.of(1, 2));
        assertThat(records.pair(pair)).isEqualTo(pair);
        Pair<Address, Integer> item = new Pair<>(new Address("Main Street 1", "Rome"), 7);
        Page<Pair<Address, Integer>> page = new Page<>(List.of(item), item, 1);
        assertThat(records.page(page)).isEqualTo(page);
    }

    @Test
    void unknownFieldsAreSkipped() {
        Map<String, Object> address =
                Map.of(
                        "country",
                        Map.of("name", List.of(1, "two")),
                        "street",
                        "Main Street 1",
                        "zip",
                        12345,
                        "city",
                        "Rome");
        assertThat(
                        client.service("records")
                                .command("person")
                                .with(
                                        Map.of(
                                                "value",
                                                Map.of(
                                                        "name",
                                                        "Ann",
                                                        "unknown",
                                                        List.of(),
                                                        "age",
                                                        41,
                                                        "addresses",
                                                        List.of(address),
                                                        "byKind",
                                                        Map.of())))
                                .returning(Person.class)
                                .call())
                .isEqualTo(new Person("Ann", 41, List.of(new Address("Main Street 1", "Rome")), Map.of(), null));
    }

    @Test
    void plainClassesArriveWithTheirProperties() {
        Settings value = new Settings();
        value.width = 132;
        value.title = "notes";
        value.setVisible(false);
        value.setAddresses(List.of(new Address("Main Street 1", null)));
        assertThat(records.settings(value)).usingRecursiveComparison().isEqualTo(value);
    }

    @Test
    void aMissingPropertyKeepsItsValueAndOneThatIsNullBecomesNull() {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        given.put("visible", false);
        assertThat(settings(given).title).isEqualTo("untitled");
        assertThat(settings(given).width).isEqualTo(80);
        assertThat(settings(given).isVisible()).isFalse();
        given.put("title", null);
        assertThat(settings(given).title).isNull();
    }

    private Settings settings(Map<String, @Nullable Object> given) {
        return client.service("records")
                .command("settings")
                .with(Map.of("value", given))
                .returning(Settings.class)
                .call();
    }

    @Test
    void theRecordsOfASealedTypeAreToldApart() {
        List<Shape> shapes =
                List.of(new Circle(0.5), new Rectangle(1, 2), new GlassBall(3, new Rectangle(4, 5)), new Circle(6));
        assertThat(records.shapes(shapes)).isEqualTo(shapes);
    }

    @Test
    void aRecordOfASealedTypeIsAMapWithATagBesideItsComponents() {
        List<Map<String, Object>> shapes =
                List.of(
                        Map.of("type", "circle", "radius", 0.5),
                        Map.of("type", "box", "width", 1L, "height", 2L),
                        Map.of("type", "glass_ball", "radius", 3.0, "shadow", Map.of("type", "circle", "radius", 1.0)));
        assertThat(client.service("records").call("shapes", shapes)).isEqualTo(shapes);
    }

    @Test
    void theTagMayStandAnywhereInTheMap() {
        Map<String, Object> box = new LinkedHashMap<>();
        box.put("height", 2);
        box.put("more", List.of(Map.of("type", "circle")));
        box.put("width", 1);
        box.put("type", "box");
        Shape[] read =
                client.service("records")
                        .command("shapes")
                        .with(Map.of("value", List.of(box)))
                        .returning(Shape[].class)
                        .call();
        assertThat(read).containsExactly(new Rectangle(1, 2));
    }

    @Test
    void theKeyOfTheTagMayBeAnother() {
        assertThat(records.animal(new Cat("tabby"))).isEqualTo(new Cat("tabby"));
        Map<String, String> cat = Map.of("kind", "cat", "type", "tabby");
        assertThat(client.service("records").call("animal", (Object) cat)).isEqualTo(cat);
    }

    @Test
    void typesThatContainThemselvesArrive() {
        Tree tree =
                new Tree("root", List.of(new Tree("a", List.of(new Tree("b", List.of()))), new Tree("c", List.of())));
        assertThat(records.tree(tree)).isEqualTo(tree);
        Link chain = chain(90);
        assertThat(records.link(chain)).isEqualTo(chain);
    }

    private static Link chain(int length) {
        Link chain = new Link(0, null);
        for (int i = 1; i < length; i++) {
            chain = new Link(i, chain);
        }
        return chain;
    }

    @Test
    void valuesNestedTooDeepAreRefused() {
        assertThat(failure(() -> records.link(chain(200))))
                .hasMessageContaining("nested deeper than 100")
                .extracting("code", "mayHaveRun")
                .containsExactly(Code.INVALID_ARGUMENT, false);
        assertThat(records.link(chain(2)).number).isEqualTo(1);
    }

    @Test
    void valuesOfAnyTypeArriveInPlainTerms() {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        given.put("none", null);
        given.put("text", "a");
        given.put("yes", true);
        given.put("small", 1L);
        given.put("large", Long.MIN_VALUE);
        given.put("real", 0.25);
        given.put("list", Arrays.asList(1L, "a", null, List.of(), Map.of()));
        given.put("map", Map.of("a", Map.of("b", List.of(2L))));
        assertThat(records.any(given)).isEqualTo(given);
        assertThat(records.any(null)).isNull();
        assertThat(records.any("")).isEqualTo("");
    }

    @Test
    void integersAndRealNumbersOfAnyTypeAreToldApart() {
        assertThat(records.any(5)).isEqualTo(5L);
        assertThat(records.any(5.0)).isEqualTo(5.0);
        assertThat(records.any((byte) 5)).isEqualTo(5L);
        assertThat(records.any('x')).isEqualTo("x");
        assertThat(records.any(new int[] {1, 2})).isEqualTo(List.of(1L, 2L));
    }

    @Test
    void aValueOfAnyTypeCanBeAskedForAsAClass() {
        assertThat(client.service("records").command("any").with(new byte[] {1, 2}).returning(byte[].class).call())
                .isEqualTo(new byte[] {1, 2});
        Instant instant = Instant.parse("2030-01-31T12:00:00.5Z");
        assertThat(client.service("records").command("any").with(instant).returning(Instant.class).call())
                .isEqualTo(instant);
        Address address = new Address("Main Street 1", null);
        assertThat(client.service("records").command("any").with(address).returning(Address.class).call())
                .isEqualTo(address);
    }
}
