package dev.parley.session;

import dev.parley.CallListener;
import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.wire.Encoded;
import dev.parley.wire.Frame;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A call that this end has made. It ends exactly once: with a value, with the end of its stream, or with a failure.
public final class OutboundCall {
    private static final long NEVER = Long.MAX_VALUE / 2;

    private final Session session;
    private final Caller caller;
    private final int id;
    private final Caller.Request request;
    private final @Nullable OutboundStream arguments;
    private final @Nullable InboundStream results;
    private final long started;

    /// A [Frame.Result], a [Frame.End] or an [RpcException]; null while the call is in flight.
    private final AtomicReference<@Nullable Object> outcome = new AtomicReference<>();

    private volatile @Nullable Thread waiter;
    private @Nullable Runnable whenDone; // guarded by this
    private volatile Map<String, String> replyMetadata = Map.of();

    OutboundCall(Session session, Caller caller, int id, Caller.Request request) {
        this.session = session;
        this.caller = caller;
        this.id = id;
        this.request = request;
        arguments = request.items() == null
                ? null
                : new OutboundStream(session, id, request.items(), session.remoteWindow());
        results = request.results() == null
                ? null
                : new InboundStream(session, id, request.results(), request.command().toString(), this::cancel);
        CallListener listener = session.listener();
        started = listener == null ? 0 : System.nanoTime();
        if (listener != null) {
            Session.guard(() -> listener.callStarted(
                    session.peer(), request.command().service(), request.command().command(), false));
        }
    }

    int id() {
        return id;
    }

    /// Where the items of the arguments' stream are sent; null where there is none.
    public @Nullable OutboundStream arguments() {
        return arguments;
    }

    /// The items that the command gives; null where a single value is expected.
    public @Nullable InboundStream results() {
        return results;
    }

    /// What came back beside the outcome.
    public Map<String, String> replyMetadata() {
        return replyMetadata;
    }

    public boolean isDone() {
        return outcome.get() != null;
    }

    void frame(Frame.OfCall frame) {
        switch (frame) {
            case Frame.Item item -> item(item);
            case Frame.End end -> {
                replyMetadata = end.metadata();
                if (results == null) {
                    streamed();
                } else {
                    finish(end);
                }
            }
            case Frame.Result result -> {
                replyMetadata = result.metadata();
                if (results != null) {
                    fail(failure(Code.FAILED_PRECONDITION, "gives a single value (expected a stream)", true));
                } else {
                    Encoded body = result.body();
                    finish(body == null ? result : result.withBody(body.keep()));
                }
            }
            case Frame.Failure failure -> {
                replyMetadata = failure.metadata();
                fail(Session.exception(request.command(), failure));
            }
            case Frame.Refused refused -> {
                stop(failure(refused.code(), "the answer was not understood: " + refused.message(), true));
            }
            case Frame.Cancel _ -> {
                if (arguments != null) {
                    arguments.close();
                }
            }
            case Frame.Credit credit -> {
                if (arguments != null) {
                    arguments.grant(credit.bytes());
                }
            }
            case Frame.Call _, Frame.More _ -> {} // never said by the end that is called
        }
    }

    private void item(Frame.Item item) {
        if (results == null) {
            streamed();
        } else if (results.offer(item.body())) {
            session.offered(results);
        } else {
            stop(failure(Code.RESOURCE_EXHAUSTED, "sends more than the window that it was granted", true));
        }
    }

    private void streamed() {
        stop(failure(Code.FAILED_PRECONDITION, "gives a stream (expected a single value)", true));
    }

    private RpcException failure(Code code, String what, boolean ran) {
        return new RpcException(code, "", request.command() + ": " + what, null, ran, "", null);
    }

    // ---- the end

    void fail(RpcException why) {
        finish(why);
    }

    private boolean finish(Object how) {
        if (!outcome.compareAndSet(null, how)) {
            return false;
        }
        caller.remove(this);
        if (arguments != null) {
            arguments.close();
        }
        if (results != null) {
            results.end(how instanceof RpcException e ? e : null);
        }
        Thread waiting = waiter;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
        Runnable then;
        synchronized (this) {
            then = whenDone;
        }
        if (then != null) {
            then.run();
        }
        told(how);
        return true;
    }

    private void told(Object how) {
        CallListener listener = session.listener();
        if (listener != null) {
            Session.guard(() -> listener.callEnded(
                    session.peer(),
                    request.command().service(),
                    request.command().command(),
                    false,
                    Duration.ofNanos(System.nanoTime() - started),
                    how instanceof RpcException e ? e.code() : null));
        }
    }

    /// Ends the call at this end, and tells the other.
    private void stop(RpcException why) {
        if (finish(why)) {
            session.outbox().abandon(id);
            session.outbox().send(new Frame.Cancel(id), false);
        }
    }

    /// The outcome is of no interest any more: the handler is stopped.
    public void cancel() {
        stop(failure(Code.CANCELLED, "cancelled by the caller", true));
    }

    /// The stream of arguments has failed at this end, and so does the call.
    public void abort(RpcException why) {
        stop(why);
    }

    /// The stream of arguments is at its end.
    public void endArguments() {
        session.outbox().send(new Frame.End(id, Map.of()), false);
    }

    void expireIfDue(long now) {
        if (request.deadline() != 0 && now - request.deadline() >= 0) {
            stop(failure(Code.DEADLINE_EXCEEDED, "no answer before the deadline", true));
        }
    }

    // ---- waiting

    /// Waits for the outcome. Interrupting the waiting thread cancels the call.
    ///
    /// @return the value's bytes; null where the command returns nothing, or a stream was at its end
    /// @throws RpcException when the call fails
    public @Nullable Encoded await() {
        if (!isDone() && caller.isAlone() && !Thread.currentThread().isVirtual()) {
            long until = request.deadline() == 0 ? System.nanoTime() + NEVER : request.deadline();
            if (session.link().readWhile(this::isDone, until) && (!isDone() || caller.hasCalls())) {
                session.link().readAgain();
            }
        }
        waiter = Thread.currentThread();
        while (!isDone()) {
            if (Thread.interrupted()) {
                stop(failure(Code.CANCELLED, "interrupted while waiting for the answer", true));
                Thread.currentThread().interrupt();
                break;
            }
            LockSupport.park(this);
        }
        return result();
    }

    /// Runs something when the call is over, on the thread that ends it, which must not be made to wait.
    public void whenDone(Runnable then) {
        synchronized (this) {
            if (!isDone()) {
                Runnable before = whenDone;
                whenDone = before == null
                        ? then
                        : () -> {
                            before.run();
                            then.run();
                        };
                return;
            }
        }
        then.run();
    }

    /// The outcome of a call that is over.
    ///
    /// @return as of [#await()]
    public @Nullable Encoded result() {
        return switch (outcome.get()) {
            case Frame.Result result -> result.body();
            case RpcException e -> {
                e.setStackTrace(Thread.currentThread().getStackTrace());
                throw e;
            }
            case null -> throw new IllegalStateException("the call is still in flight");
            default -> null;
        };
    }
}
