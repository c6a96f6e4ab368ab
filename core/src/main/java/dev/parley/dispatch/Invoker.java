package dev.parley.dispatch;

import dev.parley.Call;
import dev.parley.Code;
import dev.parley.Interceptor;
import dev.parley.Invocation;
import dev.parley.RpcException;
import dev.parley.session.Caller;
import dev.parley.session.InboundStream;
import dev.parley.session.Items;
import dev.parley.session.OutboundCall;
import dev.parley.session.Scratch;
import dev.parley.session.Session;
import dev.parley.value.Output;
import dev.parley.value.Shape;
import dev.parley.value.ValueException;
import dev.parley.value.Writer;
import dev.parley.wire.Encoded;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// Makes outbound calls: writes the arguments, waits, reads the result.
public final class Invoker {
    private final Supplier<Session> sessions;
    private final List<Interceptor> interceptors;

    /// @param sessions gives a session that is open, or throws [RpcException]
    public Invoker(Supplier<Session> sessions, List<Interceptor> interceptors) {
        this.sessions = sessions;
        this.interceptors = List.copyOf(interceptors);
    }

    /// Makes a call. What it gives is what the plan says: a value, nothing, a stream in its form, or a future of a value.
    ///
    /// @throws RpcException when the call fails
    /// @throws Exception one of those that the plan's method declares, or that an interceptor throws
    public @Nullable Object invoke(Plan plan, Given given, CallOptions options) throws Exception {
        if (plan.later()) {
            return interceptors.isEmpty() ? later(plan, given, options) : laterIntercepted(plan, given, options);
        }
        return intercepted(plan, given, options);
    }

    private @Nullable Object intercepted(Plan plan, Given given, CallOptions options) throws Exception {
        if (interceptors.isEmpty()) {
            return complete(
                    plan,
                    begin(plan, given, options.timeoutFor(plan), options.isDefault(plan), options.metadata()),
                    null);
        }
        Duration timeout = options.timeoutFor(plan);
        Optional<Duration> before = timeout.isZero() ? Optional.empty() : Optional.of(timeout);
        boolean isDefault = options.isDefault(plan);
        Invocation invocation =
                new Invocation(
                        plan.name().service(),
                        plan.name().command(),
                        sessions.get().peer(),
                        new ArrayList<>(given.positional()),
                        new LinkedHashMap<>(given.named()),
                        new LinkedHashMap<>(options.metadata()),
                        new LinkedHashMap<>(),
                        before);
        return Chain.run(
                interceptors,
                invocation,
                last -> {
                    Given now = new Given(last.arguments(), last.named(), given.stream());
                    OutboundCall call =
                            begin(
                                    plan,
                                    now,
                                    last.timeout().orElse(Duration.ZERO),
                                    isDefault && last.timeout().equals(before),
                                    last.metadata());
                    return complete(plan, call, last.replyMetadata());
                });
    }

    // ---- a future of the value

    private CompletableFuture<@Nullable Object> later(Plan plan, Given given, CallOptions options) {
        OutboundCall call;
        try {
            call = begin(plan, given, options.timeoutFor(plan), options.isDefault(plan), options.metadata());
        } catch (RpcException e) {
            return CompletableFuture.failedFuture(e);
        }
        CallFuture future = new CallFuture(call::cancel);
        call.whenDone(() -> Thread.startVirtualThread(() -> future.from(() -> complete(plan, call, null))));
        return future;
    }

    private CompletableFuture<@Nullable Object> laterIntercepted(Plan plan, Given given, CallOptions options) {
        CallFuture future = new CallFuture(null);
        Thread caller = Thread.startVirtualThread(() -> future.from(() -> intercepted(plan, given, options)));
        future.onCancel(caller::interrupt);
        return future;
    }

    // ---- the way out

