package dev.parley.dispatch;

import dev.parley.model.CommandModel;
import dev.parley.model.ParameterModel;
import dev.parley.model.ParameterModel.Kind;
import dev.parley.value.Names;
import dev.parley.value.Reader;
import dev.parley.value.ValueException;
import dev.parley.wire.Encoded;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Reads the arguments of calls of one command: by position, by name or mixed, with defaults for what is left out.
final class Arguments {
    private final ParameterModel[] parameters;
    private final Names names;
    private final int[] positional;
    private final int rest;
    private final int namedRest;
    private final int stream;

    Arguments(CommandModel command) {
        parameters = command.parameters().toArray(ParameterModel[]::new);
        names = command.names();
        positional = command.positional();
        rest = command.indexOf(Kind.REST);
        namedRest = command.indexOf(Kind.NAMED_REST);
        stream = command.indexOf(Kind.STREAM);
    }

    /// The arguments in the order of the method's parameters; that of a stream is left null.
    ///
    /// @throws ValueException for arguments that do not fit
    @Nullable Object[] read(Encoded encoded, boolean mixed) {
        @Nullable Object[] values = new @Nullable Object[parameters.length];
        boolean[] given = new boolean[parameters.length];
        Reader in = encoded.reader();
        if (mixed) {
            in.beginList();
            requireTwo(in.more());
            byPosition(in, values, given);
            requireTwo(in.more());
            byName(in, values, given);
            requireTwo(!in.more());
        } else if (in.peek() == dev.parley.value.Kind.MAP) {
            byName(in, values, given);
        } else {
            byPosition(in, values, given);
        }
        if (in.peek() != dev.parley.value.Kind.END) {
            throw ValueException.mismatch("more after the arguments", "their end");
        }
        fill(values, given);
        return values;
    }

    private static void requireTwo(boolean met) {
        if (!met) {
            throw ValueException.mismatch(
                    "mixed arguments of another form", "a list of a list by position and a map by name");
        }
    }

    private void byPosition(Reader in, @Nullable Object[] values, boolean[] given) {
        in.beginList();
        int count = 0;
        List<@Nullable Object> further = rest < 0 ? null : new ArrayList<>();
        for (; in.more(); count++) {
            if (count < positional.length) {
                int i = positional[count];
                values[i] = value(in, i);
                given[i] = true;
            } else if (further != null) {
                further.add(element(in, rest, further.size()));
            } else {
                in.skip();
            }
        }
        if (further != null) {
            values[rest] = array(further);
            given[rest] = true;
        } else if (count > positional.length) {
            throw ValueException.mismatch(count + " arguments", "at most " + positional.length);
        }
    }

    private @Nullable Object value(Reader in, int i) {
        ParameterModel parameter = parameters[i];
        try {
            if (in.peek() == dev.parley.value.Kind.NIL && !parameter.nullable() && !parameter.shape().optional()) {
                throw ValueException.mismatch("null", parameter.type());
            }
            return parameter.shape().read(in);
        } catch (ValueException e) {
            throw e.inField(parameter.name());
        }
    }

    private @Nullable Object element(Reader in, int i, int index) {
        try {
            return parameters[i].shape().read(in);
        } catch (ValueException e) {
            throw e.inElement(index).inField(parameters[i].name());
        }
    }

    private Object array(List<@Nullable Object> elements) {
        Class<?> component = Objects.requireNonNull(parameters[rest].raw().getComponentType());
        Object array = Array.newInstance(component, elements.size());
        for (int i = 0; i < elements.size(); i++) {
            Array.set(array, i, elements.get(i));
        }
        return array;
    }

    private void byName(Reader in, @Nullable Object[] values, boolean[] given) {
        Map<String, @Nullable Object> further = new LinkedHashMap<>();
        in.beginMap();
        while (in.more()) {
            String name = in.text();
            int i = names.find(name);
            if (i >= 0 && parameters[i].kind() == Kind.STREAM) {
                throw ValueException.mismatch("a value", "a stream").inField(name);
            } else if (i >= 0 && parameters[i].kind() != Kind.NAMED_REST) {
                if (given[i] && !(i == rest && Array.getLength(Objects.requireNonNull(values[i])) == 0)) {
                    throw new ValueException("given twice, by position and by name").inField(name);
                }
                values[i] = i == rest ? restByName(in) : value(in, i);
                given[i] = true;
            } else if (namedRest >= 0) {
                further.put(name, furtherValue(in, name));
            } else {
                throw new ValueException("no such parameter (there are: " + known() + ")").inField(name);
            }
        }
        if (namedRest >= 0) {
            values[namedRest] = further;
            given[namedRest] = true;
        }
    }

    private Object restByName(Reader in) {
        List<@Nullable Object> elements = new ArrayList<>();
        in.beginList();
        while (in.more()) {
            elements.add(element(in, rest, elements.size()));
        }
        return array(elements);
    }

    private @Nullable Object furtherValue(Reader in, String name) {
        try {
            return parameters[namedRest].shape().read(in);
        } catch (ValueException e) {
            throw e.inField(name);
        }
    }

    private String known() {
        List<String> known = new ArrayList<>();
        for (ParameterModel parameter : parameters) {
            if (parameter.kind() != Kind.STREAM) {
                known.add(parameter.name());
            }
        }
        return known.isEmpty() ? "none" : String.join(", ", known);
    }

    private void fill(@Nullable Object[] values, boolean[] given) {
        for (int i = 0; i < parameters.length; i++) {
            if (given[i] || i == stream) {
                continue;
            }
            ParameterModel parameter = parameters[i];
            if (i == rest) {
                values[i] = array(List.of());
            } else if (i == namedRest) {
                values[i] = new LinkedHashMap<>();
            } else if (parameter.defaultText() != null) {
                values[i] = parameter.shape().parse(parameter.defaultText());
            } else if (parameter.required()) {
                throw new ValueException("missing (expected " + parameter.type() + ")").inField(parameter.name());
            } else if (!parameter.raw().isPrimitive()) {
                values[i] = parameter.shape().absent();
            }
        }
    }
}
