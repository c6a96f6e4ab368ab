package dev.parley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class LayoutTest {
    @Test
    void theFirstSentenceEndsAtAPointOrAParagraph() {
        assertThat(Layout.firstSentence("Adds a note. And more.")).isEqualTo("Adds a note.");
        assertThat(Layout.firstSentence("Adds a note,\nand more.\nAnd more.")).isEqualTo("Adds a note, and more.");
        assertThat(Layout.firstSentence("Adds a note\n\nAnd more.")).isEqualTo("Adds a note");
        assertThat(Layout.firstSentence("Reads v1.2 and others, e.g. v3. More."))
                .isEqualTo("Reads v1.2 and others, e.g. v3.");
        assertThat(Layout.firstSentence("")).isEmpty();
    }

    @Test
    void longLinesAreBrokenBetweenWords() {
        assertThat(Layout.wrapped("aa bb cc dd", 0, 2, 5)).isEqualTo("aa bb\n  cc\n  dd");
        assertThat(Layout.wrapped("aa\n\nbb", 0, 2, 9)).isEqualTo("aa\n  \n  bb");
        assertThat(Layout.wrapped("muchtoolong aa", 0, 0, 5)).isEqualTo("muchtoolong\naa");
    }

    @Test
    void theRightColumnIsWrappedAndLongLeftSidesStandAlone() {
        List<String[]> rows =
                List.of(
                        new String[] {"a", "one two three four"},
                        new String[] {"bbb", ""},
                        new String[] {"much too long for a column", "five"});

        assertThat(Layout.columns(rows, 1, 20))
                .isEqualTo(" a    one two three\n      four\n bbb\n much too long for a column\n      five\n");
    }
}
