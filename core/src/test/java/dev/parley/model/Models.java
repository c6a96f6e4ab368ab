package dev.parley.model;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.value.Shapes;

import java.util.List;

/// Short words for reading models.
final class Models {
    private Models() {}

    static ServiceModel service(Class<?> type) {
        return ServiceModel.ofClass(type, null, new Shapes());
    }

    static CommandModel command(Class<?> type, String name) {
        return service(type).commands().stream()
                .filter(command -> command.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// The only command of a class.
    static CommandModel command(Class<?> type) {
        List<CommandModel> commands = service(type).commands();
        if (commands.size() != 1) {
            throw new AssertionError("one command expected: " + commands);
        }
        return commands.getFirst();
    }

    static List<String> names(ServiceModel service) {
        return service.commands().stream().map(CommandModel::name).toList();
    }

    static List<String> parameters(CommandModel command) {
        return command.parameters().stream().map(ParameterModel::name).toList();
    }

    static void assertRefused(Class<?> type, String message) {
        assertThatThrownBy(() -> service(type)).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
