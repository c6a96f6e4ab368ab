package dev.parley.model;

import dev.parley.Code;
import dev.parley.Fails;
import dev.parley.value.ValueException;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ConcurrentModificationException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;

/// Which code a handler's exception stands for.
public final class ErrorCodes {
    /// The visible table (`docs/protocol.md` shows it); the first row whose class fits counts.
    private static final Map<Class<? extends Throwable>, Code> TABLE = new LinkedHashMap<>();

    static {
        TABLE.put(ValueException.class, Code.INVALID_ARGUMENT);
        TABLE.put(IndexOutOfBoundsException.class, Code.OUT_OF_RANGE);
        TABLE.put(IllegalArgumentException.class, Code.INVALID_ARGUMENT);
        TABLE.put(NoSuchElementException.class, Code.NOT_FOUND);
        TABLE.put(FileNotFoundException.class, Code.NOT_FOUND);
        TABLE.put(NoSuchFileException.class, Code.NOT_FOUND);
        TABLE.put(FileAlreadyExistsException.class, Code.ALREADY_EXISTS);
        TABLE.put(AccessDeniedException.class, Code.PERMISSION_DENIED);
        TABLE.put(SecurityException.class, Code.PERMISSION_DENIED);
        TABLE.put(CancellationException.class, Code.CANCELLED);
        TABLE.put(InterruptedException.class, Code.CANCELLED);
        TABLE.put(IllegalStateException.class, Code.FAILED_PRECONDITION);
        TABLE.put(UnsupportedOperationException.class, Code.UNIMPLEMENTED);
        TABLE.put(ConcurrentModificationException.class, Code.ABORTED);
        TABLE.put(TimeoutException.class, Code.DEADLINE_EXCEEDED);
        TABLE.put(ArithmeticException.class, Code.OUT_OF_RANGE);
        TABLE.put(EOFException.class, Code.DATA_LOSS);
    }

    private ErrorCodes() {}

    /// The code for exceptions of a class; null for one of which nothing is said.
    public static @Nullable Code of(Class<?> type) {
        Fails mark = type.getAnnotation(Fails.class);
        if (mark != null) {
            return mark.value();
        }
        for (Map.Entry<Class<? extends Throwable>, Code> row : TABLE.entrySet()) {
            if (row.getKey().isAssignableFrom(type)) {
                return row.getValue();
            }
        }
        return null;
    }

    /// The exception of that simple name in the table; null for none.
    static @Nullable Class<?> named(String simpleName) {
        for (Class<?> type : TABLE.keySet()) {
            if (type.getSimpleName().equals(simpleName)) {
                return type;
            }
        }
        return null;
    }
}
