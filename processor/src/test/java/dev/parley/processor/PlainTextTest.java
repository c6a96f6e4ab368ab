package dev.parley.processor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    a {@code List<String>} b                  | a List<String> b
                    {@code {@Nested} {x}}                     | {@Nested} {x}
                    {@literal <b> &amp; @}                    | <b> &amp; @
                    {@link Foo#bar}                           | Foo.bar
                    {@link Foo#bar label}                     | label
                    {@link Foo#bar(int, String) the {@code x}} | the x
                    {@linkplain a.b.Foo#bar(int, String)}     | Foo.bar
                    {@link #bar}                              | bar
                    {@link #bar()}, {@link Foo}.              | bar, Foo.
                    {@link java.util.Map.Entry}               | Map.Entry
                    {@link java.base/java.util.List#of()}     | List.of
                    {@link java.util}                         | java.util
                    {@link List<String, Integer> list}        | list
                    {@link Foo##anchor}                       | Foo
                    {@value #MAX} {@value Foo#MAX} {@value}.  | MAX Foo.MAX .
                    {@inheritDoc} More. {@docRoot}            | More.
                    {@return the number}                      | Returns the number.
                    {@return the {@code x}.} Then more.       | Returns the x. Then more.
                    {@return}                                 | ""
                    {@summary First.} Second.                 | First. Second.
                    {@index "two words" what} {@index one what} {@index x} | two words one x
                    {@systemProperty user.home}               | user.home
                    {@unknown some text}                      | some text
                    {@code unclosed                           | {@code unclosed
                    {@ code} { @code } {} {@}                 | {@ code} { @code } {} {@}
                    &lt;b&gt; &amp;lt; &#64;&#x41; &mdash;    | <b> &lt; @A —
                    &nosuch; &; & &#0; &#xFFFFFFF; &#x; AT&T  | &nosuch; &; & &#0; &#xFFFFFFF; &#x; AT&T
                    a&nbsp;b                                  | a b
                    <b>a</b> <a href="x>y" title='<'>link</a> | a link
                    a < b > c <= d <3 <- </ < <               | a < b > c <= d <3 <- </ < <
                    List<String>, Map<K, Value> <T>           | List<String>, Map<K, Value> <T>
                    a<!-- hidden <p> -->b <!-- open           | ab <!-- open
                    <unclosed <b                              | <unclosed <b
                    <code>x</code>, <CODE>y</CODE>            | x, y
                    <img src="a.png"/>text<wbr>more           | textmore
                    src/**@/*.java me@home                    | src/**/*.java me@home
                    `not code <b>` [Foo#bar] # *              | `not code ` [Foo#bar] # *
                    """)
    void htmlAndInlineTagsBecomeWhatTheyStandFor(String javadoc, String text) {
        assertThat(PlainText.of(javadoc, false)).isEqualTo(text);
    }

    @Test
    void linesOfAParagraphAreJoined() {
        assertThat(PlainText.of(" One\n two  \n   {@code three\n    four},\n {@link\n Foo#bar(int,\n int)}.\n", false))
                .isEqualTo("One two three four, Foo.bar.");
    }

    @Test
    void paragraphsAreKeptApart() {
        assertThat(
                        PlainText.of(
                                """
                                One.
                                <p>Two.

                                <p>
                                Three.</p><p>Four.</p>


                                Five.<br>Six.<h2>Seven</h2>Eight.<p>
                                """,
                                false))
                .isEqualTo("One.\n\nTwo.\n\nThree.\n\nFour.\n\nFive.\nSix.\n\nSeven\n\nEight.");
    }

    @Test
    void itemsOfListsBeginWithADash() {
        assertThat(
                        PlainText.of(
                                """
                                Either
                                <ul>
                                  <li>one
                                      line,</li>
                                  <li><p>or
                                    <ol><li>a<li>{@code b}</ol>
                                  <li></li>
                                  <li>more
                                </ul>
                                Done.
                                """,
                                false))
                .isEqualTo("Either\n\n- one line,\n- or\n  - a\n  - b\n- more\n\nDone.");
    }

    @Test
    void preformattedTextStaysAsItIs() {
        assertThat(
                        PlainText.of(
                                """
                                 So:
                                 <pre>{@code
                                 if (a < b) {
                                     @Run <b>&amp;</b>

                                 }
                                 }</pre> and <pre class="x">
                                   a  <b>b</b> &lt;
                                     c
                                 </pre>
                                 done.
                                """,
                                false))
                .isEqualTo(
                        """
                        So:

                        if (a < b) {
                            @Run <b>&amp;</b>

                        }

                        and

                        a  b <
                          c

                        done.\
                        """);
    }

    @Test
    void aSnippetStaysAsItIs() {
        assertThat(
                        PlainText.of(
                                """
                                So: {@snippet lang="java" :
                                    if (a) {
                                        b();
                                    }
                                } done {@snippet file="a.java"}.
                                """,
                                false))
                .isEqualTo("So:\n\nif (a) {\n    b();\n}\n\ndone .");
    }

    @Test
    void tablesAndDefinitionsHaveTheirLines() {
        assertThat(PlainText.of("<table><tr><th>a<th>b<tr><td>1</td><td>2</td></tr></table><dl><dt>x<dd>y</dl>", false))
                .isEqualTo("a b\n1 2\n\nx\ny");
    }
}
