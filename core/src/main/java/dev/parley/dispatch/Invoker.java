package dev.parley.dispatch;

import dev.parley.Call;
import dev.parley.Code;
import dev.parley.Interceptor;
import dev.parley.Invocation;
import dev.parley.RpcException;
import dev.parley.session.Answers;
import dev.parley.session.Caller;
import dev.parley.session.InboundStream;
import dev.parley.session.Items;
import dev.parley.session.OutboundCall;
import dev.parley.session.Scratch;
import dev.parley.session.Session;
import dev.parley.session.Values;
import dev.parley.value.Codec;
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

/// Makes outbound calls: writes the arguments, waits, reads the result.
public final class Invoker {
    private final Sessions sessions;
    private final List<Interceptor> interceptors;
    private final @Nullable Retries retries;

    /// @param retries null for no repetitions
    public Invoker(Sessions sessions, List<Interceptor> interceptors, @Nullable Retries retries) {
        this.sessions = sessions;
        this.interceptors = List.copyOf(interceptors);
        this.retries = retries;
    }

    Sessions sessions() {
        return sessions;
    }

    List<Interceptor> interceptors() {
        return interceptors;
    }

    /// How long a call waits, and what it sends along.
    ///
    /// @param deadline when it ends at the latest, as of [System#nanoTime()]; 0 for never
    /// @param soft whether that is only a default
    private record Terms(long deadline, boolean soft, Map<String, String> metadata) {
        static Terms of(Duration timeout, boolean isDefault, Map<String, String> metadata) {
            long now = System.nanoTime();
            long outer = outerDeadline(now);
            long deadline = Invoker.deadline(now, timeout, outer);
            return new Terms(deadline, isDefault && (outer == 0 || deadline != outer), metadata);
        }

        static Terms of(Plan plan, CallOptions options) {
            return of(options.timeoutFor(plan), options.isDefault(plan), options.metadata());
        }
    }

    /// Makes a call. What it gives is what the plan says: a value, nothing, a stream in its form, or a future of a value.
    ///
    /// @throws RpcException when the call fails
    /// @throws Exception one of those that the plan's method declares, or that an interceptor throws
    public @Nullable Object invoke(Plan plan, Given given, CallOptions options) throws Exception {
        if (!plan.later()) {
            return intercepted(plan, given, options);
        }
        return interceptors.isEmpty() && sessions.isReady()
                ? later(plan, given, Terms.of(plan, options))
                : laterIntercepted(plan, given, options);
    }

