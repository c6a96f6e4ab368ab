package dev.parley.services;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// A pattern of paths. `*` stands for any characters of a name and `?` for one, `**` as a name of its own for any number
/// of directories. Names that begin with a dot are only meant where the pattern has the dot.
///
/// Read name by name, as an automaton of as many states as the pattern has names, and one: so no pattern is slow, and what
/// can no longer fit is known at once.
final class Glob {
    private static final String ANY_DIRECTORIES = "**";

    private final List<String> steps;

    private Glob(List<String> steps) {
        this.steps = steps;
    }

    static Glob of(String pattern) {
        List<String> steps = new ArrayList<>(Place.split(pattern));
        if (steps.getLast().equals(ANY_DIRECTORIES)) {
            steps.add("*"); // what is in them, not they
        }
        return new Glob(List.copyOf(steps));
    }

    /// The states at the root.
    BitSet start() {
        BitSet states = new BitSet();
        reach(states, 0);
        return states;
    }

    /// The states after one more name; none where it does not fit.
    BitSet after(BitSet states, String name) {
        BitSet next = new BitSet();
        states.stream()
                .filter(state -> state < steps.size())
                .forEach(state -> {
                    String step = steps.get(state);
                    if (!step.equals(ANY_DIRECTORIES)) {
                        if (fits(step, name)) {
                            reach(next, state + 1);
                        }
                    } else if (!name.startsWith(".")) {
                        reach(next, state);
                    }
                });
        return next;
    }

    private void reach(BitSet states, int state) {
        states.set(state);
        if (state < steps.size() && steps.get(state).equals(ANY_DIRECTORIES)) {
            reach(states, state + 1);
        }
    }

    /// Whether the path so far is meant.
    boolean isMeant(BitSet states) {
        return states.get(steps.size());
    }

    /// Whether something below the path so far may be meant.
    boolean goesOn(BitSet states) {
        return states.nextSetBit(0) >= 0 && states.nextSetBit(0) < steps.size();
    }

    /// Goes back to the last `*` only, as earlier ones cannot do better.
    private static boolean fits(String step, String name) {
        if (name.startsWith(".") && !step.startsWith(".")) {
            return false;
        }
        int[] pattern = step.codePoints().toArray();
        int[] text = name.codePoints().toArray();
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length) {
            if (p < pattern.length && pattern[p] == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length && (pattern[p] == '?' || pattern[p] == text[t])) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length && pattern[p] == '*') {
            p++;
        }
        return p == pattern.length;
    }
}
