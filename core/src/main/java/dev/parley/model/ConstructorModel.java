package dev.parley.model;

import dev.parley.value.Access;
import dev.parley.value.Codecs;
import dev.parley.value.JavaType;
import dev.parley.value.Output;
import dev.parley.value.Shapes;
import dev.parley.value.ValueException;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// How an object of a service's class is made of values that come from outside, such as a command line: a constructor whose
/// parameters are read as those of commands are, each given by its name.
public final class ConstructorModel {
    private final Constructor<?> constructor;
    private final List<ParameterModel> parameters;
    private final Shapes shapes;

    private ConstructorModel(Constructor<?> constructor, List<ParameterModel> parameters, Shapes shapes) {
        this.constructor = constructor;
        this.parameters = parameters;
        this.shapes = shapes;
    }

    /// Reads the constructor of a class: the one without parameters, else the one with the most. Only public ones count where
    /// there are any, and private ones never do.
    ///
    /// @throws IllegalArgumentException where there is none that could be called so; the text says where and why
    public static ConstructorModel of(Class<?> type, Shapes shapes) {
        Access.requireOpen(type);
        if (type.getEnclosingClass() != null && !Modifier.isStatic(type.getModifiers())) {
            throw new IllegalArgumentException(
                    "class " + type.getName() + " is made by an object of the class around it (make it static)");
        }
        Constructor<?> constructor = choose(type);
        ModelReader reader = new ModelReader("", JavaType.of(type), shapes, true);
        return new ConstructorModel(constructor, reader.parameters(constructor), shapes);
    }

    private static Constructor<?> choose(Class<?> type) {
        List<Constructor<?>> all =
                Arrays.stream(type.getDeclaredConstructors())
                        .filter(each -> !Modifier.isPrivate(each.getModifiers()) && !each.isSynthetic())
                        .toList();
        List<Constructor<?>> open = all.stream().filter(each -> Modifier.isPublic(each.getModifiers())).toList();
        List<Constructor<?>> rest = open.isEmpty() ? all : open;
        Comparator<Constructor<?>> bySize = Comparator.comparing(Constructor::getParameterCount);
        Constructor<?> most =
                rest.stream()
                        .max(bySize)
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "class " + type.getName() + " has only private constructors (add another)"));
        Constructor<?> least = rest.stream().min(bySize).orElseThrow();
        int parameters = most.getParameterCount();
        if (least.getParameterCount() > 0
                && rest.stream().filter(each -> each.getParameterCount() == parameters).count() > 1) {
            throw new IllegalArgumentException(
                    "class "
                            + type.getName()
                            + " has several constructors with "
                            + parameters
                            + " parameters (expected one with the most, or one without any)");
        }
        return least.getParameterCount() == 0 ? least : most;
    }

    /// In the order of the constructor's.
    public List<ParameterModel> parameters() {
        return parameters;
    }

    /// What is said of the parameters to others.
    public List<ServiceDescriptor.Parameter> describe() {
        return parameters.stream().map(ServiceDescriptor::of).toList();
    }

    /// Makes an object.
    ///
    /// @param values in plain Java terms, by the names of parameters; defaults take the place of those that are left out
    /// @throws ValueException for what does not fit, is missing or is not known
    /// @throws InvocationTargetException where the constructor throws something
    public Object make(Map<String, ? extends @Nullable Object> values) throws InvocationTargetException {
        List<String> known = parameters.stream().map(ParameterModel::name).toList();
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                throw new ValueException("no such parameter (there are: " + String.join(", ", known) + ")")
                        .inField(name);
            }
        }
        Object[] arguments = parameters.stream().map(parameter -> argument(parameter, values)).toArray();
        try {
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InstantiationException | IllegalAccessException e) {
            throw new IllegalArgumentException(constructor + " cannot be called: " + e.getMessage(), e);
        }
    }

    private @Nullable Object argument(ParameterModel parameter, Map<String, ? extends @Nullable Object> values) {
        String otherwise = parameter.defaultText();
        try {
            if (values.containsKey(parameter.name())) {
                return typed(parameter, values.get(parameter.name()));
            } else if (otherwise != null) {
                return parameter.shape().parse(otherwise);
            } else if (parameter.required()) {
                throw new ValueException("missing (expected " + parameter.type() + ")");
            }
            return parameter.shape().absent();
        } catch (ValueException e) {
            throw e.inField(parameter.name());
        }
    }

    /// A plain value as one of the parameter's type: as if it had been sent.
    private @Nullable Object typed(ParameterModel parameter, @Nullable Object value) {
        if (value == null && !parameter.nullable() && !parameter.shape().optional()) {
            throw ValueException.mismatch("null", parameter.type());
        }
        Output out = new Output();
        shapes.dynamic().write(Codecs.msgpack().writer(out), value);
        return parameter.shape().read(Codecs.msgpack().reader(out.array(), 0, out.size()));
    }
}