    private OutboundCall begin(
            Plan plan, Given given, Duration timeout, boolean isDefault, Map<String, String> metadata) {
        Session session = sessions.get();
        Output out = Scratch.take();
        Items items = null; // before the call is made: a stream that cannot be read at all makes none
        if (plan.itemsForm() != null && given.stream() != null) {
            items = Forms.items(plan.itemsForm(), given.stream());
        }
        try {
            boolean mixed = write(plan, given, session.codec().writer(out));
            Encoded body = session.encoded(out);
            long now = System.nanoTime();
            long outer = outerDeadline(now);
            long deadline = deadline(now, timeout, outer);
            Caller.Request request =
                    new Caller.Request(
                            plan.name(),
                            deadline,
                            isDefault && (outer == 0 || deadline != outer),
                            metadata,
                            mixed,
                            body,
                            plan.items(),
                            plan.resultForm() == null ? null : Objects.requireNonNull(plan.result()));
            OutboundCall call = session.caller().start(request);
            session.recycle(out, body);
            if (items != null) {
                Pump.start(call, items, plan.name());
                items = null; // the pump closes it
            } else if (plan.items() != null) {
                call.endArguments();
            }
            return call;
        } catch (ValueException e) {
            throw notRun(Code.INVALID_ARGUMENT, String.valueOf(e.inField(plan.name().toString()).getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notRun(Code.CANCELLED, plan.name() + ": interrupted before the call was sent", e);
        } finally {
            if (items != null) {
                items.close();
            }
        }
    }

    private static RpcException notRun(Code code, String message, Exception cause) {
        return new RpcException(code, "", message, cause, false, "", null);
    }

    /// When the call that the current thread runs for ends at the latest; 0 for never.
    private static long outerDeadline(long now) {
        Optional<Duration> outer = Call.isCurrent() ? Call.current().remaining() : Optional.empty();
        return outer.isPresent() ? now + nanos(outer.get()) : 0;
    }

    /// When a call ends at the latest: after its own time, or with the call that the current thread runs for.
    private static long deadline(long now, Duration timeout, long outer) {
        long own = timeout.isZero() ? 0 : now + nanos(timeout);
        return outer != 0 && (own == 0 || outer - own < 0) ? outer : own;
    }

    private static long nanos(Duration duration) {
        return duration.compareTo(Duration.ofDays(3650)) > 0 ? Duration.ofDays(3650).toNanos() : duration.toNanos();
    }

    /// @return whether there are both kinds of arguments
    private static boolean write(Plan plan, Given given, Writer writer) {
        boolean mixed = !given.positional().isEmpty() && !given.named().isEmpty();
        if (mixed) {
            writer.beginList(2);
        }
        if (mixed || given.named().isEmpty()) {
            positional(plan, given.positional(), writer);
        }
        if (!given.named().isEmpty()) {
            named(plan, given.named(), writer);
        }
        if (mixed) {
            writer.endList();
        }
        return mixed;
    }

    private static void positional(Plan plan, List<@Nullable Object> arguments, Writer writer) {
        writer.beginList(arguments.size());
        for (int i = 0; i < arguments.size(); i++) {
            try {
                plan.positional(i).write(writer, arguments.get(i));
            } catch (ValueException e) {
                throw e.inElement(i);
            }
        }
        writer.endList();
    }

    private static void named(Plan plan, Map<String, @Nullable Object> arguments, Writer writer) {
        writer.beginMap(arguments.size());
        for (Map.Entry<String, @Nullable Object> argument : arguments.entrySet()) {
            writer.text(argument.getKey());
            try {
                plan.furtherNamed().write(writer, argument.getValue());
            } catch (ValueException e) {
                throw e.inField(argument.getKey());
            }
        }
        writer.endMap();
    }

    // ---- the way back

    private static @Nullable Object complete(Plan plan, OutboundCall call, @Nullable Map<String, String> replyMetadata)
            throws Exception {
        try {
            InboundStream results = call.results();
            if (results != null) {
                return Forms.present(Objects.requireNonNull(plan.resultForm()), results, null);
            }
            Encoded body = call.await();
            Shape shape = plan.result();
            return shape == null || body == null ? null : read(plan, shape, body);
        } catch (RpcException e) {
            throw thrown(e, plan);
        } finally {
            if (replyMetadata != null) {
                replyMetadata.putAll(call.replyMetadata());
            }
        }
    }

    private static @Nullable Object read(Plan plan, Shape shape, Encoded body) {
        try {
            Object value = Session.whole(shape, body);
            body.release();
            return value;
        } catch (ValueException e) {
            String path = e.path().isEmpty() ? "" : e.path() + ": ";
            throw new RpcException(
                    Code.INTERNAL, plan.name() + ": the result is not what is expected: " + path + e.problem(), e);
        }
    }

    private static Exception thrown(RpcException failure, Plan plan) {
        Throwable declared = Errors.declared(failure, plan.errors());
        if (declared instanceof Error e) {
            throw e;
        }
        return declared instanceof Exception e ? e : failure;
    }
}
