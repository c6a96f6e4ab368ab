package dev.parley.dispatch;

import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.ServerHooks;
import dev.parley.session.InboundCall;
import dev.parley.session.Session;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/// Holds the calls of a session up until the server's hook has let the peer in.
final class Welcome implements Gate {
    private static final long PATIENCE = 1_000_000_000;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final ServerHooks hooks;
    private final Farewells farewells;
    private final Map<Session, CompletableFuture<Boolean>> guests = new ConcurrentHashMap<>();

    Welcome(ServerHooks hooks, Farewells farewells) {
        this.hooks = hooks;
        this.farewells = farewells;
    }

    /// A peer has greeted. To be called before its first call is handed on.
    void connected(Session session) {
        CompletableFuture<Boolean> guest = new CompletableFuture<>();
        guests.put(session, guest);
        Thread.startVirtualThread(() -> {
            RpcException refusal = refusal(session);
            while (refusal != null && refusal.code() == Code.UNAVAILABLE && waits(session)) {
                refusal = refusal(session);
            }
            if (refusal == null) {
                guest.complete(true);
                return;
            }
            guest.completeExceptionally(refusal);
            if (session.reserves() == null && !session.hasEnded()) { // else who waits for its place refuses it
                refuse(session, refusal);
            }
        });
    }

    /// What the hook says; null for a peer that it lets in.
    private @Nullable RpcException refusal(Session session) {
        try {
            hooks.connected(session.peer());
            return null;
        } catch (RpcException e) {
            return e;
        } catch (Throwable e) { // whatever it is: who has not been let in stays outside
            System.getLogger(Welcome.class.getName()).log(Level.ERROR, "the hook for a connection failed", e);
            return new RpcException(Code.INTERNAL, "the server failed while it looked who connects");
        }
    }

    /// Has a peer wait that is refused for now: it is told so, or its calls wait.
    ///
    /// @return false for one that has gone
    private static boolean waits(Session session) {
        if (session.reserves() != null) {
            session.mustWait();
        }
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does that
        }
        return !session.hasEnded();
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
            guest.thenAccept(_ -> farewells.add(() -> Session.guard(() -> hooks.left(session.peer()))));
        }
    }
}
