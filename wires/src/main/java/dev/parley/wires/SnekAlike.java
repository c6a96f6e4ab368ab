package dev.parley.wires;

import java.util.ArrayList;
import java.util.List;

/// How our `file` and `health` are described, whose commands behave a little differently for clients of snekrpc (as of
/// [SnekAnswer]).
final class SnekAlike {
    private SnekAlike() {}

    static SnekSpec.Service described(SnekSpec.Service service) {
        return new SnekSpec.Service(
                service.name(), service.doc(), service.commands().stream().map(SnekAlike::described).toList());
    }

    private static SnekSpec.Signature described(SnekSpec.Signature command) {
        List<SnekSpec.Parameter> parameters = new ArrayList<>(command.parameters());
        String result = command.return_annotation();
        switch (command.name()) {
            case "paths" -> {
                parameters.replaceAll(SnekAlike::orNone);
                parameters.add(SnekSpec.Parameter.flag("with_metadata", "gives what path_info does"));
            }
            case "path_info" -> parameters.replaceAll(SnekAlike::orNone);
            case "create_dir" -> parameters.replaceAll(each -> each.name().equals("mode") ? orNone(each) : each);
            case "ping" -> result = "Iterable[None]";
            default -> {}
        }
        return new SnekSpec.Signature(command.name(), command.doc(), parameters, result, command.is_generator());
    }

    /// A text that is None where it is left out.
    private static SnekSpec.Parameter orNone(SnekSpec.Parameter text) {
        return text.withDefault(null, PythonTypes.orNone("str"));
    }
}
