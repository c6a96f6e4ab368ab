package dev.parley;

import dev.parley.value.ValueException;

import org.jspecify.annotations.Nullable;

import java.util.function.Function;

/// A call that failed: why ([#code()]), which error it was where it happened ([#type()]), and whether the command may
/// have run ([#mayHaveRun()]). A handler throws it to fail a call with a code of its choice.
public final class RpcException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Code code;
    private final String type;
    private final boolean mayHaveRun;
    private final String remoteTrace;
    private final transient @Nullable Function<Class<?>, @Nullable Object> details;

    /// @param message what was wrong and what is expected
    public RpcException(Code code, String message) {
        this(code, "", message, null);
    }

    public RpcException(Code code, String message, @Nullable Throwable cause) {
        this(code, "", message, cause);
    }

    /// @param type the error's name, such as `QuotaExceeded`, for callers that tell errors of one code apart
    public RpcException(Code code, String type, String message, @Nullable Throwable cause) {
        this(code, type, message, cause, true, "", null);
    }

    /// For those who bring failures from a wire.
    ///
    /// @param mayHaveRun see [#mayHaveRun()]
    /// @param remoteTrace see [#remoteTrace()]
    /// @param details gives the details as a value of the class that is asked for; null where there are none
    public RpcException(
            Code code,
            String type,
            String message,
            @Nullable Throwable cause,
            boolean mayHaveRun,
            String remoteTrace,
            @Nullable Function<Class<?>, @Nullable Object> details) {
        super(message, cause);
        this.code = code;
        this.type = type;
        this.mayHaveRun = mayHaveRun;
        this.remoteTrace = remoteTrace;
        this.details = details;
    }

    /// The same error with a value that tells the caller more: anything that could be a command's result.
    public RpcException withDetails(Object value) {
        RpcException copy =
                new RpcException(
                        code,
                        type,
                        String.valueOf(getMessage()),
                        getCause(),
                        mayHaveRun,
                        remoteTrace,
                        c -> {
                            return c.isInstance(value) ? value : c == Object.class ? value : null;
                        });
        copy.setStackTrace(getStackTrace());
        return copy;
    }

    public Code code() {
        return code;
    }

    /// The error's name where it was raised; empty where it has none.
    public String type() {
        return type;
    }

    /// Whether the command may have been run, wholly or in part. False means that it surely was not, so that the call can
    /// be repeated without harm.
    public boolean mayHaveRun() {
        return mayHaveRun;
    }

    /// The stack trace of the other end; empty unless the server is told to reveal it.
    public String remoteTrace() {
        return remoteTrace;
    }

    /// The details that the error carries, as a value of the given class.
    ///
    /// @return null where it carries none
    /// @throws ValueException where they are no such value
    public <T> @Nullable T details(Class<T> asType) {
        return details == null ? null : asType.cast(details.apply(asType));
    }

    /// `CODE: message`, or `CODE (Type): message`.
    @Override
    public String toString() {
        return type.isEmpty() ? code + ": " + getMessage() : code + " (" + type + "): " + getMessage();
    }
}
