package dev.parley.processor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.lang.model.element.Element;
import javax.lang.model.util.Elements;

/// A documentation comment, cut at its block tags. All texts are plain ones (see [PlainText]), empty where there is none.
final class Comment {
    private final String main;
    private final List<BlockTag> tags = new ArrayList<>();
    private final boolean markdown;

    /// `text` is the comment without its stars or slashes.
    Comment(String text, boolean markdown) {
        this.markdown = markdown;
        var blocks = new Blocks(text.replace("\r\n", "\n").replace('\r', '\n'), markdown);
        main = blocks.next();
        while (blocks.hasNext()) {
            tags.add(BlockTag.of(blocks.next()));
        }
    }

    static Comment of(Element element, Elements elements) {
        String text = elements.getDocComment(element);
        return new Comment(text == null ? "" : text, isMarkdown(element, elements));
    }

    private static boolean isMarkdown(Element element, Elements elements) {
        try {
            return elements.getDocCommentKind(element) == Elements.DocCommentKind.END_OF_LINE;
        } catch (UnsupportedOperationException e) {
            // A compiler that does not tell them apart; the default method throws.
            return false;
        }
    }

    String description() {
        return plain(main);
    }

    String param(String name) {
        for (BlockTag tag : tags) {
            if (tag.name().equals("param") && tag.subject().equals(name)) {
                return plain(tag.rest());
            }
        }
        return "";
    }

    /// The text of `@return`, or of the inline tag that the description may begin with instead.
    String result() {
        for (BlockTag tag : tags) {
            if (tag.name().equals("return")) {
                return plain(tag.body());
            }
        }
        InlineTag first = InlineTag.at(main.stripLeading(), 0);
        return first != null && first.name().equals("return") ? plain(first.body()) : "";
    }

    /// By the exception's simple name; several texts for one are paragraphs.
    Map<String, String> failures() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (BlockTag tag : tags) {
            if (tag.name().equals("throws") || tag.name().equals("exception")) {
                String type = tag.subject().substring(tag.subject().lastIndexOf('.') + 1);
                texts.merge(type, plain(tag.rest()), (one, other) -> (one + "\n\n" + other).strip());
            }
        }
        return texts;
    }

    private String plain(String text) {
        return PlainText.of(text, markdown);
    }

    /// `@name body`; some tags have a subject as the first word of the body.
    private record BlockTag(String name, String body) {
        static BlockTag of(String text) {
            int end = wordEnd(text);
            return new BlockTag(text.substring(1, end), text.substring(end).strip());
        }

        String subject() {
            return body.substring(0, wordEnd(body));
        }

        String rest() {
            return body.substring(wordEnd(body)).strip();
        }

        private static int wordEnd(String text) {
            int end = 0;
            while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
                end++;
            }
            return end;
        }
    }
}
