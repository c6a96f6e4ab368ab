package dev.parley.wires;

import dev.parley.model.ParameterModel;
import dev.parley.model.ServiceDescriptor;
import dev.parley.wire.Formats;
import dev.parley.wires.BasicType.Part;
import dev.parley.wires.BasicType.Tuple;

import java.util.ArrayList;
import java.util.List;

/// A command of basic-socket-rpc: its number, and how what it takes and gives is composed.
///
/// @param name empty where it is known by its number only
record BasicCommand(int id, String name, String doc, Tuple parameters, BasicType result) {
    /// How many numbers there are.
    static final int MOST_IDS = 1 << 16;

    Formats formats() {
        return new Formats(
                new BasicCodec(this, parameters, BasicCodec.Role.ARGUMENTS),
                new BasicCodec(this, parameters, BasicCodec.Role.MIXED),
                new BasicCodec(this, result, BasicCodec.Role.VALUE));
    }

    BasicCommand withDoc(String text) {
        return new BasicCommand(id, name, text, parameters, result);
    }

    /// The name of a parameter; one that has none is told by its place.
    static String name(Part part, int i) {
        return part.name().isEmpty() ? "arg" + (i + 1) : part.name();
    }

    /// The same with a name for each parameter.
    BasicCommand named() {
        List<Part> parts = new ArrayList<>();
        for (Part part : parameters.parts()) {
            parts.add(new Part(name(part, parts.size()), part.type()));
        }
        return new BasicCommand(id, name, doc, new Tuple(List.copyOf(parts)), result);
    }

    ServiceDescriptor.Command described() {
        List<ServiceDescriptor.Parameter> all = new ArrayList<>();
        for (Part part : parameters.parts()) {
            all.add(
                    new ServiceDescriptor.Parameter(
                            name(part, all.size()),
                            "",
                            ParameterModel.Kind.NORMAL,
                            BasicSchemas.text(part.type()),
                            BasicSchemas.schema(part.type()),
                            true,
                            false,
                            null));
        }
        ServiceDescriptor.Result gives =
                new ServiceDescriptor.Result("", false, BasicSchemas.text(result), BasicSchemas.schema(result));
        return new ServiceDescriptor.Command(name, doc, all, gives, List.of(), null);
    }
}
