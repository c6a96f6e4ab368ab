package dev.parley.processor;

import java.util.regex.Pattern;

/// A reference to a type or member as Javadoc writes it: `java.util.List#of(Object...)`.
final class Reference {
    private static final int LONGEST = 300;

    private static final Pattern SHAPE =
            Pattern.compile(
                    "(?:[\\w.]+/)?" // module
                            + "(?:[\\p{L}_$][\\w$]*(?:\\.[\\p{L}_$][\\w$]*)*)?" // type or package
                            + "(?:##?[\\p{L}_$][\\w$-]*(?:\\([^()]*\\))?)?"); // member

    private Reference() {}

    /// Whether the text in Markdown's brackets can only be meant as a reference.
    static boolean is(String text) {
        return text.length() < LONGEST
                && SHAPE.matcher(text).matches()
                && (text.indexOf('#') >= 0
                        || text.indexOf('.') > 0
                        || text.codePoints().limit(1).anyMatch(Character::isUpperCase));
    }

    /// Where the reference ends that a `{@link}` begins with: at the first white space outside of brackets.
    static int end(String body) {
        int depth = 0;
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (c == '(' || c == '<') {
                depth++;
            } else if (c == ')' || c == '>') {
                depth--;
            } else if (depth <= 0 && Character.isWhitespace(c)) {
                return i;
            }
        }
        return body.length();
    }

    /// As a reader wants to see it: `List.of`.
    static String plain(String text) {
        int arguments = text.indexOf('(');
        String name = arguments < 0 ? text : text.substring(0, arguments);
        name = name.substring(name.indexOf('/') + 1);
        int member = name.indexOf('#');
        String type = withoutPackage(member < 0 ? name : name.substring(0, member));
        if (member < 0) {
            return type;
        }
        // ## is a heading's anchor.
        boolean anchor = name.startsWith("##", member);
        if (type.isEmpty()) {
            return name.substring(member + (anchor ? 2 : 1));
        }
        return anchor ? type : type + '.' + name.substring(member + 1);
    }

    private static String withoutPackage(String type) {
        for (int start = 0; start < type.length(); start = type.indexOf('.', start) + 1) {
            if (Character.isUpperCase(type.charAt(start))) {
                return type.substring(start);
            }
            if (type.indexOf('.', start) < 0) {
                break;
            }
        }
        return type;
    }
}
