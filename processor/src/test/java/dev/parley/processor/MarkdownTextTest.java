package dev.parley.processor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    *a* **b** `c` _d_                         | *a* **b** `c` _d_
                    [Foo] [Foo#bar] [#bar] [a.b.Foo#bar(int, String)] | Foo Foo.bar bar Foo.bar
                    [String#copyValueOf(char\\[\\])]          | String.copyValueOf
                    [java.base/java.util.List]                | List
                    [the `label`][Foo#bar]                    | the `label`
                    [Foo#bar][]                               | Foo.bar
                    [text](https://x.y) [text][1] [1] [x] [ ] | [text](https://x.y) [text][1] [1] [x] [ ]
                    ![Image](a.png) [Foo](x) int[] a[i]       | ![Image](a.png) [Foo](x) int[] a[i]
                    [Foo]: here                               | [Foo]: here
                    see [Foo]: here                           | see Foo: here
                    \\[Foo] \\` \\                            | \\[Foo] \\` \\
                    [Foo [Bar                                 | [Foo [Bar
                    [not a reference] [Foo#]                  | [not a reference] [Foo#]
                    `[Foo#bar] <b> {@code x} &lt;` [Foo]      | `[Foo#bar] <b> {@code x} &lt;` Foo
                    ``a ` b`` c ` d                           | ``a ` b`` c ` d
                    <b>x</b> {@code <y>} {@link Foo#z} &lt;   | x <y> Foo.z <
                    <https://x.y> List<String>                | <https://x.y> List<String>
                    {@return the [Foo#bar]}                   | Returns the Foo.bar.
                    {@link Foo the `label`}                   | the `label`
                    """)
    void markdownStaysButReferencesBecomeNames(String javadoc, String text) {
        assertThat(PlainText.of(javadoc, true)).isEqualTo(text);
    }

    @Test
    void onlyLinesOfAParagraphAreJoined() {
        assertThat(
                        PlainText.of(
                                """
                                # Title
                                One
                                  two `three
                                four`.
                                Hard\\
                                break \s
                                here.

                                Next:
                                - a
                                  b
                                  1. c
                                     d
                                * e

                                  f

                                    g

                                > quote
                                > quote
                                | a | b |
                                |---|---|
                                | 1 | 2 |
                                end

                                ---
                                [the
                                label][Foo]
                                """,
                                true))
                .isEqualTo(
                        """
                        # Title
                        One two `three four`. Hard
                        break
                        here.

                        Next:
                        - a b
                          1. c d
                        * e

                        f

                        g

                        > quote
                        > quote
                        | a | b |
                        |---|---|
                        | 1 | 2 |
                        end

                        ---
                        the label\
                        """);
    }

    @Test
    void codeStaysAsItIs() {
        assertThat(
                        PlainText.of(
                                """
                                So:
                                ```java
                                [Foo] <b>  {@code x}

                                @Run
                                ```
                                or

                                    [Foo]
                                      <b>

                                    &lt;

                                ~~~
                                open [Foo]
                                """,
                                true))
                .isEqualTo(
                        """
                        So:

                        ```java
                        [Foo] <b>  {@code x}

                        @Run
                        ```

                        or

                            [Foo]
                              <b>

                            &lt;

                        ~~~
                        open [Foo]\
                        """);
    }
}
