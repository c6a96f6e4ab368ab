package dev.parley.dispatch;

import dev.parley.session.InboundCall;
import dev.parley.session.Session;

import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/// The objects that run a service's commands where each connection has one of its own: made for its first call, closed
/// when it has ended and its handlers have returned.
final class Instances implements Gate {
    private final Class<?> type;
    private final Supplier<?> factory;
    private final Map<Session, Instance> all = new HashMap<>(); // guarded by this

    private static final class Instance {
        final Object object;
        int calls;
        boolean over;

        Instance(Object object) {
            this.object = object;
        }
    }

    Instances(Class<?> type, Supplier<?> factory) {
        this.type = type;
        this.factory = factory;
    }

    @Override
    public synchronized void enter(InboundCall call) throws InterruptedException {
        if (Thread.interrupted()) { // the session may have ended
            throw new InterruptedException();
        }
        all.computeIfAbsent(call.session(), _ -> new Instance(make())).calls++;
    }

    private Object make() {
        Object made = factory.get();
        if (!type.isInstance(made)) {
            throw new IllegalStateException("the factory of " + type.getName() + " made " + made);
        }
        return made;
    }

    synchronized Object of(Session session) {
        return Objects.requireNonNull(all.get(session)).object;
    }

    @Override
    public void leave(InboundCall call) {
        ended(call.session(), -1, false);
    }

    @Override
    public void gone(Session session) {
        ended(session, 0, true);
    }

    private void ended(Session session, int calls, boolean over) {
        Instance unused;
        synchronized (this) {
            Instance instance = all.get(session);
            if (instance == null) {
                return;
            }
            instance.calls += calls;
            instance.over |= over;
            if (!instance.over || instance.calls > 0) {
                return;
            }
            all.remove(session);
            unused = instance;
        }
        if (unused.object instanceof AutoCloseable closeable) {
            Thread.startVirtualThread(() -> close(closeable));
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
