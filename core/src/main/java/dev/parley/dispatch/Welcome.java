package dev.parley.dispatch;

import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.ServerHooks;
import dev.parley.session.InboundCall;
import dev.parley.session.Session;

import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/// Holds the calls of a session up until the server's hook has let the peer in.
final class Welcome implements Gate {
    private final ServerHooks hooks;
    private final Map<Session, CompletableFuture<Boolean>> guests = new ConcurrentHashMap<>();

    Welcome(ServerHooks hooks) {
        this.hooks = hooks;
    }

    /// A peer has connected. To be called before its session is started.
    void connected(Session session) {
        CompletableFuture<Boolean> guest = new CompletableFuture<>();
        guests.put(session, guest);
        Thread.startVirtualThread(() -> {
            try {
                hooks.connected(session.peer());
                guest.complete(true);
            } catch (RpcException e) {
                guest.complete(false);
                session.refuse(e.code(), String.valueOf(e.getMessage()));
            } catch (Throwable e) { // whatever it is: who has not been let in stays outside
                guest.complete(false);
                System.getLogger(Welcome.class.getName()).log(Level.ERROR, "the hook for a connection failed", e);
                session.refuse(Code.INTERNAL, "the server failed while it looked who connects");
            }
        });
    }

    @Override
    public void enter(InboundCall call) throws InterruptedException {
        CompletableFuture<Boolean> guest = guests.get(call.session());
        try {
            if (guest == null || !guest.get()) {
                throw new RpcException(Code.UNAVAILABLE, call.name() + ": the connection was refused");
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // it never ends so
        }
    }

    @Override
    public void leave(InboundCall call) {}

    @Override
    public void gone(Session session) {
        CompletableFuture<Boolean> guest = guests.remove(session);
        if (guest != null) {
            guest.thenAcceptAsync(
                    welcome -> {
                        if (welcome) {
                            Session.guard(() -> hooks.left(session.peer()));
                        }
                    },
                    Thread::startVirtualThread);
        }
    }
}
