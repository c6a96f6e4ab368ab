package dev.parley.dispatch;

import dev.parley.Code;
import dev.parley.Exclusive;
import dev.parley.Interceptor;
import dev.parley.MaxConcurrent;
import dev.parley.RpcException;
import dev.parley.ServerHooks;
import dev.parley.model.CommandModel;
import dev.parley.model.ServiceDescriptor;
import dev.parley.model.ServiceModel;
import dev.parley.session.CallHandler;
import dev.parley.session.InboundCall;
import dev.parley.session.Session;
import dev.parley.value.Shapes;
import dev.parley.value.ValueException;
import dev.parley.wire.CommandName;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;

/// Takes inbound calls to the methods of services: each on a virtual thread of its own, unless the command is inline and
/// nobody has to be asked whether it may be called. Where there are [Turns], that thread only does the waiting.
public final class Dispatcher implements CallHandler {
    private static final String META = "_meta"; // our own: answers while the user's code is busy

    private final String id = UUID.randomUUID().toString();
    private volatile Map<CommandName, Endpoint> endpoints = Map.of(); // never changed, only swapped, guarded by this
    private final Map<String, ServiceModel> services = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<String, Relay> relays = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<String, Described> described = new ConcurrentHashMap<>();
    private final List<Gate> gates = new CopyOnWriteArrayList<>();
    private final ServiceLimits limits = new ServiceLimits(gates);
    private final Farewells farewells = new Farewells();
    private @Nullable Welcome welcome; // set before the first call, as the next
    private @Nullable SessionLimit sessionLimit;
    private @Nullable Turns turns;
    private final List<Interceptor> interceptors;
    private final @Nullable Guard guard;
    private final Failures failures;

    private record Described(ServiceModel service, ServiceDescriptor descriptor) {}

    /// @param guard says who may call; null for everybody
    /// @param remoteTraces whether callers are told the stack traces of failures
    public Dispatcher(Shapes shapes, @Nullable Guard guard, List<Interceptor> interceptors, boolean remoteTraces) {
        this.guard = guard;
        this.interceptors = List.copyOf(interceptors);
        failures = new Failures(shapes, remoteTraces);
    }

    /// Has a hook let peers in. To be done before services are added, as the next.
    public void welcome(ServerHooks hooks) {
        welcome = new Welcome(hooks, farewells);
        gates.add(welcome);
    }

    /// Limits the sessions that use any service at once.
    public void limitSessions(SessionLimit limit) {
        sessionLimit = limit;
        gates.add(limit);
    }

    /// Runs the user's code in turns. To be done before services are added.
    public void takeTurns(Turns where) {
        turns = where;
    }

    /// Adds a service, one object for all.
    ///
    /// @throws IllegalArgumentException where there is one of that name
    public void add(ServiceModel model, Object service) {
        add(model, _ -> service, List.of(), Usage.of(service));
    }

    /// Adds a service with an object for each session.
    public void add(ServiceModel model, Class<?> type, Supplier<?> factory) {
        Instances instances = new Instances(type, factory, farewells);
        gates.add(instances);
        add(model, instances::of, List.of(instances), null);
    }

    /// Adds a service of another server.
    public synchronized void add(String name, Relay.Remote remote) {
        requireNew(name);
        relays.put(name, new Relay(name, remote, this, gates(name)));
    }

    private void requireNew(String name) {
        if (services.containsKey(name) || relays.containsKey(name)) {
            throw new IllegalArgumentException(
                    "two services are named " + name + " (give one another name: service(\"name\", object))");
        }
    }

    /// Those before every command of a service.
    private List<Gate> gates(String name) {
        List<Gate> all = new ArrayList<>();
        if (welcome != null) {
            all.add(welcome);
        }
        if (sessionLimit != null && !name.startsWith("_")) {
            all.add(sessionLimit);
        }
        return all;
    }

    private synchronized void add(
            ServiceModel model, Function<Session, Object> service, List<Gate> last, @Nullable Usage usage) {
        requireNew(model.name());
        swap(Set.of(model.name()), bind(model, service, last, usage));
        services.put(model.name(), model);
    }

    /// Has calls that come from now on run on other objects, in place of those of the same names if there are any; those that
    /// have come before end on theirs, which are then closed if they are [AutoCloseable]. Takes no more calls of those that
    /// are gone.
    ///
    /// @throws IllegalArgumentException where a name is that of another server's service
    /// @throws IllegalStateException where it must be known who calls, and is not
    public synchronized void replace(Map<ServiceModel, Object> fresh, Set<String> gone) {
        for (ServiceModel model : fresh.keySet()) { // all of them, before anything has changed
            if (relays.containsKey(model.name())) {
                throw new IllegalArgumentException(
                        "service " + model.name() + " is another server's (give another name)");
            }
            requireGuard(model);
        }
        Map<String, ServiceModel> named = new LinkedHashMap<>();
        Map<CommandName, Endpoint> bound = new HashMap<>();
        fresh.forEach((model, service) -> {
            named.put(model.name(), model);
            bound.putAll(bind(model, _ -> service, List.of(), Usage.of(service)));
        });
        Set<String> away = new HashSet<>(gone);
        away.removeAll(named.keySet());
        synchronized (services) {
            services.keySet().removeAll(away);
            services.putAll(named);
        }
        Set<String> changed = new HashSet<>(away);
        changed.addAll(named.keySet());
        swap(changed, bound);
        away.forEach(this::forget);
    }

