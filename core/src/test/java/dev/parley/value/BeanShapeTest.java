package dev.parley.value;

import static dev.parley.value.MsgPack.again;
import static dev.parley.value.MsgPack.plain;
import static dev.parley.value.MsgPack.read;
import static dev.parley.value.MsgPack.written;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/// Plain classes with a constructor without parameters.
class BeanShapeTest {
    private static final Shapes SHAPES = new Shapes();

    public static class Base {
        public int id = 7;
    }

    @SuppressWarnings("unused")
    public static class Person extends Base {
        private String name = "nobody";
        private boolean active;
        private List<String> tags = List.of();
        private String url = "";
        public static int count;
        public final int constant = 1;
        public transient int cache = 2;
        private int secret = 3;

        private Person() {}

        public String getName() {
            return name;
        }

        public void setName(String name) {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("a name has letters");
            }
            this.name = name;
        }

        public boolean isActive() {
            return active;
        }

        public Person setActive(boolean active) {
            this.active = active;
            return this;
        }

        public List<String> getTags() {
            return tags;
        }

        public void setTags(List<String> tags) {
            this.tags = tags;
        }

        public String getURL() {
            return url;
        }

        public void setURL(String url) {
            this.url = url;
        }

        public int getSecret() {
            return secret;
        }

        public void setOther(int other) {}

        public int getIndexed(int i) {
            return i;
        }
    }

    static class Fussy {
        public @Nullable String text;

        Fussy() {
            throw new IllegalStateException("not today");
        }
    }

    static class Package {
        public @Nullable String text;
    }

    @Test
    void propertiesArePublicFieldsAndPairsOfMethods() {
        Person person = new Person();
        person.setName("Ada");
        person.setTags(List.of("a"));
        person.setActive(true);
        person.setURL("b:c");
        Object plain = read(SHAPES.dynamic(), MsgPack.bytesOf(SHAPES.of(Person.class), person));
        assertThat(plain)
                .isEqualTo(Map.of("id", 7L, "name", "Ada", "active", true, "tags", List.of("a"), "URL", "b:c"));
        assertThat(again(SHAPES.of(Person.class), person)).usingRecursiveComparison().isEqualTo(person);
    }

    @Test
    void fieldsComeFirstThenPropertiesByName() {
        Map<?, ?> plain = (Map<?, ?>) read(SHAPES.dynamic(), MsgPack.bytesOf(SHAPES.of(Person.class), new Person()));
        assertThat(plain.keySet()).hasToString("[id, name, tags, URL, active]");
    }

    @Test
    void whatIsMissingStaysAsTheConstructorLeftIt() {
        Person person = (Person) read(SHAPES.of(Person.class), plain(Map.of("active", true, "unknown", List.of(1))));
        assertThat(person.id).isEqualTo(7);
        assertThat(person.getName()).isEqualTo("nobody");
        assertThat(person.isActive()).isTrue();
    }

    @Test
    void nullIsSetWhereItMayBe() {
        Person person = (Person) read(SHAPES.of(Person.class), "81a474616773c0");
        assertThat(person.getTags()).isNull();
        assertThatThrownBy(() -> read(SHAPES.of(Person.class), "81a26964c0"))
                .hasMessage("id: got null (expected integer)");
    }

    @Test
    void whatASetterThrowsIsTheProblem() {
        assertThatThrownBy(() -> read(SHAPES.of(Person.class), plain(Map.of("name", ""))))
                .isInstanceOf(ValueException.class)
                .hasMessage("name: a name has letters")
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatTheConstructorThrowsIsTheProblem() {
        assertThatThrownBy(() -> read(SHAPES.of(Fussy.class), "80"))
                .isInstanceOf(ValueException.class)
                .hasMessage("not today");
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThatThrownBy(() -> read(SHAPES.of(Person.class), plain(Map.of("tags", List.of("a", 1)))))
                .isInstanceOf(ValueException.class)
                .hasMessage("tags[1]: got integer (expected text)");
        assertThatThrownBy(() -> read(SHAPES.of(Person.class), "90")).hasMessage("got list (expected map)");
    }

    @Test
    void packagePrivateClassesWillDo() {
        Package value = new Package();
        value.text = "a";
        assertThat(written(SHAPES.of(Package.class), value)).isEqualTo("81a474657874a161");
        assertThat(again(SHAPES.of(Package.class), value)).usingRecursiveComparison().isEqualTo(value);
    }
}
