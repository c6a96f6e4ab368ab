package dev.parley.wires;

import dev.parley.Code;
import dev.parley.model.CommandModel;
import dev.parley.model.ServiceDescriptor;
import dev.parley.model.ServiceModel;
import dev.parley.value.Output;
import dev.parley.value.ValueException;
import dev.parley.wire.Abilities;
import dev.parley.wire.CommandName;
import dev.parley.wire.Encoded;
import dev.parley.wire.Formats;
import dev.parley.wire.Frame;
import dev.parley.wire.WireException;
import dev.parley.wire.WireSetup;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The client's end of basic-socket-rpc.
final class BasicClientWire extends BasicWire {
    private static final Abilities ABILITIES =
            new Abilities(false, false, false, false, false, false, false, Abilities.Greeting.OF_SERVER);

    private static final String META = "_meta";
    private static final String SERVICE = "service";
    private static final String SERVICES = "services";
    private static final Set<String> ANSWERED = Set.of(SERVICE, SERVICES, "service_names");
    private static final byte[] ASK = message(INIT, (byte) 0, (byte) 0, (byte) 1);

    private final WireSetup setup;
    private final @Nullable BasicCommands commands;
    private final Duration retry;
    private final Duration timeout;
    private final Map<CommandName, Formats> known = new ConcurrentHashMap<>();
    private final long asked = System.nanoTime();
    private boolean greeted; // used by the thread that reads

    /// The call that has not been answered; null for none.
    private volatile @Nullable Running running;

    private record Running(int id, BasicCommand command) {}

    /// @param commands those that a file tells of; null for no file
    /// @param timeout zero for none
    BasicClientWire(WireSetup setup, @Nullable BasicCommands commands, Duration retry, Duration timeout) {
        super(setup.maxMessage());
        this.setup = setup;
        this.commands = commands;
        this.retry = retry;
        this.timeout = timeout;
    }

    @Override
    public Abilities abilities() {
        return ABILITIES;
    }

    // ---- what is known of commands

    @Override
    public @Nullable Formats formats(CommandName name) {
        return name.service().equals(META) ? null : known.computeIfAbsent(name, each -> find(each).formats());
    }

    private BasicCommand find(CommandName name) {
        BasicCommand told = commands == null ? null : commands.find(name.command());
        for (ServiceModel service : setup.services().get()) {
            for (CommandModel command : service.commands()) {
                if (service.name().equals(name.service()) && command.name().equals(name.command())) {
                    BasicCommand found = of(service, command, told);
                    if (found != null) {
                        return found;
                    }
                }
            }
        }
        if (told != null) {
            return told.named();
        }
        throw new ValueException(
                "its number and types are not known (expected an interface whose method has @CommandId, or a file that"
                        + " lists it: …?commands=FILE)");
    }

    private static @Nullable BasicCommand of(ServiceModel service, CommandModel command, @Nullable BasicCommand told) {
        try {
            return BasicModels.of(service, command, told);
        } catch (IllegalArgumentException e) {
            throw new ValueException(String.valueOf(e.getMessage()), e);
        }
    }

    /// Metadata is what this end knows.
    @Override
    public Frame.@Nullable OfCall ownAnswer(Frame.Call call) {
        if (!call.command().service().equals(META)) {
            return null;
        }
        List<ServiceDescriptor> services = described();
        String name = call.command().command();
        if (services.isEmpty() || !ANSWERED.contains(name)) {
            return failure(
                    call,
                    Code.UNIMPLEMENTED,
                    "NoMetadata",
                    "the protocol "
                            + BasicSocketRpc.NAME
                            + " has no metadata"
                            + (services.isEmpty() ? " (list the commands in a file: …?commands=FILE)" : ": " + name));
        }
        return switch (name) {
            case SERVICE -> service(call, services);
            case SERVICES -> answer(call, services);
            default -> answer(call, services.stream().map(ServiceDescriptor::name).toList());
        };
    }

    private Frame.OfCall service(Frame.Call call, List<ServiceDescriptor> services) {
        String name = Metadata.service(setup, call);
        for (ServiceDescriptor each : services) {
            if (name.isEmpty() || each.name().equals(name)) {
                return answer(call, each);
            }
        }
        String known = String.join(", ", services.stream().map(ServiceDescriptor::name).toList());
        return failure(
                call, Code.NOT_FOUND, "", "no service " + ValueException.quote(name) + " (there are: " + known + ")");
    }

    private List<ServiceDescriptor> described() {
        List<ServiceDescriptor> all = new ArrayList<>();
        if (commands != null) {
            all.add(commands.described());
        }
        for (ServiceModel model : setup.services().get()) {
            if (!model.name().equals(META) && all.stream().noneMatch(other -> other.name().equals(model.name()))) {
                all.add(ServiceDescriptor.of(model));
            }
        }
        return all;
    }

