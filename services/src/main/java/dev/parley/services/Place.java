package dev.parley.services;

import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.value.ValueException;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// A path as a caller says it: names below the root, none of which means anything but an entry of its folder.
///
/// @param said the path itself, for errors
record Place(String said, List<Path> names) {
    /// How many names a path may have. What lies deeper is out of reach.
    static final int DEEPEST = 100;

    /// What the names of our own temporary files begin with; no caller can ask for them.
    private static final String OURS = ".parley-";

    /// What file systems take.
    private static final int LONGEST_NAME = 255;

    static Place of(String said) {
        List<Path> names = new ArrayList<>();
        for (String name : split(said)) {
            names.add(name(said, name));
        }
        return new Place(said, List.copyOf(names));
    }

    /// The names in a path or a pattern.
    ///
    /// @throws RpcException where one of them is odd
    static List<String> split(String said) {
        if (said.startsWith("/")) {
            throw odd(said, "is absolute (expected a path relative to the root)");
        }
        List<String> names = List.of(said.split("/", -1));
        if (names.size() > DEEPEST) {
            throw odd(said, "has " + names.size() + " names (expected at most " + DEEPEST + ")");
        }
        for (String name : names) {
            check(said, name);
        }
        return names;
    }

    private static void check(String said, String name) {
        if (name.isEmpty()) {
            throw odd(said, "has an empty name (expected one or more names with a / between them)");
        } else if (name.equals(".") || name.equals("..")) {
            throw odd(said, "has the name " + name + " (expected names of files and directories)");
        } else if (name.chars().anyMatch(Character::isISOControl)) {
            throw odd(said, "has a control character");
        } else if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            throw odd(said, "has a name of more than " + LONGEST_NAME + " bytes");
        } else if (name.startsWith(OURS)) {
            throw odd(said, "has a name that begins with " + OURS + " (those are the service's own)");
        }
    }

    private static Path name(String said, String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw odd(said, "has a name that no file can have here");
        }
    }

    private static RpcException odd(String said, String what) {
        String shown =
                said.codePoints()
                        .map(c -> Character.isISOControl(c) ? '\uFFFD' : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
        return new RpcException(Code.INVALID_ARGUMENT, "path " + ValueException.quote(shown) + " " + what);
    }

    /// The entry's own name.
    Path name() {
        return names.getLast();
    }

    /// The names of the folders that lead to it, from the root's entry on.
    List<Path> folders() {
        return names.subList(0, names.size() - 1);
    }

    boolean isAtTop() {
        return names.size() == 1;
    }

    /// The folder that it is in, which must not be the root.
    Place parent() {
        return new Place(said.substring(0, said.lastIndexOf('/')), folders());
    }

    /// Whether a caller can ask for an entry of this name, so that it is worth listing.
    static boolean canBeSaid(Path name) {
        try {
            return of(name.toString()).name().equals(name);
        } catch (RpcException odd) {
            return false;
        }
    }

    /// A new name for something of our own.
    static Path temporary() {
        return Path.of(OURS + UUID.randomUUID());
    }

    static boolean isTemporary(Path name) {
        return name.toString().startsWith(OURS);
    }
}
