package dev.parley.dispatch;

import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.session.InboundCall;
import dev.parley.session.Session;

import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/// The objects that run a service's commands where each connection has one of its own: made for its first call, closed
/// when it has ended and its handlers have returned.
final class Instances implements Gate {
    private final Class<?> type;
    private final Supplier<?> factory;
    private final Farewells farewells;
    private final Map<Session, Instance> all = new HashMap<>(); // guarded by this

    private static final class Instance {
        final FutureTask<Object> object;
        int calls; // guarded by the instances

        Instance(FutureTask<Object> object) {
            this.object = object;
        }
    }

    Instances(Class<?> type, Supplier<?> factory, Farewells farewells) {
        this.type = type;
        this.factory = factory;
        this.farewells = farewells;
    }

    @Override
    public void enter(InboundCall call) throws InterruptedException {
        Instance instance;
        synchronized (this) {
            if (call.session().hasEnded()) {
                throw new RpcException(
                        Code.UNAVAILABLE, call.name() + ": the connection was lost while its call waited");
            }
            instance = all.computeIfAbsent(call.session(), _ -> new Instance(new FutureTask<>(this::make)));
            instance.calls++;
        }
        boolean made = false;
        try {
            instance.object.run(); // the first makes it, others wait
            instance.object.get();
            made = true;
        } catch (ExecutionException e) {
            synchronized (this) {
                all.remove(call.session(), instance); // the next call tries again
            }
            if (e.getCause() instanceof RuntimeException wrong) {
                throw wrong;
            }
            throw new IllegalStateException("making an object of " + type.getName() + " failed", e);
        } finally {
            if (!made) {
                ended(call.session(), -1);
            }
        }
    }

    private Object make() {
        Object made = factory.get();
        if (!type.isInstance(made)) {
            throw new IllegalStateException("the factory of " + type.getName() + " made " + made);
        }
        return made;
    }

    Object of(Session session) {
        FutureTask<Object> object;
        synchronized (this) {
            object = Objects.requireNonNull(all.get(session)).object;
        }
        return object.resultNow();
    }

    @Override
    public void leave(InboundCall call) {
        ended(call.session(), -1);
    }

    @Override
    public void gone(Session session) {
        ended(session, 0);
    }

    private void ended(Session session, int calls) {
        Instance unused;
        synchronized (this) {
            Instance instance = all.get(session);
            if (instance == null) {
                return;
            }
            instance.calls += calls;
            if (!session.hasEnded() || instance.calls > 0) {
                return;
            }
            all.remove(session);
            unused = instance;
        }
        if (unused.object.state() == Future.State.SUCCESS
                && unused.object.resultNow() instanceof AutoCloseable object) {
            farewells.add(() -> close(object));
        }
    }

    private static void close(AutoCloseable object) {
        try {
            object.close();
        } catch (Exception e) { // of the user's; nobody is left to hear of it
            System.getLogger(Instances.class.getName()).log(Level.WARNING, "closing " + object + " failed", e);
        }
    }
}
