package dev.parley.cli;

import dev.parley.model.ServiceDescriptor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Shows what a server offers.
final class ServiceHelp {
    private final Console console;

    ServiceHelp(Console console) {
        this.console = console;
    }

    /// All services, with their commands and the first sentence of what is said of each.
    void services(List<ServiceDescriptor> services) {
        List<String[]> rows = new ArrayList<>();
        for (ServiceDescriptor service : services) {
            rows.add(new String[] {service.name(), Layout.firstSentence(service.doc())});
            for (ServiceDescriptor.Command command : service.commands()) {
                rows.add(new String[] {"  " + command.name(), Layout.firstSentence(command.doc())});
            }
        }
        console.print(Layout.columns(rows, 0, console.width()));
        console.line("\nparley SERVICE COMMAND --help tells all of a command.");
    }

    /// A row for each command, for programs.
    static List<Map<String, String>> rows(List<ServiceDescriptor> services) {
        List<Map<String, String>> rows = new ArrayList<>();
        for (ServiceDescriptor service : services) {
            for (ServiceDescriptor.Command command : service.commands()) {
                Map<String, String> row = new LinkedHashMap<>();
                row.put("service", service.name());
                row.put("command", command.name());
                row.put("summary", Layout.firstSentence(command.doc()));
                rows.add(row);
            }
        }
        return rows;
    }

    /// The commands of one service.
    void service(ServiceDescriptor service) {
        int width = console.width();
        if (!service.doc().isEmpty()) {
            console.print(Layout.wrapped(service.doc(), 0, 0, width) + "\n\n");
        }
        List<String[]> rows = new ArrayList<>();
        for (ServiceDescriptor.Command command : service.commands()) {
            StringBuilder line = new StringBuilder(command.name());
            for (ServiceDescriptor.Parameter described : command.parameters()) {
                Parameter parameter = new Parameter(described);
                if (parameter.isPositional() || parameter.isRest() || parameter.isNamedRest()) {
                    line.append(' ').append(parameter.synopsis());
                }
            }
            rows.add(new String[] {line.toString(), Layout.firstSentence(command.doc())});
        }
        console.print(Layout.columns(rows, 2, width));
        console.line("\nparley " + OwnWords.typed(service.name()) + " COMMAND --help tells all of a command.");
    }
}
