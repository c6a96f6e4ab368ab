package dev.parley.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A fixed table of names (the fields of a record, the parameters of a command) that readers find an index in without
/// making a text of each key, and writers take prepared bytes from. Immutable.
public final class Names {
    private final String[] names;
    private final byte[][] utf8;
    private final Map<String, Integer> index = new HashMap<>();

    public Names(List<String> names) {
        this.names = names.toArray(String[]::new);
        this.utf8 = new byte[this.names.length][];
        for (int i = 0; i < this.names.length; i++) {
            utf8[i] = this.names[i].getBytes(StandardCharsets.UTF_8);
            if (index.put(this.names[i], i) != null) {
                throw new IllegalArgumentException("two fields are named " + this.names[i]);
            }
        }
    }

    public int size() {
        return names.length;
    }

    public String name(int i) {
        return names[i];
    }

    /// The name's UTF-8 bytes, not to be changed.
    public byte[] utf8(int i) {
        return utf8[i];
    }

    /// The index of a name, or -1.
    public int find(String name) {
        return index.getOrDefault(name, -1);
    }

    /// The index of the name whose UTF-8 bytes these are, or -1.
    ///
    /// @param hint the index that is tried first
    public int find(byte[] bytes, int from, int to, int hint) {
        if (hint < utf8.length && Arrays.equals(utf8[hint], 0, utf8[hint].length, bytes, from, to)) {
            return hint;
        }
        for (int i = 0; i < utf8.length; i++) {
            if (utf8[i].length == to - from && Arrays.equals(utf8[i], 0, to - from, bytes, from, to)) {
                return i;
            }
        }
        return -1;
    }
}
