package dev.parley.processor;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Map.entry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Random;

class CommentTest {
    @Test
    void aTagsTextGoesOnToTheNextTag() {
        var comment =
                new Comment(
                        """
                         Main.

                         @author nobody
                         @param text what to
                                store, me@home @param
                                {@code
                                @inner}

                                <ul><li>more</ul>
                         @param
                           next  on the next line
                         @param empty
                         @param text again
                         @return
                           the number
                         @return again
                         @throws java.io.IOException one
                         @exception IOException two
                         @throws Empty
                         @throws Outer.Inner three
                        """,
                        false);
        assertThat(comment.description()).isEqualTo("Main.");
        assertThat(comment.param("text")).isEqualTo("what to store, me@home @param @inner\n\n- more");
        assertThat(comment.param("next")).isEqualTo("on the next line");
        assertThat(comment.param("empty")).isEmpty();
        assertThat(comment.param("other")).isEmpty();
        assertThat(comment.result()).isEqualTo("the number");
        assertThat(comment.failures())
                .containsExactly(entry("IOException", "one\n\ntwo"), entry("Empty", ""), entry("Inner", "three"));
    }

    @Test
    void aCommentMayBeginWithATag() {
        assertThat(new Comment("@param a first", false).description()).isEmpty();
        assertThat(new Comment("@param a first", false).param("a")).isEqualTo("first");
        assertThat(new Comment(" \n  @param a first", true).param("a")).isEqualTo("first");
    }

    @Test
    void theInlineTagGivesDescriptionAndResult() {
        var comment = new Comment(" {@return the {@code number}} Counts.", false);
        assertThat(comment.description()).isEqualTo("Returns the number. Counts.");
        assertThat(comment.result()).isEqualTo("the number");
        assertThat(new Comment("{@return one}\n@return two", false).result()).isEqualTo("two");
    }

    @Test
    void codeInMarkdownHasNoTags() {
        var comment =
                new Comment(
                        """
                        Main.
                        ```
                        @param a code
                        ```

                            @param b code

                        @param c text
                          ~~~
                          @param d code
                          ~~~
                        @param e text
                        """,
                        true);
        assertThat(comment.param("a")).isEmpty();
        assertThat(comment.param("b")).isEmpty();
        assertThat(comment.param("c")).isEqualTo("text\n\n~~~\n@param d code\n~~~");
        assertThat(comment.param("d")).isEmpty();
        assertThat(comment.param("e")).isEqualTo("text");
    }

    @Test
    void anInlineTagThatIsNotClosedEndsNothing() {
        var comment = new Comment("Main {@code x\n@param a text", false);
        assertThat(comment.description()).isEqualTo("Main {@code x");
        assertThat(comment.param("a")).isEqualTo("text");
    }

    @Test
    void windowsLinesAreLines() {
        var comment = new Comment("One\r\ntwo.\r\n\r\nThree.\r\n@param a x\r\ny", true);
        assertThat(comment.description()).isEqualTo("One two.\n\nThree.");
        assertThat(comment.param("a")).isEqualTo("x y");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noCommentIsTooOdd(boolean markdown) {
        String[] pieces = {
            "{@",
            "{@code ",
            "{@link ",
            "{@return ",
            "{@snippet :\n",
            "{@index \"",
            "{@value ",
            "}",
            "{",
            "<pre>",
            "</pre>",
            "<ul>",
            "</ul>",
            "<li>",
            "<p",
            ">",
            "<!--",
            "-->",
            "&lt;",
            "&",
            "&#",
            ";",
            "\n",
            "\n\n",
            "\n@param a ",
            "\n@",
            "@throws .",
            "`",
            "```",
            "\n~~~\n",
            "[",
            "]",
            "][",
            "](",
            "\\",
            "#",
            "\n- ",
            "\n    ",
            "|",
            " ",
            "\t",
            "a",
            "ä😀",
            "\0",
            "\r",
            "\"",
            "'",
            "=",
            "*@/",
            "Foo#bar(",
            ")",
            "..",
            "/",
            "\n@return\n",
            "\n@param",
            "\u2028"
        };
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int round = 0; round < 5_000; round++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(25); i >= 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            assertThat(new Comment(text.toString(), markdown))
                    .as("seed %d, comment %s", seed, text)
                    .satisfies(comment -> {
                        assertThat(comment.description())
                                .isEqualTo(comment.description().stripTrailing())
                                .doesNotStartWith("\n");
                        comment.param("a");
                        comment.result();
                        comment.failures();
                    });
        }
    }
}
