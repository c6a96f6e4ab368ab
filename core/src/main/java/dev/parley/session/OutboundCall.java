package dev.parley.session;

import dev.parley.CallListener;
import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.wire.Encoded;
import dev.parley.wire.Frame;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// A call that this end has made. It ends exactly once: with a value, with the end of its stream, or with a failure.
public final class OutboundCall {
    /// The outcome of a call that ended well without a value.
    private static final Object NOTHING = new Object();

    /// The outcome of a call whose stream has ended well.
    private static final Object STREAMED = new Object();

    private static final long NEVER = Long.MAX_VALUE / 2;

    /// How long the other end's word on a deadline goes before this one's, as it knows whether the call has begun: from when
    /// this end has seen that the time is up, until the other's clock has looked, too, and its answer is here.
    static final long HEAD_START = 20_000_000;

    /// A consumer for whom nothing has come for so long lets the loop wait, which is not woken again and again by that.
    private static final long MOST_QUIET = 100_000_000;

    private static final AtomicReferenceFieldUpdater<OutboundCall, @Nullable Object> OUTCOME =
            AtomicReferenceFieldUpdater.newUpdater(OutboundCall.class, Object.class, "outcome");

    private final Session session;
    private final Caller caller;
    private final Caller.Request request;
    private int id; // set before anybody else sees the call, as the next two
    private @Nullable OutboundStream arguments;
    private @Nullable InboundStream results;
    private final long started;
    private long late; // since when the time was seen to be up; used by the sweeper's thread

    /// The [Encoded] value, [#NOTHING], [#STREAMED] or an [RpcException]; null while the call is in flight.
    private volatile @Nullable Object outcome;

    private volatile boolean stopped;
    private volatile @Nullable Thread waiter;
    private @Nullable Runnable whenDone; // guarded by this
    private volatile Map<String, String> replyMetadata = Map.of();

    OutboundCall(Session session, Caller caller, Caller.Request request) {
        this.session = session;
        this.caller = caller;
        this.request = request;
        CallListener listener = session.listener();
        started = listener == null ? 0 : System.nanoTime();
        if (listener != null) {
            Session.guard(() ->
                    listener.callStarted(
                            session.peer(), request.command().service(), request.command().command(), false));
        }
    }

    /// Gives the call its number. May be done again as long as the call is not under way.
    void id(int number) {
        id = number;
        if (request.items() != null) {
            arguments = new OutboundStream(session, id, request.items(), session.remoteWindow());
        }
        if (request.results() != null) {
            results =
                    new InboundStream(
                            session, id, request.results(), request.command().toString(), this::cancel, this::read);
        }
    }

    int id() {
        return id;
    }

    /// The session that it was made on.
    public Session session() {
        return session;
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
        return outcome != null;
    }

    /// Whether it was this end that has ended it, which the other is told.
    boolean isStopped() {
        return stopped;
    }

    /// Whether this is the failure that it has ended with.
    public boolean hasFailedWith(RpcException failure) {
        return outcome == failure;
    }

    /// Whether it has ended with the end of its stream.
    public boolean hasStreamed() {
        return outcome == STREAMED;
    }

    void frame(Frame.OfCall frame) {
        // What a call from the command hears: linking the switch costs a fresh JVM milliseconds.
        if (frame instanceof Frame.Result result) {
            result(result);
        } else if (frame instanceof Frame.Failure failure) {
            failed(failure);
        } else if (frame instanceof Frame.Item item) {
            item(item);
        } else {
            any(frame);
        }
    }

    private void any(Frame.OfCall frame) {
        switch (frame) {
            case Frame.Item item -> item(item);
            case Frame.End end -> {
                replyMetadata = end.metadata();
                if (results == null) {
                    streamed();
                } else {
                    finish(STREAMED);
                }
            }
            case Frame.Result result -> result(result);
            case Frame.Failure failure -> failed(failure);
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
            case Frame.Call _, Frame.More _, Frame.Begins _ -> {} // never said by the end that is called
        }
    }

    private void result(Frame.Result result) {
        replyMetadata = result.metadata();
        if (results != null && !request.either()) {
            fail(failure(Code.FAILED_PRECONDITION, "gives a single value (expected a stream)", true));
        } else {
            Encoded body = result.body();
            finish(body == null ? NOTHING : body.keep());
        }
    }

    private void failed(Frame.Failure failure) {
        replyMetadata = failure.metadata();
        fail(Values.exception(request.command(), failure));
    }