    /// Takes no more calls of a service.
    ///
    /// @return whether there was one
    public synchronized boolean remove(String service) {
        swap(Set.of(service), Map.of());
        forget(service);
        return services.remove(service) != null;
    }

    private void forget(String service) {
        limits.keepOnly(service, Set.of());
        described.remove(service);
    }

    /// Has others take the place of all endpoints of some services, in one step.
    private void swap(Set<String> names, Map<CommandName, Endpoint> fresh) {
        Map<CommandName, Endpoint> all = new HashMap<>(endpoints);
        Set<Usage> old = new HashSet<>();
        for (Map.Entry<CommandName, Endpoint> each : endpoints.entrySet()) {
            if (names.contains(each.getKey().service())) {
                all.remove(each.getKey());
                if (each.getValue().usage() instanceof Usage usage) {
                    old.add(usage);
                }
            }
        }
        all.putAll(fresh);
        endpoints = all;
        old.forEach(Usage::retire);
    }

    private Map<CommandName, Endpoint> bind(
            ServiceModel model, Function<Session, Object> service, List<Gate> last, @Nullable Usage usage) {
        requireGuard(model);
        Map<CommandName, Endpoint> bound = new HashMap<>();
        Set<Gate> kept = new HashSet<>();
        List<Gate> ofService = gates(model.name());
        Exclusive exclusive = model.exclusive();
        if (exclusive != null) {
            Supplier<Gate> limit = () -> new SessionLimit(model.name(), 1, exclusive.queue(), model.lease());
            Gate one = limits.of(model.name(), exclusive.toString(), limit);
            kept.add(one);
            ofService.add(one);
        }
        for (CommandModel command : model.commands()) {
            List<Gate> all = new ArrayList<>(ofService);
            MaxConcurrent most = command.maxConcurrent();
            if (most != null) {
                String name = model.name() + "." + command.name();
                Gate limit =
                        limits.of(model.name(), name + most, () -> new CallLimit(name, most.value(), most.queue()));
                kept.add(limit);
                all.add(limit);
            }
            all.addAll(last);
            Turns where = model.name().equals(META) ? null : turns;
            bound.put(
                    new CommandName(model.name(), command.name()),
                    new Binding(command, service, all, where, usage, interceptors));
        }
        limits.keepOnly(model.name(), kept);
        return bound;
    }

    private void requireGuard(ServiceModel model) {
        for (CommandModel command : model.commands()) {
            if (command.allow() != null && guard == null) {
                throw new IllegalStateException(
                        "command "
                                + model.name()
                                + "."
                                + command.name()
                                + ": @Allow, but the server does not know who calls (add authenticate(…) to it)");
            }
        }
    }

    /// A peer has greeted, and not called yet.
    public void connected(Session session) {
        if (welcome != null) {
            welcome.connected(session);
        }
        Set<String> names = session.reserves();
        if (names != null) {
            admit(session, names);
        }
    }

    /// Those of some services, in an order that is the same for all sessions.
    private Set<Gate> gatesOf(Set<String> names) {
        Set<Gate> all = new LinkedHashSet<>();
        if (welcome != null) {
            all.add(welcome); // also where no service is left
        }
        Map<CommandName, Endpoint> now = endpoints;
        for (String name : new TreeSet<>(names)) {
            now.forEach((command, endpoint) -> {
                if (command.service().equals(name)) {
                    all.addAll(endpoint.gates());
                }
            });
        }
        return all;
    }

