package dev.parley.cli;

import java.util.Collection;
import java.util.Locale;

/// Guesses what somebody meant to type.
final class Nearest {
    private static final int MOST_CHANGES = 2;

    private Nearest() {}

    /// `did you mean add?` for the known word that is nearest to one that is unknown, else `there are: add, find`.
    static String hint(String word, Collection<String> known) {
        String best = of(word, known);
        return best.isEmpty() ? list(known) : "did you mean " + best + "?";
    }

    static String list(Collection<String> known) {
        return "there " + (known.isEmpty() ? "are none" : "are: " + String.join(", ", known));
    }

    /// The known word that is nearest to one that is unknown; empty where none is near.
    static String of(String word, Collection<String> known) {
        String best = "";
        int least = Math.min(MOST_CHANGES, word.length() - 1) + 1;
        for (String each : known) {
            int changes = changes(word.toLowerCase(Locale.ROOT), each.toLowerCase(Locale.ROOT));
            boolean begins = word.length() > 1 && each.startsWith(word);
            if (changes < least || begins && best.isEmpty()) {
                least = Math.min(changes, least);
                best = each;
            }
        }
        return best;
    }

    /// How many letters must be changed, added, removed or swapped with their neighbour to make one word of the other.
    ///
    /// @see <a href="https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance">optimal string alignment distance</a>
    static int changes(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(d[i - 1][j - 1] + change, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