    private Frame.OfCall answer(Frame.Call call, Object value) {
        Output out = new Output();
        setup.shapes().dynamic().write(setup.codec().writer(out), value);
        return new Frame.Result(call.id(), Map.of(), Encoded.of(setup.codec(), out));
    }

    private static Frame.OfCall failure(Frame.Call call, Code code, String type, String message) {
        return new Frame.Failure(call.id(), code, type, message, false, "", Map.of(), null);
    }

    // ---- writing

    @Override
    public void encode(Frame frame, Output out) {
        if (frame instanceof Frame.Hello) {
            out.bytes(ASK);
        } else if (frame instanceof Frame.Said said) {
            out.bytes(said.bytes());
        } else if (frame instanceof Frame.Call call) {
            Encoded body = call.body();
            if (!(body.codec() instanceof BasicCodec codec)) {
                throw new ValueException("arguments in " + body.codec().name() + " (expected the command's own form)");
            }
            running = new Running(call.id(), codec.command());
            head(out, REQUEST, Short.BYTES + body.length());
            BasicBytes.put(out, codec.command().id(), Short.BYTES);
            body.appendTo(out);
        }
    }

    // ---- reading

    @Override
    boolean mayRead() {
        return true;
    }

    @Override
    WireException tooLarge(long size) {
        return greeted ? super.tooLarge(size) : notSpoken();
    }

    private static WireException notSpoken() {
        return new WireException(Code.UNAVAILABLE, "the server does not speak " + BasicSocketRpc.NAME);
    }

    @Override
    void tooShort(long size, Consumer<Frame> out) throws WireException {
        throw new WireException(
                Code.INVALID_ARGUMENT, "a message of size " + size + " (expected at least " + HEADER + ")");
    }

    @Override
    void message(int type, byte[] bytes, int at, int length, @Nullable Output home, Consumer<Frame> out)
            throws WireException {
        Running call = running;
        if (type == INIT && !greeted) {
            init(bytes, at, length, out);
        } else if (type == RESPONSE && call != null) {
            running = null;
            out.accept(new Frame.Result(call.id, Map.of(), result(call.command, bytes, at, length, home)));
        } else if (type == BasicErrors.EXCEPTION) {
            exception(bytes, at, length, out);
        } else if (!greeted) {
            throw notSpoken();
        } else {
            String what = call == null ? "that answers nothing" : "(expected a response)";
            throw new WireException(Code.INVALID_ARGUMENT, "a message of type " + type + " " + what);
        }
    }

    private static @Nullable Encoded result(
            BasicCommand command, byte[] bytes, int at, int length, @Nullable Output home) {
        return command.result() == BasicType.NOTHING && length == 0
                ? null
                : new Encoded(command.formats().result(), bytes, at, length, length, false, home == null, home);
    }

    private void init(byte[] bytes, int at, int length, Consumer<Frame> out) throws WireException {
        if (length != 1 || (bytes[at] & 0xFF) > 1) {
            throw new WireException(Code.INVALID_ARGUMENT, "an answer to init of another form (expected 0 or 1)");
        } else if (bytes[at] == 1) {
            greeted = true;
            out.accept(new Frame.Hello(setup.codec().name(), "", Integer.MAX_VALUE, 0, Integer.MAX_VALUE, "", false));
            return;
        }
        long left = timeout.isPositive() ? timeout.toNanos() - (System.nanoTime() - asked) : Long.MAX_VALUE;
        if (left <= 0) {
            String message = "the server has not let us in within " + timeout.toMillis() + " ms (timeout=… of the URL)";
            out.accept(new Frame.GoAway(-1, Code.RESOURCE_EXHAUSTED, message));
        } else {
            out.accept(new Frame.Waiting(0));
            out.accept(new Frame.Said(ASK, Math.min(retry.toNanos(), left))); // for the last time when the time is up
        }
    }

    private void exception(byte[] bytes, int at, int length, Consumer<Frame> out) throws WireException {
        BasicErrors.Told told;
        try {
            told = BasicErrors.read(bytes, at, length);
        } catch (ValueException e) {
            throw new WireException(Code.INVALID_ARGUMENT, "an exception that makes no sense: " + e.getMessage());
        }
        Running call = running;
        String text = told.name() + ": " + told.message();
        if (told.name().equals(BasicErrors.SHUTDOWN)) { // what it answers has not run
            out.accept(new Frame.GoAway(call == null ? Integer.MAX_VALUE : call.id - 1, null, text));
        } else if (!greeted) {
            out.accept(new Frame.GoAway(-1, told.code(), text));
        } else if (call == null) {
            throw new WireException(Code.INVALID_ARGUMENT, "an exception that answers nothing: " + text);
        } else {
            running = null;
            out.accept(told.failure(call.id));
        }
    }
}
