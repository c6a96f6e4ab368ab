package dev.parley.wires;

import dev.parley.model.ServiceDescriptor;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The commands of a server as a file tells them, one in a line: `2 add_2_words(a: uint32, b: uint32) -> uint32`, with what
/// is to be said of it behind `#`. Lines that are empty but for that are skipped.
///
/// @param service what they are called together: the file's name without its ending
record BasicCommands(String service, List<BasicCommand> all) {
    private static final String OTHERWISE = "commands";

    /// @throws IllegalArgumentException for a file that cannot be read, or that tells something else
    static BasicCommands of(String file) {
        List<String> lines;
        Path path;
        try {
            path = Path.of(file);
            lines = Files.readAllLines(path);
        } catch (IOException | java.nio.file.InvalidPathException e) {
            throw new IllegalArgumentException("cannot read the commands of " + file + ": " + e.getMessage(), e);
        }
        List<BasicCommand> all = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String place = file + ":" + (i + 1) + ": ";
            int hash = lines.get(i).indexOf('#');
            String line = (hash < 0 ? lines.get(i) : lines.get(i).substring(0, hash)).strip();
            String doc = hash < 0 ? "" : lines.get(i).substring(hash + 1).strip();
            if (line.isEmpty()) {
                continue;
            }
            BasicCommand command;
            try {
                command = BasicText.command(line).withDoc(doc);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(place + e.getMessage(), e);
            }
            for (BasicCommand other : all) {
                if (other.id() == command.id() || other.name().equals(command.name())) {
                    throw new IllegalArgumentException(
                            place
                                    + "number "
                                    + command.id()
                                    + " or name "
                                    + command.name()
                                    + " is that of "
                                    + other.name());
                }
            }
            all.add(command);
        }
        String name = String.valueOf(path.getFileName()).replaceFirst("\\..*", "");
        return new BasicCommands(name.matches("[A-Za-z_][A-Za-z0-9_-]*") ? name : OTHERWISE, List.copyOf(all));
    }

    /// The command of a name, or of a number in digits; null for none.
    @Nullable BasicCommand find(String name) {
        for (BasicCommand each : all) {
            if (each.name().equals(name) || Integer.toString(each.id()).equals(name)) {
                return each;
            }
        }
        return null;
    }

    ServiceDescriptor described() {
        return new ServiceDescriptor(service, "", all.stream().map(BasicCommand::described).toList());
    }
}
