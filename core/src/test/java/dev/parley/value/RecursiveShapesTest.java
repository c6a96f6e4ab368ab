package dev.parley.value;

import static dev.parley.value.MsgPack.again;
import static dev.parley.value.MsgPack.plain;
import static dev.parley.value.MsgPack.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Types that contain themselves. Each test has shapes of its own, because what was built first must make no difference.
class RecursiveShapesTest {
    private final Shapes shapes = new Shapes();

    record Chain(String name, @Nullable Chain next) {}

    record Link(String name, Optional<Link> next) {}

    record Tree(List<Tree> children) {}

    record Bush(Bush[] children) {}

    record Graph(Map<String, Graph> named) {}

    record Node<T>(T value, @Nullable Node<T> next) {}

    record Growing<T>(T value, @Nullable Growing<List<T>> next) {}

    record Chicken(@Nullable Egg egg, List<Egg> eggs) {}

    record Egg(@Nullable Chicken chicken, Optional<Chicken> mother) {}

    sealed interface Term {
        record Number(int value) implements Term {}

        record Sum(Term left, Term right) implements Term {}

        record Call(String name, List<Term> arguments, Optional<Term> otherwise) implements Term {}
    }

    public static class Parent {
        public @Nullable Parent parent;
        public List<Parent> children = List.of();
    }

    record Good(String name, @Nullable Bad bad) {}

    record Bad(Good good, Thread thread) {}

    record Holder(
            Optional<Link> link,
            List<Tree> trees,
            Tree tree,
            Map<String, Graph> graphs,
            Bush[] bushes,
            Optional<Chicken> chicken,
            Optional<Egg> egg,
            Optional<Term> term,
            List<Term> terms,
            Node<String> node) {}

    private Shape shape(String component) {
        return shapes.of(Types.component(Holder.class, component));
    }

    private void assertComesBack(Object value) {
        assertThat(again(shapes.of(value.getClass()), value)).isEqualTo(value);
    }

    @Test
    void typesThatContainThemselves() {
        assertComesBack(new Chain("a", new Chain("b", new Chain("c", null))));
        assertComesBack(new Link("a", Optional.of(new Link("b", Optional.empty()))));
        assertComesBack(new Tree(List.of(new Tree(List.of()), new Tree(List.of(new Tree(List.of()))))));
        assertComesBack(new Graph(Map.of("a", new Graph(Map.of()), "b", new Graph(Map.of("c", new Graph(Map.of()))))));
        Bush bush = new Bush(new Bush[] {new Bush(new Bush[0])});
        assertThat(again(shapes.of(Bush.class), bush)).usingRecursiveComparison().isEqualTo(bush);
        Parent parent = new Parent();
        parent.children = List.of(new Parent(), new Parent());
        parent.parent = new Parent();
        assertThat(again(shapes.of(Parent.class), parent)).usingRecursiveComparison().isEqualTo(parent);
    }

    @Test
    void typesThatContainEachOther() {
        Egg egg = new Egg(null, Optional.empty());
        Chicken chicken = new Chicken(egg, List.of(egg, new Egg(null, Optional.of(new Chicken(null, List.of())))));
        assertComesBack(chicken);
        assertComesBack(new Egg(chicken, Optional.of(chicken)));
    }

    @Test
    void sealedTypesThatContainThemselves() {
        Term term =
                new Term.Sum(
                        new Term.Number(1),
                        new Term.Call("f", List.of(new Term.Number(2)), Optional.of(new Term.Number(3))));
        assertThat(again(shapes.of(Term.class), term)).isEqualTo(term);
        assertThat(again(shape("term"), Optional.of(term))).isEqualTo(Optional.of(term));
        assertThat(again(shape("terms"), List.of(term))).isEqualTo(List.of(term));
    }

    @Test
    void genericTypesThatContainThemselves() {
        Node<String> node = new Node<>("a", new Node<>("b", null));
        assertThat(again(shape("node"), node)).isEqualTo(node);
        assertThatThrownBy(() -> read(shape("node"), plain(Map.of("value", 1))))
                .hasMessage("value: got integer (expected text)");
    }

    /// The optional type was being built when the record's shape took it in.
    @ParameterizedTest
    @ValueSource(strings = {"link", "chicken", "egg", "term"})
    void optionalOnesMayBeEmptyOrMissingWhicheverTypeWasBuiltFirst(String first) {
        shape(first);
        assertComesBack(new Link("a", Optional.empty()));
        assertThat(read(shapes.of(Link.class), plain(Map.of("name", "a")))).isEqualTo(new Link("a", Optional.empty()));
        assertComesBack(new Egg(null, Optional.empty()));
        assertThat(read(shapes.of(Egg.class), "80")).isEqualTo(new Egg(null, Optional.empty()));
        assertComesBack(new Term.Call("f", List.of(), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"trees", "graphs", "bushes"})
    void textsAreTheSameWhicheverTypeWasBuiltFirst(String first) {
        shape(first);
        assertThat(Schemas.of(shapes.of(Tree.class))).isEqualTo(Schemas.of(new Shapes().of(Tree.class)));
        assertThatThrownBy(() -> read(shapes.of(Tree.class), "80"))
                .hasMessage("children: missing (expected list<Tree>)");
        assertThatThrownBy(() -> read(shapes.of(Graph.class), "80"))
                .hasMessage("named: missing (expected map<text, Graph>)");
        assertThatThrownBy(() -> read(shapes.of(Bush.class), "80"))
                .hasMessage("children: missing (expected list<Bush>)");
    }

    @Test
    void aTypeIsRefusedHoweverOftenItIsAskedFor() {
        String refusal = "Bad.thread: type java.lang.Thread cannot be carried ";
        for (Class<?> type : List.of(Bad.class, Good.class, Bad.class, Good.class)) {
            assertThatThrownBy(() -> shapes.of(type))
                    .as("%s", type)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(refusal);
        }
    }

    @Test
    void aTypeThatGrowsWithoutEndIsRefused() {
        assertThatThrownBy(() -> shapes.of(Growing.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Growing");
    }

    @Test
    void shapesAreBuiltOnce() {
        assertThat(shapes.of(Chain.class)).isSameAs(shapes.of(Chain.class));
        assertThat(shape("node")).isSameAs(shape("node"));
        assertThat(shape("node")).isNotSameAs(shapes.of(Node.class));
    }

    @Test
    void errorsNameThePathThroughAll() {
        Map<String, Object> value = Map.of("children", List.of(Map.of("children", List.of(Map.of("children", 1)))));
        assertThatThrownBy(() -> read(shapes.of(Tree.class), plain(value)))
                .isInstanceOf(ValueException.class)
                .hasMessage("children[0].children[0].children: got integer (expected list)");
    }
}
