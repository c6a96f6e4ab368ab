package dev.parley.value;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Finds, and where need be builds, the [Shape] of a type. Keeps what it has built for as long as it lives; a server or
/// client has one of its own, so that classes can be unloaded with it. Thread-safe.
public final class Shapes {
    private static final int MAX_DEPTH = 200;

    private final Map<JavaType, Shape> built = new ConcurrentHashMap<>();

    /// The shapes that are being built, together with those they need: they become known all at once, when the outermost is
    /// done, so that none is left that needs one that failed. Guarded by this.
    private final Map<JavaType, Shape> building = new HashMap<>();

    private int depth; // of types within types that are being built; guarded by this

    final DynamicShape dynamic = new DynamicShape(this);
    final Shape dynamicList = new ListShape(dynamic, false, ArrayList::new);
    final Shape dynamicMap = new MapShape(dynamic, dynamic, LinkedHashMap::new);

    /// The shape of a type.
    ///
    /// @throws IllegalArgumentException for a type that cannot be carried; the text says why and what would do
    public Shape of(JavaType type) {
        return of(type, "");
    }

    public Shape of(Class<?> type) {
        return of(JavaType.of(type));
    }

    /// The shape for any value, in plain Java terms.
    public Shape dynamic() {
        return dynamic;
    }

    /// The shape for any value, as its bytes in a codec: read are [Raw] ones, and written likewise, without being decoded
    /// where they are in that codec already.
    public Shape raw(Codec codec) {
        return new RawShape(codec, dynamic);
    }

    /// @param place names where the type stands, for the error
    Shape of(JavaType type, String place) {
        Shape known = built.get(type);
        return known != null ? known : build(type, place);
    }

    private synchronized Shape build(JavaType type, String place) {
        Shape known = building.getOrDefault(type, built.get(type));
        if (known != null) {
            return known;
        }
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException(
                    "type "
                            + type.raw().getSimpleName()
                            + " contains ever larger types of its own (its type arguments grow)");
        }
        boolean outermost = depth++ == 0;
        building.put(type, new LazyShape(type, () -> of(type)));
        try {
            Shape shape = create(type);
            building.put(type, shape);
            if (outermost) {
                built.putAll(building);
            }
            return shape;
        } catch (IllegalArgumentException e) {
            String message = e.getMessage() == null ? e.toString() : e.getMessage();
            boolean said = place.isEmpty() || message.contains(": ");
            throw new IllegalArgumentException(said ? message : place + ": " + message, e);
        } finally {
            depth--;
            if (outermost) {
                building.clear();
            }
        }
    }

    private Shape create(JavaType type) {
        Class<?> raw = type.raw();
        Shape scalar = Scalars.of(raw);
        if (scalar != null) {
            return scalar;
        }
        if (raw == Object.class) {
            return dynamic;
        } else if (raw == Extension.class) {
            return new ScalarShape<Extension>("extension", Map.of(), true, Writer::extension, Reader::extension);
        } else if (raw.isArray()) {
            return new ArrayShape(raw.getComponentType(), of(type.argument(0)));
        } else if (Enum.class.isAssignableFrom(raw) && raw != Enum.class) {
            return new EnumShape(raw.isEnum() ? raw : raw.getSuperclass());
        } else if (Collection.class.isAssignableFrom(raw)) {
            return collection(type);
        } else if (Map.class.isAssignableFrom(raw)) {
            return map(type);
        }
        Shape optional = optional(type);
        if (optional != null) {
            return optional;
        } else if (raw.isRecord()) {
            return new RecordShape(type, this);
        } else if (raw.isSealed()) {
            return new ChoiceShape(type, this);
        }
        return bean(type);
    }

    private @Nullable Shape optional(JavaType type) {
        Class<?> raw = type.raw();
        if (raw == Optional.class) {
            return new OptionalShape(raw, of(type.argument(0)));
        } else if (raw == OptionalInt.class) {
            return new OptionalShape(raw, of(Integer.class));
        } else if (raw == OptionalLong.class) {
            return new OptionalShape(raw, of(Long.class));
        } else if (raw == OptionalDouble.class) {
            return new OptionalShape(raw, of(Double.class));
        }
        return null;
    }

    @SuppressWarnings({"unchecked", "NonApiType"}) // the user's own choice of collection
    private Shape collection(JavaType type) {
        Class<?> raw = type.raw();
        Shape element = of(argumentOf(type, Collection.class, 0));
        if (raw == List.class
                || raw == Collection.class
                || raw == SequencedCollection.class
                || raw == ArrayList.class) {
            return new ListShape(element, false, ArrayList::new);
        } else if (raw == Set.class || raw == SequencedSet.class) {
            return new ListShape(element, true, LinkedHashSet::new);
        } else if (raw == SortedSet.class || raw == NavigableSet.class) {
            return new ListShape(element, true, _ -> new TreeSet<>());
        }
        Supplier<Object> constructor = constructor(raw, List.class, Set.class);
        return new ListShape(element, Set.class.isAssignableFrom(raw), _ -> (Collection<Object>) constructor.get());
    }

    @SuppressWarnings("unchecked")
    private Shape map(JavaType type) {
        Class<?> raw = type.raw();
        Shape key = of(argumentOf(type, Map.class, 0));
        Shape value = of(argumentOf(type, Map.class, 1));
        if (raw == Map.class || raw == SequencedMap.class) {
            return new MapShape(key, value, LinkedHashMap::new);
        } else if (raw == SortedMap.class || raw == NavigableMap.class) {
            return new MapShape(key, value, TreeMap::new);
        }
        Supplier<Object> constructor = constructor(raw, Map.class);
        return new MapShape(key, value, () -> (Map<Object, Object>) constructor.get());
    }

    private static JavaType argumentOf(JavaType type, Class<?> generic, int i) {
        return type.bindings().getOrDefault(generic.getTypeParameters()[i], JavaType.of(Object.class));
    }

    /// Makes a collection class of the user's choice.
    private static Supplier<Object> constructor(Class<?> raw, Class<?>... rather) {
        try {
            if (Modifier.isPublic(raw.getModifiers()) && !Modifier.isAbstract(raw.getModifiers())) {
                Constructor<?> constructor = raw.getConstructor();
                return () -> {
                    try {
                        return constructor.newInstance();
                    } catch (ReflectiveOperationException e) {
                        throw new ValueException("cannot make a " + raw.getName() + ": " + e, e);
                    }
                };
            }
        } catch (NoSuchMethodException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "type "
                        + raw.getName()
                        + " cannot be made, for want of a public constructor without parameters (expected "
                        + Arrays.stream(rather).map(Class::getSimpleName).collect(Collectors.joining(" or "))
                        + ")");
    }

    private Shape bean(JavaType type) {
        Class<?> raw = type.raw();
        String name = raw.getName();
        if (isOfTheJdk(raw) || raw.isInterface() || Modifier.isAbstract(raw.getModifiers())) {
            throw new IllegalArgumentException(
                    "type "
                            + raw.getName()
                            + " cannot be carried (expected a record, an enum, a sealed type of records, a class with"
                            + " properties, or one of the types in docs/values.md)");
        }
        try {
            return new BeanShape(type, raw.getDeclaredConstructor(), this);
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(
                    "class " + name + " has no constructor without parameters (give it one, or make it a record)", e);
        }
    }

    private static boolean isOfTheJdk(Class<?> raw) {
        String module = raw.getModule().getName();
        return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
    }
}
