package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class NearestTest {
    private static final List<String> KNOWN = List.of("add", "find", "list", "list_all");

    @Test
    void aTypingErrorIsUnderstood() {
        assertThat(Nearest.hint("fidn", KNOWN)).isEqualTo("did you mean find?");
        assertThat(Nearest.hint("ADD", KNOWN)).isEqualTo("did you mean add?");
        assertThat(Nearest.hint("lst", KNOWN)).isEqualTo("did you mean list?");
        assertThat(Nearest.hint("list_", KNOWN)).isEqualTo("did you mean list?");
        assertThat(Nearest.hint("list_al", KNOWN)).isEqualTo("did you mean list_all?");
    }

    @Test
    void whatIsNotNearGetsTheList() {
        assertThat(Nearest.hint("remove", KNOWN)).isEqualTo("there are: add, find, list, list_all");
        assertThat(Nearest.hint("x", KNOWN)).isEqualTo("there are: add, find, list, list_all");
        assertThat(Nearest.hint("x", List.of())).isEqualTo("there are none");
    }

    @Test
    void changesAreCounted() {
        assertThat(Nearest.changes("", "abc")).isEqualTo(3);
        assertThat(Nearest.changes("abc", "abc")).isZero();
        assertThat(Nearest.changes("abc", "acb")).isEqualTo(1);
        assertThat(Nearest.changes("kitten", "sitting")).isEqualTo(3);
    }
}
