package dev.parley.model;

import org.jspecify.annotations.Nullable;

import java.io.InputStream;
import java.util.Iterator;
import java.util.concurrent.Flow;
import java.util.stream.BaseStream;
import java.util.stream.Stream;

/// The Java types that a stream may have in a method's signature.
public enum StreamForm {
    STREAM(Stream.class),
    ITERATOR(Iterator.class),
    ITERABLE(Iterable.class),
    PUBLISHER(Flow.Publisher.class),
    /// A stream of bytes, cut into items anywhere.
    INPUT_STREAM(InputStream.class);

    private final Class<?> type;

    StreamForm(Class<?> type) {
        this.type = type;
    }

    /// The form that a type is; null for a type that is no stream.
    ///
    /// @throws IllegalArgumentException for a relative of one that will not do
    static @Nullable StreamForm of(Class<?> type) {
        for (StreamForm form : values()) {
            if (form.type == type) {
                return form;
            }
        }
        if (BaseStream.class.isAssignableFrom(type) || InputStream.class.isAssignableFrom(type)) {
            throw new IllegalArgumentException(
                    "type "
                            + type.getSimpleName()
                            + " (expected Stream<T>, Iterator<T>, Iterable<T>, Flow.Publisher<T> or InputStream for a"
                            + " stream)");
        }
        return null;
    }
}