    private void item(Frame.Item item) {
        if (results == null) {
            streamed();
        } else if (results.offer(item.body())) {
            session.inbox().offered(results);
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

    /// It is on its way, and will not be answered.
    void sent() {
        finish(NOTHING);
    }

    private boolean finish(Object how) {
        if (!OUTCOME.compareAndSet(this, null, how)) {
            return false;
        }
        told(how); // before the end of the connection, which may be the next thing
        caller.remove(this);
        if (arguments != null) {
            arguments.close();
        }
        if (results != null) {
            results.end(how instanceof RpcException e ? e : null);
        }
        Thread waiting = waiter;
        if (waiting != null && waiting != Thread.currentThread()) { // else it is the one that has read
            LockSupport.unpark(waiting);
        }
        Runnable then;
        synchronized (this) {
            then = whenDone;
        }
        if (then != null) {
            then.run();
        }
        return true;
    }

    private void told(Object how) {
        CallListener listener = session.listener();
        if (listener != null) {
            Session.guard(() ->
                    listener.callEnded(
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
        boolean last = session.isSerial() && !session.abilities().cancels() && !isDone();
        if (last) {
            session.retire(); // before others have their turn
        }
        boolean first = finish(why);
        if (first) {
            stopped = true;
            session.outbox().abandon(id);
            session.outbox().send(new Frame.Cancel(id));
        }
        if (last && first) {
            session.close("a call was given up, and the protocol cannot say that");
        } else if (last) { // the answer came in this moment, and the next call may have its turn already
            session.leaveWhenDone();
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
        session.outbox().send(arguments, new Frame.End(id, Map.of()));
    }

    /// Ends the call if its time is up, and the other end, which knows more, has had the time to say so.
    ///
    /// @return whether that is still to come
    boolean expiresLater(long now) {
        if (request.deadline() == 0 || isDone()) {
            return false;
        }
        if (now - request.deadline() < 0) {
            return true;
        }
        if (late == 0) {
            late = now | 1; // 0 is for those that are not
        }
        if (now - late < HEAD_START) {
            return true;
        }
        stop(failure(Code.DEADLINE_EXCEEDED, "not finished before the deadline", true));
        return false;
    }

    // ---- waiting

    /// Waits for the outcome. Interrupting the waiting thread cancels the call.
    ///
    /// @return the value's bytes; null where the command returns nothing, or a stream was at its end
    /// @throws RpcException when the call fails
    public @Nullable Encoded await() {
        readWhileAlone();
        waiter = Thread.currentThread();
        while (!isDone()) {
            if (Thread.interrupted()) {
                stop(failure(Code.CANCELLED, "interrupted while waiting for the answer", true));
                Thread.currentThread().interrupt();
                break;
            }
            LockSupport.park(this);
            readWhileAlone(); // it may be that now it can, and that nobody else does
        }
        return result();
    }

    private void readWhileAlone() {
        if (!isDone() && caller.isAlone() && !Thread.currentThread().isVirtual()) {
            session.link().readWhile(this::isDone, until(), false);
        }
        if (!isDone() || caller.hasCalls()) {
            session.link().readAgain(); // somebody waits who does not read
        }
    }

    private long until() {
        return request.deadline() == 0 ? System.nanoTime() + NEVER : request.deadline() + HEAD_START;
    }

    /// The consumer of the results waits: reads itself meanwhile, where nobody else needs what comes.
    private void read(BooleanSupplier done) {
        if (arguments == null && caller.isAlone() && !Thread.currentThread().isVirtual()) {
            long patience = System.nanoTime() + MOST_QUIET;
            long until = until();
            session.link().readWhile(done, patience - until < 0 ? patience : until, true);
            if (!done.getAsBoolean() || (isDone() ? caller.hasCalls() : !caller.isAlone())) {
                session.link().readAgain();
            }
        } else {
            session.link().readAgain();
        }
    }

    /// Runs something when the call is over, on the thread that ends it, which must not be made to wait.
    public void whenDone(Runnable then) {
        synchronized (this) {
            if (!isDone()) {
                Runnable before = whenDone;
                whenDone =
                        before == null
                                ? then
                                : () -> {
                                    before.run();
                                    then.run();
                                };
                session.link().readAgain();
                return;
            }
        }
        then.run();
    }

    /// The outcome of a call that is over.
    ///
    /// @return as of [#await()]
    public @Nullable Encoded result() {
        Object how = outcome;
        if (how == null) {
            throw new IllegalStateException("the call is still in flight");
        }
        if (how instanceof RpcException e) {
            e.setStackTrace(Thread.currentThread().getStackTrace());
            throw e;
        }
        return how instanceof Encoded value ? value : null;
    }
}
