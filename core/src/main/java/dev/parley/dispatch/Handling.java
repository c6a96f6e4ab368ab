package dev.parley.dispatch;

import dev.parley.Call;
import dev.parley.RpcException;
import dev.parley.session.Answers;
import dev.parley.session.InboundCall;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/// The handling of one call: asks who calls, finds the answer that was kept or lets the call through its gates, and runs
/// it. Run on the handler's thread, and within that for the call.
final class Handling implements Runnable, ScopedValue.CallableOp<@Nullable Object, Exception> {
    private final Dispatcher dispatcher;
    private final InboundCall call;
    private final @Nullable Endpoint endpoint;
    private final boolean ownThread;
    private @Nullable Turn<@Nullable Object> turn;

    /// @param endpoint null for a command that there is not
    /// @param ownThread whether the thread that runs this is there for the call alone
    Handling(Dispatcher dispatcher, InboundCall call, @Nullable Endpoint endpoint, boolean ownThread) {
        this.dispatcher = dispatcher;
        this.call = call;
        this.endpoint = endpoint;
        this.ownThread = ownThread;
    }

    @Override
    public void run() {
        try {
            call.run(this::handle, ownThread);
        } finally {
            if (endpoint != null && endpoint.usage() instanceof Usage usage) {
                usage.end();
            }
        }
    }

    private void handle() {
        if (call.cancelled()) { // before this thread came
            if (turn == null) {
                return;
            }
            Thread.currentThread().interrupt(); // the turn is given up, or, where it has begun, what comes of it
        }
        try {
            Guard guard = dispatcher.guard();
            if (guard != null && !guard.lets(call, endpoint == null ? null : endpoint.command())) {
                return;
            }
            if (endpoint == null) {
                dispatcher.unknown(call);
                return;
            }
            Answers answers = call.session().answers();
            Answers.Kept kept = null;
            try {
                if (answers != null) {
                    kept = endpoint.keepable(call) ? answers.take(call) : Answers.takeOnce(call);
                }
            } catch (RpcException e) {
                String message = call.name() + ": " + e.getMessage();
                call.reply().fail(e.code(), e.type(), message, e.mayHaveRun(), "", null);
                return;
            }
            if (kept == null || kept.isFirst(call)) {
                pass(endpoint);
            } else {
                repeat(kept);
            }
        } catch (Throwable e) { // a handler may throw anything; its caller gets an answer
            dispatcher.failures().fail(call, endpoint, Errors.root(e));
        }
    }

    private void repeat(Answers.Kept kept) throws InterruptedException {
        try {
            call.reply().repeat(kept.await());
        } catch (InterruptedException e) {
            if (!call.session().hasEnded()) {
                kept.giveUp();
            }
            throw e;
        }
    }

    private void pass(Endpoint to) throws Exception {
        int passed = 0;
        try {
            for (Gate gate : to.gates()) {
                gate.enter(call);
                passed++;
            }
            Turns where = to.turns();
            if (where == null) {
                Call.runFor(call, this);
            } else {
                Turn<@Nullable Object> own = turn == null ? enter(where) : turn;
                to.finish(call, own.await());
            }
        } finally {
            while (passed > 0) {
                passed--;
                to.gates().get(passed).leave(call);
            }
        }
    }

    /// Puts the call at the end of the line.
    Turn<@Nullable Object> enter(Turns where) {
        Turn<@Nullable Object> fresh = new Turn<>(where, () -> call.cancelled() ? null : Call.runFor(call, this));
        turn = fresh;
        where.enter().accept(fresh);
        return fresh;
    }

    @Override
    public @Nullable Object call() throws Exception {
        return Objects.requireNonNull(endpoint).run(call);
    }
}
