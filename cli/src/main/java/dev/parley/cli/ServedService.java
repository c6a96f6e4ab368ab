package dev.parley.cli;

import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.model.ConstructorModel;
import dev.parley.model.ServiceDescriptor;
import dev.parley.model.ServiceModel;
import dev.parley.services.HealthService;
import dev.parley.value.Shapes;
import dev.parley.value.ValueException;

import org.jspecify.annotations.Nullable;

import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;

/// A service that is to be served: its class, its name, and what its object is made of, which are options of the command
/// line: `--NAME.PARAMETER VALUE`.
final class ServedService {
    private final Class<?> type;
    private final ServiceModel model;
    private final ConstructorModel constructor;
    private final List<Parameter> parameters = new ArrayList<>();
    private final Given given;
    private final boolean changes;

    /// @param name null for the class's own
    /// @param changes whether it is made of sources
    /// @param standardInput what bytes are read from that are given as `-`
    /// @throws RpcException for a class that cannot be served
    ServedService(@Nullable String name, Class<?> type, boolean changes, InputStream standardInput) {
        given = new Given(standardInput);
        this.type = type;
        this.changes = changes;
        Shapes shapes = new Shapes();
        try {
            model = ServiceModel.ofClass(type, name, shapes);
            constructor = ConstructorModel.of(type, shapes);
        } catch (IllegalArgumentException e) {
            throw Failures.usage(String.valueOf(e.getMessage()));
        } catch (LinkageError e) {
            throw Failures.usage("class " + type.getName() + " cannot be loaded: " + e + " (add to --classpath)");
        }
        constructor.describe().forEach(each -> parameters.add(new Parameter(each)));
    }

    String name() {
        return model.name();
    }

    boolean isHealth() {
        return type == HealthService.class;
    }

    boolean changes() {
        return changes;
    }

    ServiceDescriptor describe() {
        return ServiceDescriptor.of(model);
    }

    // ---- options

    /// Whether an option of this service takes no value. One that is not known does.
    boolean isFlag(String typed) {
        Parameter parameter = find(typed);
        return parameter == null ? negated(typed) != null : parameter.isFlag();
    }

    /// Takes an option.
    ///
    /// @param typed what stands behind the service's name and a dot
    /// @param value null for a flag without one
    void set(String typed, @Nullable String value) {
        Parameter parameter = find(typed);
        Parameter negated = negated(typed);
        int dot = typed.indexOf('.');
        Parameter record = dot < 0 ? null : find(typed.substring(0, dot));
        String option = "--" + name() + "." + typed;
        try {
            if (parameter != null && (value != null || parameter.isFlag())) {
                given.put(parameter, value == null ? "true" : value);
            } else if (parameter == null && negated != null && value == null) {
                given.put(negated, "false");
            } else if (parameter == null && record != null && value != null) {
                given.putField(record, typed.substring(dot + 1), value);
            } else if (parameter == null && record == null) {
                throw Failures.usage("no option " + option + " (" + hint(option) + ")");
            } else {
                throw Failures.usage(
                        option + " needs a value" + (parameter == null ? "" : " (" + parameter.type() + ")"));
            }
        } catch (ValueException e) {
            throw Failures.usage("--" + name() + "." + e.getMessage());
        }
    }

    private String hint(String option) {
        List<String> known = new ArrayList<>();
        parameters.forEach(each -> known.add(option(each)));
        return known.isEmpty() ? "service " + name() + " takes none" : Nearest.hint(option, known);
    }

    private @Nullable Parameter find(String typed) {
        for (Parameter parameter : parameters) {
            if (parameter.isNamed(typed)) {
                return parameter;
            }
        }
        return null;
    }

    private @Nullable Parameter negated(String typed) {
        Parameter parameter = typed.startsWith("no-") ? find(typed.substring(3)) : null;
        return parameter != null && parameter.isFlag() ? parameter : null;
    }

    private String option(Parameter parameter) {
        return "--" + name() + "." + parameter.option().substring(2);
    }

    // ---- its object

    /// @throws RpcException where it cannot be made of what was given
    Object make() {
        for (Parameter parameter : parameters) {
            if (parameter.required() && !given.has(parameter)) {
                throw Failures.usage(
                        "service "
                                + name()
                                + ": "
                                + option(parameter)
                                + " is missing (expected "
                                + parameter.type()
                                + ")");
            }
        }
        try {
            return constructor.make(given.named);
        } catch (ValueException e) {
            throw Failures.usage("--" + name() + "." + e.getMessage());
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IllegalArgumentException || cause instanceof UncheckedIOException) {
                throw Failures.usage("service " + name() + ": " + cause.getMessage());
            }
            throw new RpcException(Code.INTERNAL, "service " + name() + ": its constructor failed: " + cause, cause);
        } catch (LinkageError e) { // of its static fields, say
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new RpcException(Code.INTERNAL, "service " + name() + ": its class cannot be used: " + cause, e);
        }
    }

    // ---- help

    /// `--docs.root ROOT [--docs.writable]`, beginning with a space where there is any.
    String synopsis() {
        StringBuilder line = new StringBuilder();
        for (Parameter parameter : parameters) {
            String shown = shown(parameter);
            line.append(' ').append(parameter.required() ? shown : "[" + shown + "]");
        }
        return line.toString();
    }

    private String shown(Parameter parameter) {
        return parameter.isFlag()
                ? "--" + name() + "." + parameter.flag().substring(2)
                : option(parameter) + " " + parameter.placeholder();
    }

    /// The options, and what there is to say of each.
    List<String[]> rows() {
        List<String[]> rows = new ArrayList<>();
        for (Parameter parameter : parameters) {
            String doc = CommandHelp.description(parameter);
            rows.add(new String[] {shown(parameter), doc.replace(parameter.option() + ".", option(parameter) + ".")});
        }
        return rows;
    }
}