    private @Nullable Object intercepted(Plan plan, Given given, CallOptions options) throws Exception {
        if (interceptors.isEmpty()) {
            return call(plan, given, Terms.of(plan, options), null);
        }
        Terms terms = Terms.of(plan, options);
        Duration timeout = options.timeoutFor(plan);
        Optional<Duration> before = timeout.isZero() ? Optional.empty() : Optional.of(timeout);
        Invocation invocation =
                new Invocation(
                        plan.name().service(),
                        plan.name().command(),
                        session(plan, terms.deadline).peer(),
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
                    Terms then =
                            last.timeout().equals(before)
                                    ? new Terms(terms.deadline, terms.soft, last.metadata())
                                    : Terms.of(last.timeout().orElse(Duration.ZERO), false, last.metadata());
                    return call(plan, now, then, last.replyMetadata());
                });
    }

    private Session session(Plan plan, long deadline) {
        try {
            return sessions.get(deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notRun(Code.CANCELLED, plan.name() + ": interrupted while waiting for a connection", e);
        }
    }

    // ---- one call, made as often as it takes

    private @Nullable Object call(Plan plan, Given given, Terms terms, @Nullable Map<String, String> reply)
            throws Exception {
        if (retries != null) {
            retries.called();
        }
        Session session = session(plan, terms.deadline);
        OutboundCall call = null;
        try {
            call = begin(plan, given, terms, session);
            return complete(plan, call, reply);
        } catch (RpcException e) {
            return again(plan, given, terms, reply, call, e);
        }
    }

    /// Repeats a call that has failed, where that does no harm and may help.
    ///
    /// @param first null for one that could not be made
    private @Nullable Object again(
            Plan plan,
            Given given,
            Terms terms,
            @Nullable Map<String, String> reply,
            @Nullable OutboundCall first,
            RpcException why)
            throws Exception {
        RpcException failure = why;
        OutboundCall last = first;
        OutboundCall origin = failure.mayHaveRun() ? first : null; // the call that may have run
        for (int attempt = 2; attempt <= Retries.MOST_ATTEMPTS; attempt++) {
            boolean harmless = origin == null || plan.idempotent();
            String repeats = origin == null ? null : origin.session().repeatable(origin);
            boolean free = origin == null && (last == null || last.session().isOver()); // as of Retries
            if (failure.code() != Code.UNAVAILABLE
                    || plan.streams()
                    || (!harmless && repeats == null)
                    || retries == null
                    || (!free && !retries.take())
                    || !pause(attempt, terms.deadline)) {
                break;
            }
            Session session;
            try {
                session = session(plan, terms.deadline);
            } catch (RpcException e) { // it has waited long enough
                failure = e;
                break;
            }
            last = null;
            try {
                boolean known = origin != null && repeats != null && session.isWith(origin.session());
                if (!harmless && !known) {
                    break; // another server does not know whether the call has run
                }
                last = begin(plan, given, known && repeats != null ? repeating(terms, repeats) : terms, session);
                return complete(plan, last, reply);
            } catch (RpcException e) {
                failure = e;
                origin = origin == null && e.mayHaveRun() ? last : origin;
            }
        }
        throw thrown(origin != null && !failure.mayHaveRun() ? afterwards(failure) : failure, plan);
    }

    private static Terms repeating(Terms terms, String call) {
        Map<String, String> metadata = new LinkedHashMap<>(terms.metadata);
        metadata.put(Answers.REPEATS, call);
        return new Terms(terms.deadline, terms.soft, metadata);
    }

    /// The failure of a repetition, of a call that may have run before.
    private static RpcException afterwards(RpcException e) {
        return new RpcException(e.code(), e.type(), String.valueOf(e.getMessage()), e, true, e.remoteTrace(), null);
    }

    private static boolean pause(int attempt, long deadline) {
        try {
            Thread.sleep(Retries.pause(attempt));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return deadline == 0 || deadline - System.nanoTime() > 0;
    }

    // ---- a future of the value

    private CompletableFuture<@Nullable Object> later(Plan plan, Given given, Terms terms) {
        if (retries != null) {
            retries.called();
        }
        OutboundCall call;
        try {
            call = begin(plan, given, terms, session(plan, terms.deadline));
        } catch (RpcException e) {
            return e.code() == Code.UNAVAILABLE && !plan.streams() && retries != null
                    ? laterAgain(plan, given, terms, e)
                    : CompletableFuture.failedFuture(e);
        }
        CallFuture future = new CallFuture(call::cancel);
        call.whenDone(() -> {
            Thread last =
                    Thread.ofVirtual().unstarted(() -> future.from(() -> completeLater(plan, given, terms, call)));
            future.onCancel(last::interrupt);
            last.start();
        });
        return future;
    }

    private CompletableFuture<@Nullable Object> laterAgain(Plan plan, Given given, Terms terms, RpcException why) {
        CallFuture future = new CallFuture(null);
        Thread caller = Thread.startVirtualThread(() -> future.from(() -> again(plan, given, terms, null, null, why)));
        future.onCancel(caller::interrupt);
        return future;
    }

    private @Nullable Object completeLater(Plan plan, Given given, Terms terms, OutboundCall call) throws Exception {
        try {
            return complete(plan, call, null);
        } catch (RpcException e) {
            return again(plan, given, terms, null, call, e);
        }
    }

    private CompletableFuture<@Nullable Object> laterIntercepted(Plan plan, Given given, CallOptions options) {
        CallFuture future = new CallFuture(null);
        Thread caller = Thread.startVirtualThread(() -> future.from(() -> intercepted(plan, given, options)));
        future.onCancel(caller::interrupt);
        return future;
    }

    // ---- the way out

    private OutboundCall begin(Plan plan, Given given, Terms terms, Session session) {
        Items items = null; // before the call is made: a stream that cannot be read at all makes none
        if (plan.itemsForm() != null && given.stream() != null) {
            items = Forms.items(plan.itemsForm(), given.stream());
        }
        try {
            OutboundCall call =
                    Sessions.begin(session, sessions, terms.deadline, each -> start(plan, given, terms, each));
            if (items != null) {
                Pump.start(call, items, plan.name());
                items = null; // the pump closes it
            } else if (plan.items() != null) {
                call.endArguments();
            }
            return call;
        } catch (ValueException e) {
            Code code = e.isOverflow() ? Code.OUT_OF_RANGE : Code.INVALID_ARGUMENT;
            throw notRun(code, String.valueOf(e.inField(plan.name().toString()).getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notRun(Code.CANCELLED, plan.name() + ": interrupted before the call was sent", e);
        } finally {
            if (items != null) {
                items.close();
            }
        }
    }

    /// @return as of [Caller#start]
    private static @Nullable OutboundCall start(Plan plan, Given given, Terms terms, Session session)
            throws InterruptedException {
        Output out = Scratch.take();
        boolean mixed = !given.positional().isEmpty() && !given.named().isEmpty();
        Codec codec = session.values().arguments(plan.name(), mixed);
        write(plan, given, mixed, codec.writer(out));
        Encoded body = session.values().encoded(codec, out);
        Caller.Request request =
                new Caller.Request(
                        plan.name(),
                        terms.deadline,
                        terms.soft,
                        terms.metadata,
                        mixed,
                        body,
                        plan.items(),
                        plan.resultForm() == null ? null : Objects.requireNonNull(plan.result()),
                        false,
                        plan.place(),
                        plan.told());
        OutboundCall call = session.caller().start(request);
        session.values().recycle(out, body);
        return call;
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

    /// @param mixed whether there are both kinds of arguments
    private static void write(Plan plan, Given given, boolean mixed, Writer writer) {
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

    private static @Nullable Object complete(
            Plan plan, OutboundCall call, @Nullable Map<String, String> replyMetadata) {
        if (plan.told()) {
            return null;
        }
        try {
            InboundStream results = call.results();
            if (results != null) {
                return Forms.present(Objects.requireNonNull(plan.resultForm()), results, null);
            }
            Encoded body = call.await();
            Shape shape = plan.result();
            return shape == null || body == null ? null : read(plan, shape, body);
        } finally {
            if (replyMetadata != null) {
                replyMetadata.putAll(call.replyMetadata());
            }
        }
    }

    private static @Nullable Object read(Plan plan, Shape shape, Encoded body) {
        try {
            Object value = Values.whole(shape, body);
            body.release();
            return value;
        } catch (ValueException e) {
            String path = e.path().isEmpty() ? "" : e.path() + ": ";
            throw new RpcException(
                    e.isOverflow() ? Code.OUT_OF_RANGE : Code.INTERNAL,
                    plan.name() + ": the result is not what is expected: " + path + e.problem(),
                    e);
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