    /// Greets a session when it is known who the peer is, and it has come through all gates of the services.
    private void admit(Session session, Set<String> names) {
        Set<Gate> through = gatesOf(names);
        Guard doorman = guard;
        if (through.isEmpty() && doorman == null) {
            session.admit();
            return;
        }
        Thread.startVirtualThread(() -> {
            try {
                if (doorman != null) {
                    doorman.letIn(session.peer(), names); // before it takes a place from those who may
                }
                for (Gate gate : through) {
                    gate.arrive(session, session::mustWait);
                }
                session.admit();
            } catch (RpcException e) {
                if (!session.hasEnded()) {
                    session.refuse(e.code(), String.valueOf(e.getMessage()));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // nobody does that
            } catch (Throwable e) { // whatever it is: who has not been let in stays outside
                log().log(Level.ERROR, "failed while it was looked who connects", e);
                session.refuse(Code.INTERNAL, "the server failed while it looked who connects");
            }
        });
    }

    /// A session has ended.
    public void gone(Session session) {
        gates.forEach(gate -> gate.gone(session));
    }

    /// The calling thread waits until [#isDoneWithTheGone].
    public void waitsForTheGone() {
        farewells.waitFor();
    }

    /// Whether hooks have heard of all sessions that have ended, and the objects of those are closed.
    public boolean isDoneWithTheGone() {
        return farewells.areDone();
    }

    /// Who has places that are limited, and who waits for them.
    public List<Occupancy> occupancy() {
        return gates.stream()
                .filter(limits::isCurrent)
                .map(Gate::occupancy)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    /// Its own services, as they are now.
    public List<ServiceModel> models() {
        synchronized (services) {
            return List.copyOf(services.values());
        }
    }

    /// The names of all services: its own in the order in which they were added, then those of other servers.
    public List<String> names() {
        List<String> all = new ArrayList<>();
        synchronized (services) {
            all.addAll(services.keySet());
        }
        synchronized (relays) {
            all.addAll(relays.keySet());
        }
        return all;
    }

    /// The service that is meant by callers that name none: the first that is not hidden; empty where there is none.
    public String home() {
        return names().stream().filter(name -> !name.startsWith("_")).findFirst().orElse("");
    }

    /// What a service is; its own are looked at once, unless another has taken its place, as it means reading what the
    /// annotation processor wrote.
    ///
    /// @return null for one that there is not
    /// @throws dev.parley.RpcException where another server must be asked and cannot be
    public @Nullable ServiceDescriptor describe(String name) {
        ServiceModel own = services.get(name);
        if (own != null) {
            return described.compute(
                            name,
                            (_, known) ->
                                    known != null && known.service == own
                                            ? known
                                            : new Described(own, ServiceDescriptor.of(own)))
                    .descriptor;
        }
        Relay relay = relays.get(name);
        return relay == null ? null : relay.describe();
    }

    /// What names this end to others, as long as it lives.
    public String id() {
        return id;
    }

    List<Interceptor> interceptors() {
        return interceptors;
    }

    Failures failures() {
        return failures;
    }

    @Override
    public CommandName whole(CommandName said) {
        return said.service().isEmpty() ? new CommandName(home(), said.command()) : said;
    }

    @Override
    public void handle(InboundCall call) {
        Endpoint endpoint = endpoint(call.name());
        if (endpoint == null) {
            endpoint = relays.get(call.service());
        }
        if (endpoint != null) {
            endpoint.prepare(call);
        }
        Turns where = endpoint == null ? null : endpoint.turns();
        boolean free =
                guard == null && call.session().answers() == null && (endpoint == null || endpoint.gates().isEmpty());
        boolean here = free && where == null && (endpoint == null || endpoint.inline());
        Handling handling = new Handling(this, call, endpoint, !here);
        if (where != null) {
            call.reply().mustNotWait();
        }
        if (here) {
            handling.run();
            return;
        }
        if (free && where != null) {
            handling.enter(where); // now, as threads that are started one after the other may overtake one another
        }
        Thread.startVirtualThread(handling);
    }

    /// What a call is to run on; its object counts as in use from now on.
    private @Nullable Endpoint endpoint(CommandName name) {
        Endpoint endpoint = endpoints.get(name);
        while (endpoint != null && endpoint.usage() instanceof Usage usage && !usage.begin()) {
            endpoint = endpoints.get(name); // another one has just taken its place
        }
        return endpoint;
    }

    @Nullable Guard guard() {
        return guard;
    }

    /// Refuses a call of what there is not.
    void unknown(InboundCall call) {
        CommandName name = call.name();
        ServiceModel service = services.get(name.service());
        if (service == null) {
            TreeSet<String> known = new TreeSet<>();
            names().stream().filter(s -> !s.startsWith("_")).forEach(known::add);
            String there = known.isEmpty() ? "none" : String.join(", ", known);
            call.reply()
                    .refuse(
                            Code.UNIMPLEMENTED,
                            "UnknownService",
                            "no service " + ValueException.quote(name.service()) + " (there are: " + there + ")");
        } else {
            List<String> known = service.commands().stream().map(CommandModel::name).toList();
            call.reply()
                    .refuse(
                            Code.UNIMPLEMENTED,
                            "UnknownCommand",
                            "no command "
                                    + ValueException.quote(name.command())
                                    + " in service "
                                    + name.service()
                                    + " (there are: "
                                    + String.join(", ", known)
                                    + ")");
        }
    }

    private static Logger log() {
        return System.getLogger(Dispatcher.class.getName());
    }
}
