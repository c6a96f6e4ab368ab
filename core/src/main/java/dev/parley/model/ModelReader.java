package dev.parley.model;

import dev.parley.Allow;
import dev.parley.Deadline;
import dev.parley.Default;
import dev.parley.Doc;
import dev.parley.Fails;
import dev.parley.Inline;
import dev.parley.MaxConcurrent;
import dev.parley.OneWay;
import dev.parley.Rest;
import dev.parley.value.Access;
import dev.parley.value.JavaType;
import dev.parley.value.Shape;
import dev.parley.value.Shapes;
import dev.parley.value.Texts;
import dev.parley.value.ValueException;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.TypeVariable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/// Reads the methods of one class or interface into models.
final class ModelReader {
    private final String service;
    private final JavaType type;
    private final Shapes shapes;
    private final boolean namesNeeded;
    private final Map<TypeVariable<?>, JavaType> bindings;

    ModelReader(String service, JavaType type, Shapes shapes, boolean namesNeeded) {
        this.service = service;
        this.type = type;
        this.shapes = shapes;
        this.namesNeeded = namesNeeded;
        bindings = type.bindings();
    }

    CommandModel command(String name, Method method) {
        String place = "command " + service + "." + name;
        try {
            List<ParameterModel> parameters = parameters(place, method);
            ResultModel result = result(method);
            Inline inline = method.getAnnotation(Inline.class);
            boolean streams = result.isStream() || parameters.stream().anyMatch(p -> p.form() != null);
            if (inline != null && (streams || result.later())) {
                throw new IllegalArgumentException(
                        "@Inline on a command with a stream or a CompletionStage, which would"
                                + " hold up the thread that reads (remove it)");
            }
            if (method.isAnnotationPresent(OneWay.class) && (result.shape() != null || result.later())) {
                throw new IllegalArgumentException(
                        "@OneWay on a command that returns something, which nobody would wait for (make it void, or"
                                + " remove it)");
            }
            return new CommandModel(
                    name,
                    docOf(method),
                    parameters,
                    result,
                    errors(method),
                    deadline(method),
                    inline != null,
                    allow(method),
                    maxConcurrent(method, inline != null),
                    method);
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            throw new IllegalArgumentException(message.startsWith("command ") ? message : place + ": " + message, e);
        }
    }

    private static @Nullable MaxConcurrent maxConcurrent(Method method, boolean inline) {
        MaxConcurrent mark = method.getAnnotation(MaxConcurrent.class);
        if (mark != null && inline) {
            throw new IllegalArgumentException("@MaxConcurrent with @Inline, which must not wait (remove one of them)");
        }
        if (mark != null && (mark.value() < 1 || mark.queue() < 0)) {
            throw new IllegalArgumentException(
                    "@MaxConcurrent: got "
                            + mark.value()
                            + ", queue "
                            + mark.queue()
                            + " (expected at least 1, and a queue of at least 0)");
        }
        return mark;
    }

    /// What the method says, else the class and its supertypes.
    private @Nullable Set<String> allow(Method method) {
        Allow mark = method.getAnnotation(Allow.class);
        for (Class<?> each : ServiceModel.lineage(type.raw())) {
            mark = mark == null ? each.getAnnotation(Allow.class) : mark;
        }
        return mark == null ? null : Set.of(mark.value());
    }

    private static @Nullable Duration deadline(Method method) {
        Deadline mark = method.getAnnotation(Deadline.class);
        return mark == null ? null : duration("@Deadline", mark.value());
    }

    /// @return zero for `none`
    static Duration duration(String place, String text) {
        if (text.equals("none")) {
            return Duration.ZERO;
        }
        try {
            Duration duration = Texts.duration(text);
            if (duration.isPositive()) {
                return duration;
            }
        } catch (ValueException e) {
            // said below
        }
        throw new IllegalArgumentException(
                place + ": got \"" + text + "\" (expected a duration such as 5s or 2m, or none)");
    }

    /// The first of the same method in the class and its supertypes that notes say something of.
    private <T> T noted(Method method, Function<Noted, @Nullable T> ask, T otherwise) {
        for (Class<?> each : ServiceModel.lineage(type.raw())) {
            try {
                Method same = each.getDeclaredMethod(method.getName(), method.getParameterTypes());
                T answer = ask.apply(new Noted(SourceNotes.of(each), same));
                if (answer != null && !answer.equals(otherwise)) {
                    return answer;
                }
            } catch (NoSuchMethodException e) {
                // then others may have it
            }
        }
        return otherwise;
    }

