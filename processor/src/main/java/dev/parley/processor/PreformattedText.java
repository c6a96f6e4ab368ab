package dev.parley.processor;

/// What stands between `<pre>` and `</pre>`: white space counts and HTML does nothing to the lines.
final class PreformattedText extends PlainText {
    PreformattedText(String text) {
        super(text);
    }

    @Override
    void whiteSpace() {
        flow.append(text.substring(at, at + 1));
        at++;
    }

    @Override
    void code(String code) {
        flow.append(code);
    }

    @Override
    void layOut(HtmlTag tag) {}
}
