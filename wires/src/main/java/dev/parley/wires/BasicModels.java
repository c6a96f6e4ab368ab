package dev.parley.wires;

import dev.parley.model.CommandModel;
import dev.parley.model.ParameterModel;
import dev.parley.model.ServiceModel;
import dev.parley.value.Schemas;
import dev.parley.value.Shape;
import dev.parley.wires.BasicType.Part;
import dev.parley.wires.BasicType.Tuple;

import org.jspecify.annotations.Nullable;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/// Reads commands of basic-socket-rpc off Java methods: numbers from [CommandId], types from [Wire] or the signature.
final class BasicModels {
    private BasicModels() {}

    /// The command that a method is.
    ///
    /// @param told of it elsewhere, which counts before what the method says; null for nothing
    /// @return null for one without a number
    /// @throws IllegalArgumentException where values cannot be carried; the text names the command and the culprit
    static @Nullable BasicCommand of(ServiceModel service, CommandModel command, @Nullable BasicCommand told) {
        String place = "command " + service.name() + "." + command.name();
        List<Method> same = same(command.method());
        CommandId marked = first(same.stream(), CommandId.class);
        if (told == null && marked == null) {
            return null;
        }
        int id = told == null ? id(place, marked) : told.id();
        try {
            return new BasicCommand(
                    id, command.name(), command.doc(), parameters(command, same, told), result(command, same, told));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(place + ", number " + id + ": " + e.getMessage(), e);
        }
    }

    private static int id(String place, @Nullable CommandId marked) {
        int id = marked == null ? 0 : marked.value();
        if (id < 0 || id >= BasicCommand.MOST_IDS) {
            throw new IllegalArgumentException(
                    place + ": @CommandId: got " + id + " (expected 0 to " + (BasicCommand.MOST_IDS - 1) + ")");
        }
        return id;
    }

    /// The method and those of supertypes that it overrides, the most specific first.
    private static List<Method> same(Method method) {
        List<Method> all = new ArrayList<>();
        for (Class<?> each : lineage(method.getDeclaringClass())) {
            try {
                all.add(each.getDeclaredMethod(method.getName(), method.getParameterTypes()));
            } catch (NoSuchMethodException e) {
                // then others may have it
            }
        }
        return all;
    }

    /// The first that there is of an annotation; null for none.
    private static <A extends Annotation> @Nullable A first(Stream<? extends AnnotatedElement> all, Class<A> type) {
        return all.map(each -> each.getAnnotation(type)).filter(Objects::nonNull).findFirst().orElse(null);
    }

    private static Set<Class<?>> lineage(Class<?> type) {
        Set<Class<?>> all = new LinkedHashSet<>();
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            all.add(each);
        }
        List<Class<?>> rest = new ArrayList<>(all);
        while (!rest.isEmpty()) {
            for (Class<?> each : rest.removeFirst().getInterfaces()) {
                if (all.add(each)) {
                    rest.add(each);
                }
            }
        }
        return all;
    }

    private static Tuple parameters(CommandModel command, List<Method> same, @Nullable BasicCommand told) {
        int count = command.parameters().size();
        if (told != null && told.parameters().parts().size() != count) {
            throw new IllegalArgumentException(
                    "got " + told.parameters().parts().size() + " parameters (expected " + count + ")");
        }
        List<Part> parts = new ArrayList<>();
        for (ParameterModel each : command.parameters()) {
            int i = parts.size();
            Wire wire = first(same.stream().map(method -> method.getParameters()[i]), Wire.class);
            try {
                requirePlain(each);
                BasicType wanted = told != null ? told.parameters().parts().get(i).type() : type(wire);
                BasicType type = type(wanted, each.shape());
                if (type.least() == 0) {
                    throw new IllegalArgumentException("type " + type + " (expected one that takes bytes)");
                }
                parts.add(new Part(each.name(), type));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "parameter \"" + each.name() + "\" (" + each.type() + "): " + e.getMessage(), e);
            }
        }
        return new Tuple(List.copyOf(parts));
    }

    private static void requirePlain(ParameterModel parameter) {
        if (parameter.kind() == ParameterModel.Kind.STREAM) {
            throw new IllegalArgumentException("a stream, which cannot be carried (expected a list)");
        } else if (parameter.kind() != ParameterModel.Kind.NORMAL) {
            throw new IllegalArgumentException("the rest of the arguments (expected a list)");
        }
    }

    private static BasicType result(CommandModel command, List<Method> same, @Nullable BasicCommand told) {
        Shape shape = command.result().shape();
        BasicType wanted = told != null ? told.result() : type(first(same.stream(), Wire.class));
        try {
            if (command.result().isStream()) {
                throw new IllegalArgumentException("a stream, which cannot be carried (expected a list)");
            }
            boolean fits = wanted == null || (shape == null) == (wanted == BasicType.NOTHING);
            if (!fits) {
                throw new IllegalArgumentException("type " + wanted + " does not fit the Java type");
            }
            return shape == null ? BasicType.NOTHING : type(wanted, shape);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("result (" + command.result().type() + "): " + e.getMessage(), e);
        }
    }

    private static @Nullable BasicType type(@Nullable Wire wire) {
        return wire == null ? null : BasicText.type(wire.value());
    }

    private static BasicType type(@Nullable BasicType wanted, Shape shape) {
        Map<String, Object> schema = Schemas.of(shape);
        return wanted == null ? BasicSchemas.of(schema) : BasicSchemas.fitted(wanted, schema);
    }
}