    private record Noted(SourceNotes notes, Method method) {}

    private String docOf(Method method) {
        Doc doc = method.getAnnotation(Doc.class);
        return doc != null ? doc.value() : noted(method, n -> n.notes.doc(n.method), "");
    }

    // ---- parameters

    private List<ParameterModel> parameters(String place, Method method) {
        Parameter[] all = method.getParameters();
        String[] names = names(method, all);
        List<ParameterModel> models = new ArrayList<>();
        for (int i = 0; i < all.length; i++) {
            ParameterModel model;
            try {
                model = parameter(method, all[i], names[i]);
            } catch (IllegalArgumentException | ValueException e) {
                throw new IllegalArgumentException(place + ": parameter \"" + names[i] + "\": " + e.getMessage(), e);
            }
            models.add(model);
        }
        requireOne(
                models, ParameterModel.Kind.STREAM, "stream parameters (expected at most one; make the others lists)");
        requireOne(models, ParameterModel.Kind.NAMED_REST, "parameters with @Rest (expected at most one)");
        return List.copyOf(models);
    }

    /// Those of a constructor. They have names only: the rest is a list or a map like others.
    List<ParameterModel> parameters(Constructor<?> constructor) {
        SourceNotes notes = SourceNotes.of(constructor.getDeclaringClass());
        Parameter[] all = constructor.getParameters();
        String[] noted = notes.names(constructor);
        List<ParameterModel> models = new ArrayList<>();
        for (int i = 0; i < all.length; i++) {
            if (noted == null) {
                requireName(all[i], constructor);
            }
            String name = noted == null ? all[i].getName() : noted[i];
            try {
                JavaType full = JavaType.of(all[i].getParameterizedType(), bindings);
                Shape shape = shapes.of(full);
                String otherwise = defaultOf(all[i], ParameterModel.Kind.NORMAL, shape);
                models.add(
                        new ParameterModel(
                                name,
                                docOf(all[i], () -> notes.parameterDoc(constructor, name)),
                                ParameterModel.Kind.NORMAL,
                                shape,
                                null,
                                full.raw(),
                                isNullable(all[i], full),
                                otherwise == null && all[i].isVarArgs() ? "" : otherwise));
            } catch (IllegalArgumentException | ValueException e) {
                throw new IllegalArgumentException(
                        type.raw() + ": the constructor's parameter \"" + name + "\": " + e.getMessage(), e);
            }
        }
        return List.copyOf(models);
    }

    private static String docOf(Parameter parameter, Supplier<String> otherwise) {
        Doc doc = parameter.getAnnotation(Doc.class);
        return doc != null ? doc.value() : otherwise.get();
    }

    private static boolean isNullable(Parameter parameter, JavaType full) {
        return JavaType.nullable(parameter.getAnnotatedType(), parameter.getAnnotations())
                || full.raw() == Object.class;
    }

    private static void requireName(Parameter parameter, Executable of) {
        if (!parameter.isNamePresent()) {
            Access.requireOpen(of.getDeclaringClass()); // a closed package hides the notes that may be there
            throw new IllegalArgumentException(
                    "the names of its parameters are not known (compile "
                            + of.getDeclaringClass().getName()
                            + " with the annotation processor"
                            + " dev.parley:parley-processor, or with -parameters)");
        }
    }

    private static void requireOne(List<ParameterModel> models, ParameterModel.Kind kind, String what) {
        long count = models.stream().filter(m -> m.kind() == kind).count();
        if (count > 1) {
            throw new IllegalArgumentException(count + " " + what);
        }
    }

    /// The types of a method's parameters, as they are for this service.
    List<JavaType> types(Method method) {
        return Arrays.stream(method.getGenericParameterTypes()).map(t -> JavaType.of(t, bindings)).toList();
    }

    private String[] names(Method method, Parameter[] all) {
        String[] noted = noted(method, n -> n.notes.names(n.method), new String[] {"?"});
        if (noted.length == all.length && (all.length == 0 || !noted[0].equals("?"))) {
            return noted;
        }
        String[] names = new String[all.length];
        for (int i = 0; i < all.length; i++) {
            if (namesNeeded) {
                requireName(all[i], method);
            }
            names[i] = all[i].getName();
        }
        return names;
    }

