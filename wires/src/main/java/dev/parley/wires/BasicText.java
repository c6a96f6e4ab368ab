package dev.parley.wires;

import dev.parley.value.ValueException;
import dev.parley.wires.BasicType.Array;
import dev.parley.wires.BasicType.Fixed;
import dev.parley.wires.BasicType.Part;
import dev.parley.wires.BasicType.Tuple;
import dev.parley.wires.BasicType.Unsigned;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what people write of types and commands: `array(uint32)`, `2 add(a: uint32, b: uint32) -> uint32`.
final class BasicText {
    private static final int DEEPEST = 32;
    private static final int MOST_FIXED = 1 << 24;
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*|[0-9]+");
    private static final Pattern SPACE = Pattern.compile("\\s*");

    private final String text;
    private int pos;
    private int depth;

    private BasicText(String text) {
        this.text = text;
    }

    /// @throws IllegalArgumentException for a text that is no type
    static BasicType type(String text) {
        BasicText in = new BasicText(text);
        BasicType type = in.type();
        in.end();
        return type;
    }

    /// A command, with its number.
    ///
    /// @throws IllegalArgumentException for a text that is none
    static BasicCommand command(String text) {
        BasicText in = new BasicText(text);
        int id = in.number(BasicCommand.MOST_IDS - 1, "the command's number");
        String name = in.word();
        in.require("(");
        Tuple parameters = in.parts();
        BasicType result = in.takes("->") ? in.type() : BasicType.NOTHING;
        in.end();
        return new BasicCommand(id, name, "", parameters, result);
    }

    private BasicType type() {
        int start = pos;
        String word = word();
        return switch (word) {
            case "uint8" -> new Unsigned(8);
            case "uint16" -> new Unsigned(16);
            case "uint32" -> new Unsigned(32);
            case "uint64" -> new Unsigned(64);
            case "bool" -> BasicType.BOOL;
            case "string" -> BasicType.TEXT;
            case "bytes" -> BasicType.BYTES;
            case "nothing" -> BasicType.NOTHING;
            case "array" -> {
                deeper();
                BasicType element = element();
                require(")");
                yield new Array(element);
            }
            case "fixed" -> {
                deeper();
                int size = number(MOST_FIXED, "a number of elements");
                require(",");
                BasicType element = element();
                require(")");
                if (size == 0) {
                    throw wrong(start, "at least one element");
                }
                yield new Fixed(size, element);
            }
            case "tuple" -> {
                deeper();
                yield parts();
            }
            default ->
                    throw wrong(
                            start,
                            "uint8, uint16, uint32, uint64, bool, string, bytes, array(T), fixed(3, T), tuple(T, U)"
                                    + " or nothing");
        };
    }

    private void deeper() {
        require("(");
        if (++depth > DEEPEST) {
            throw wrong(pos, "types in types at most " + DEEPEST + " deep");
        }
    }

    /// One that takes bytes: of others, a few bytes could announce any number.
    private BasicType element() {
        SPACE.matcher(text).region(pos, text.length()).lookingAt();
        int start = pos;
        BasicType element = type();
        if (element.least() == 0) {
            throw wrong(start, "elements that take at least a byte each");
        }
        return element;
    }

    /// Those up to the closing bracket.
    private Tuple parts() {
        List<Part> parts = new ArrayList<>();
        while (!takes(")")) {
            if (!parts.isEmpty()) {
                require(",");
            }
            int start = pos;
            String name = word();
            if (!takes(":")) {
                pos = start;
                name = "";
            }
            String same = name;
            if (!name.isEmpty() && parts.stream().anyMatch(part -> part.name().equals(same))) {
                throw wrong(start, "another name than " + name + ", which there is already");
            }
            start = pos;
            BasicType type = type();
            if (type.least() == 0) {
                throw wrong(start, "a type that takes bytes");
            }
            parts.add(new Part(name, type));
        }
        depth--;
        return new Tuple(List.copyOf(parts));
    }

    // ---- words

    private boolean takes(String sign) {
        Matcher space = SPACE.matcher(text).region(pos, text.length());
        int at = space.lookingAt() ? space.end() : pos;
        if (!text.startsWith(sign, at)) {
            return false;
        }
        pos = at + sign.length();
        return true;
    }

    private void require(String sign) {
        if (!takes(sign)) {
            throw wrong(pos, sign);
        }
    }

    private String word() {
        takes("");
        Matcher word = WORD.matcher(text).region(pos, text.length());
        if (!word.lookingAt()) {
            throw wrong(pos, "a word");
        }
        pos = word.end();
        return word.group();
    }

    private int number(int most, String what) {
        takes("");
        int start = pos;
        String digits = word();
        if (!digits.matches("[0-9]{1,9}") || Integer.parseInt(digits) > most) {
            throw wrong(start, what + ", at most " + most);
        }
        return Integer.parseInt(digits);
    }

    private void end() {
        takes("");
        if (pos < text.length()) {
            throw wrong(pos, "nothing more");
        }
    }

    private IllegalArgumentException wrong(int at, String expected) {
        String rest = text.substring(Math.min(at, text.length())).strip();
        return new IllegalArgumentException(
                "got "
                        + ValueException.quote(text)
                        + (rest.isEmpty()
                                ? ", which ends there"
                                : at == 0 ? "" : ", and there " + ValueException.quote(rest))
                        + " (expected "
                        + expected
                        + ")");
    }
}
