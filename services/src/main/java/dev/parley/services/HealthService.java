package dev.parley.services;

import dev.parley.Command;
import dev.parley.Default;
import dev.parley.Service;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.TreeMap;

/// Whether this server and its services are ready for calls.
@Service("health")
public final class HealthService {
    /// The name that stands for the server as a whole.
    private static final String SERVER = "";

    /// Whether calls should be made.
    public enum Status {
        SERVING,
        NOT_SERVING
    }

    private final TreeMap<String, Status> states = new TreeMap<>(); // guarded by this

    /// Knows of the server as a whole and of the services of these names, all of which are [Status#SERVING] until
    /// [#set] says something else. Thread-safe.
    public HealthService(String... services) {
        states.put(SERVER, Status.SERVING);
        for (String service : services) {
            states.put(service, Status.SERVING);
        }
    }

    /// Says what state a service is in from now on, and tells those who watch it. Nothing is concluded from it: calls are
    /// served as before, and the state of the server as a whole is its own.
    ///
    /// @param service its name, which need not have been known before; empty for the server as a whole
    public synchronized void set(String service, Status status) {
        states.put(service, status);
        notifyAll();
    }

    /// Answers a number of times, with 1, 2, 3 and so on: shows that the server is there, and how fast it answers.
    ///
    /// @param count how many answers to give; with 0 there is no end
    /// @param interval seconds from one to the next
    /// @return the number of the answer
    @Command
    Iterator<Long> ping(@Default("1") int count, @Default("1.0") double interval) {
        return new Pings(count, interval);
    }

    /// Says whether a service is ready for calls.
    ///
    /// @param service its name; without one, the server as a whole
    /// @throws NoSuchElementException where it is not known
    @Command
    synchronized Status check(@Default("") String service) {
        Status status = states.get(service);
        if (status == null) {
            throw new NoSuchElementException(
                    "no service \""
                            + service
                            + "\" (there are: "
                            + String.join(", ", states.tailMap(SERVER, false).keySet())
                            + ")");
        }
        return status;
    }

    /// Says whether a service is ready for calls, now and whenever that changes. Where it changes faster than it is read,
    /// the last state counts.
    ///
    /// @param service its name; without one, the server as a whole
    /// @throws NoSuchElementException where it is not known
    @Command
    Iterator<Status> watch(@Default("") String service) {
        return new Changes(this, service, check(service));
    }

    /// Waits until a service is in another state.
    synchronized Status awaitOther(String service, Status last) throws InterruptedException {
        while (check(service) == last) {
            wait();
        }
        return check(service);
    }
}