    private ParameterModel parameter(Method method, Parameter parameter, String name) {
        JavaType full = JavaType.of(parameter.getParameterizedType(), bindings);
        String text = docOf(parameter, () -> noted(method, n -> n.notes.parameterDoc(n.method, name), ""));
        boolean nullable = isNullable(parameter, full);
        StreamForm form = StreamForm.of(full.raw());
        ParameterModel.Kind kind = ParameterModel.Kind.NORMAL;
        JavaType carried = full;
        boolean rest = parameter.isAnnotationPresent(Rest.class);
        if (rest && (full.raw() != Map.class || full.argument(0).raw() != String.class)) {
            throw new IllegalArgumentException("@Rest on " + full + " (expected Map<String, T>)");
        }
        if (form != null) {
            kind = ParameterModel.Kind.STREAM;
            carried = item(form, full);
        } else if (parameter.isVarArgs()) {
            kind = ParameterModel.Kind.REST;
            carried = full.argument(0);
        } else if (rest) {
            kind = ParameterModel.Kind.NAMED_REST;
            carried = full.argument(1);
        }
        Shape shape = shapes.of(carried);
        return new ParameterModel(
                name, text, kind, shape, form, full.raw(), nullable, defaultOf(parameter, kind, shape));
    }

    private static @Nullable String defaultOf(Parameter parameter, ParameterModel.Kind kind, Shape shape) {
        Default mark = parameter.getAnnotation(Default.class);
        if (mark == null) {
            return null;
        }
        if (kind != ParameterModel.Kind.NORMAL) {
            throw new IllegalArgumentException(
                    "@Default on a stream or on the rest of the arguments, which may be empty" + " anyway (remove it)");
        }
        try {
            shape.parse(mark.value());
        } catch (ValueException e) {
            throw new IllegalArgumentException("@Default: " + e.getMessage(), e);
        }
        return mark.value();
    }

    private static JavaType item(StreamForm form, JavaType stream) {
        return form == StreamForm.INPUT_STREAM ? JavaType.of(byte[].class) : stream.argument(0);
    }

    // ---- the result

    private ResultModel result(Method method) {
        String doc = noted(method, n -> n.notes.resultDoc(n.method), "");
        JavaType full = JavaType.of(method.getGenericReturnType(), bindings);
        try {
            boolean later = full.raw() == CompletionStage.class || full.raw() == CompletableFuture.class;
            JavaType carried = later ? full.argument(0) : full;
            StreamForm form = StreamForm.of(carried.raw());
            if (form != null && later) {
                throw new IllegalArgumentException("a stream that comes later (return the stream itself)");
            }
            if (carried.raw() == void.class || carried.raw() == Void.class) {
                return new ResultModel(doc, null, null, later);
            }
            return new ResultModel(doc, shapes.of(form == null ? carried : item(form, carried)), form, later);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("result: " + e.getMessage(), e);
        }
    }

    // ---- the errors

    private List<ErrorModel> errors(Method method) {
        Map<String, String> docs = new TreeMap<>();
        Map<String, Class<?>> types = new HashMap<>();
        for (Class<?> declared : method.getExceptionTypes()) {
            types.put(declared.getSimpleName(), declared);
            if (declared.isAnnotationPresent(Fails.class)) {
                docs.put(declared.getSimpleName(), "");
            }
        }
        docs.putAll(noted(method, n -> n.notes.errorDocs(n.method), Map.of()));
        List<ErrorModel> errors = new ArrayList<>();
        docs.forEach((name, doc) -> {
            Class<?> exception = types.getOrDefault(name, exception(method.getDeclaringClass(), name));
            errors.add(new ErrorModel(name, exception == null ? null : ErrorCodes.of(exception), doc));
        });
        return List.copyOf(errors);
    }

    /// The exception that a comment in a class calls so, as far as that can be told without the file's imports: one that
    /// is in the class or around it, of its package, or of the table.
    private static @Nullable Class<?> exception(Class<?> place, String name) {
        List<String> prefixes = new ArrayList<>();
        for (Class<?> around = place; around != null; around = around.getEnclosingClass()) {
            prefixes.add(around.getName() + "$");
        }
        prefixes.add(place.getPackageName() + ".");
        for (String prefix : prefixes) {
            try {
                Class<?> found = Class.forName(prefix + name, false, place.getClassLoader());
                return Throwable.class.isAssignableFrom(found) ? found : null;
            } catch (ClassNotFoundException | LinkageError e) {
                // then the next
            }
        }
        return ErrorCodes.named(name);
    }
}
