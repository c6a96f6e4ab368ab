package dev.parley.wires;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Names of parameters and commands that Python can say: those that it cannot get another, which ends in `_`.
final class PythonNames {
    private static final Set<String> KEYWORDS =
            Set.of(
                    "False",
                    "None",
                    "True",
                    "and",
                    "as",
                    "assert",
                    "async",
                    "await",
                    "break",
                    "class",
                    "continue",
                    "def",
                    "del",
                    "elif",
                    "else",
                    "except",
                    "finally",
                    "for",
                    "from",
                    "global",
                    "if",
                    "import",
                    "in",
                    "is",
                    "lambda",
                    "nonlocal",
                    "not",
                    "or",
                    "pass",
                    "raise",
                    "return",
                    "try",
                    "while",
                    "with",
                    "yield");

    private PythonNames() {}

    /// Whether a name can be another one in Python.
    static boolean mayBeRenamed(String name) {
        return name.endsWith("_");
    }

    /// The names for names that stand beside each other, in the same order. No two are the same.
    static List<String> of(List<String> names) {
        Set<String> taken = new HashSet<>();
        names.stream().filter(PythonNames::isName).forEach(taken::add);
        Set<String> kept = new HashSet<>();
        List<String> all = new ArrayList<>();
        for (String name : names) {
            String said = name;
            if (!isName(name) || !kept.add(name)) {
                said = likeness(name) + "_";
                while (!taken.add(said)) {
                    said += "_";
                }
            }
            all.add(said);
        }
        return all;
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && isStart(name.codePointAt(0))
                && name.codePoints().allMatch(PythonNames::isPart)
                && Normalizer.isNormalized(name, Normalizer.Form.NFKC) // else Python takes it for that form
                && !KEYWORDS.contains(name);
    }

    private static boolean isStart(int c) {
        return c == '_' || Character.isUnicodeIdentifierStart(c);
    }

    private static boolean isPart(int c) {
        return Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c);
    }

    /// A name of Python, or one if `_` is put behind it.
    private static String likeness(String name) {
        StringBuilder text = new StringBuilder();
        Normalizer.normalize(name, Normalizer.Form.NFKC)
                .codePoints()
                .forEach(c -> text.appendCodePoint(isPart(c) ? c : '_'));
        String bare = text.toString().replaceFirst("^_+", "");
        return bare.isEmpty() || !isStart(bare.codePointAt(0)) ? "n" + bare : bare;
    }
}
