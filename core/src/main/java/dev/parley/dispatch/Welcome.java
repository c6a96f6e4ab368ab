package dev.parley.dispatch;

import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.ServerHooks;
import dev.parley.session.InboundCall;
import dev.parley.session.Session;

import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/// Holds the calls of a session up until the server's hook has let the peer in.
final class Welcome implements Gate {
    private static final long PATIENCE = 1_000_000_000;

    private final ServerHooks hooks;
    private final Map<Session, CompletableFuture<Boolean>> guests = new ConcurrentHashMap<>();

    Welcome(ServerHooks hooks) {
        this.hooks = hooks;
    }

    /// A peer has greeted. To be called before its first call is handed on.
    void connected(Session session) {
        CompletableFuture<Boolean> guest = new CompletableFuture<>();
        guests.put(session, guest);
        Thread.startVirtualThread(() -> {
            RpcException refusal;
            try {
                hooks.connected(session.peer());
                guest.complete(true);
                return;
            } catch (RpcException e) {
                refusal = e;
            } catch (Throwable e) { // whatever it is: who has not been let in stays outside
                System.getLogger(Welcome.class.getName()).log(Level.ERROR, "the hook for a connection failed", e);
                refusal = new RpcException(Code.INTERNAL, "the server failed while it looked who connects");
            }
            guest.completeExceptionally(refusal);
            refuse(session, refusal);
        });
    }

    /// Closes the connection, when those of its calls that have come already have been refused in their turn.
    private static void refuse(Session session, RpcException why) {
        long until = System.nanoTime() + PATIENCE;
        try {
            while (!session.isIdle() && System.nanoTime() - until < 0) {
                Thread.sleep(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does that
        }
        session.refuse(why.code(), String.valueOf(why.getMessage()));
    }

    @Override
    public void enter(InboundCall call) throws InterruptedException {
        await(call.session(), call.name() + ": ");
    }

    @Override
    public void arrive(Session session, Runnable waits) throws InterruptedException {
        await(session, "");
    }

    private void await(Session session, String place) throws InterruptedException {
        CompletableFuture<Boolean> guest = guests.get(session);
        if (guest == null) {
            throw new RpcException(Code.UNAVAILABLE, place + "the connection is closed");
        }
        try {
            guest.get();
        } catch (ExecutionException e) {
            RpcException why = (RpcException) Objects.requireNonNull(e.getCause());
            throw new RpcException(why.code(), why.type(), String.valueOf(why.getMessage()), why);
        }
    }

    @Override
    public void leave(InboundCall call) {}

    @Override
    public void gone(Session session) {
        CompletableFuture<Boolean> guest = guests.remove(session);
        if (guest != null) {
            guest.thenAcceptAsync(_ -> Session.guard(() -> hooks.left(session.peer())), Thread::startVirtualThread);
        }
    }
}
