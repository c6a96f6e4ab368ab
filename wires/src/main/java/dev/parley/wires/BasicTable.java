package dev.parley.wires;

import dev.parley.model.CommandModel;
import dev.parley.model.ServiceModel;
import dev.parley.wire.CommandName;
import dev.parley.wire.Formats;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The commands of a server by their numbers. Immutable.
final class BasicTable {
    /// A command, and where it is.
    record Served(CommandName name, BasicCommand command, Formats formats) {}

    private final List<ServiceModel> models;
    private final Map<Integer, Served> byId = new LinkedHashMap<>();
    private final Set<String> services = new LinkedHashSet<>();

    /// @param told of commands elsewhere; null for nothing
    /// @throws IllegalArgumentException where two have one number, or one cannot be carried
    BasicTable(List<ServiceModel> models, @Nullable BasicCommands told) {
        this.models = models;
        for (ServiceModel service : models) {
            if (service.name().startsWith("_")) {
                continue; // the server's own, such as _meta, whose commands may have names of the file's
            }
            for (CommandModel command : service.commands()) {
                BasicCommand known = told == null ? null : told.find(command.name());
                BasicCommand found = BasicModels.of(service, command, known);
                if (found != null) {
                    add(new Served(new CommandName(service.name(), command.name()), found, found.formats()));
                }
            }
        }
    }

    /// @throws IllegalArgumentException where there are no commands with numbers
    BasicTable requireSome() {
        if (byId.isEmpty()) {
            throw new IllegalArgumentException(
                    BasicSocketRpc.NAME
                            + ": no command has a number (mark those that may be called with @CommandId(…), or list"
                            + " them in a file: …?commands=FILE)");
        }
        return this;
    }

    private void add(Served fresh) {
        Served other = byId.put(fresh.command.id(), fresh);
        if (other != null) {
            throw new IllegalArgumentException(
                    BasicSocketRpc.NAME
                            + ": commands "
                            + other.name
                            + " and "
                            + fresh.name
                            + " both have number "
                            + fresh.command.id()
                            + " (give one another @CommandId)");
        }
        services.add(fresh.name.service());
    }

    /// Whether it is of these very services.
    boolean isOf(List<ServiceModel> others) {
        if (models.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < others.size(); i++) {
            if (models.get(i) != others.get(i)) {
                return false;
            }
        }
        return true;
    }

    @Nullable Served find(int id) {
        return byId.get(id);
    }

    /// The names of those that have such commands.
    Set<String> services() {
        return services;
    }
}
