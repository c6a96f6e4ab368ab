package dev.parley.wires;

import dev.parley.Code;
import dev.parley.value.Codecs;
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

import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The server's end of basic-socket-rpc.
final class BasicServerWire extends BasicWire {
    private static final Abilities ABILITIES =
            new Abilities(false, false, false, false, false, false, false, Abilities.Greeting.OF_CLIENT);

    private static final int VERSION_BYTES = 3;
    private static final byte[] NOT_YET = message(INIT, (byte) 0);
    private static final byte[] BEGIN = message(INIT, (byte) 1);

    private final WireSetup setup;
    private final Supplier<BasicTable> table;
    private int nextId = 1; // used by the thread that reads, as the next
    private boolean held;

    /// The call that has not been answered; null for none.
    private volatile @Nullable Running running;

    private Admission admission = Admission.NONE; // guarded by this, as all that follows
    private boolean broken; // by the client
    private boolean goneAway;
    private boolean farewell; // what was said of that is what the next request hears

    /// How far a client has come.
    private enum Admission {
        NONE,
        /// It has asked, and is to be answered when it is known whether it has to wait.
        ASKED,
        /// It has been told to ask again.
        WAITING,
        /// It may begin, and is told when it asks again.
        GRANTED,
        BEGUN
    }

    /// A call, and how it is answered.
    private record Running(int id, BasicTable.Served served) {}

    BasicServerWire(WireSetup setup, Supplier<BasicTable> table) {
        super(setup.maxMessage());
        this.setup = setup;
        this.table = table;
    }

    @Override
    public synchronized boolean isAskedAgain() {
        return admission == Admission.WAITING || admission == Admission.GRANTED;
    }

    @Override
    public Abilities abilities() {
        return ABILITIES;
    }

    @Override
    public Set<String> reserves() {
        return table.get().services();
    }

    @Override
    public @Nullable Formats formats(CommandName command) {
        Running call = running;
        return call != null && call.served.name().equals(command) ? call.served.formats() : null;
    }

    @Override
    public boolean waits() {
        return held;
    }

    @Override
    public boolean isBusy() {
        return running != null || isAsking();
    }

    private synchronized boolean isAsking() {
        return admission == Admission.ASKED;
    }

    // ---- reading

    @Override
    public int decode(byte[] bytes, int from, int to, Consumer<Frame> out) throws WireException {
        held = false;
        return super.decode(bytes, from, to, out);
    }

    @Override
    boolean mayRead() {
        held = isBusy();
        return !held;
    }

    @Override
    void tooShort(long size, Consumer<Frame> out) {
        refuse("Message of size " + size + " (expected at least " + HEADER + ")", out);
    }

    @Override
    WireException tooLarge(long size) {
        synchronized (this) {
            broken = true;
        }
        return super.tooLarge(size);
    }

    private static void refuse(String message, Consumer<Frame> out) {
        out.accept(new Frame.Said(BasicErrors.protocol(message), 0));
    }

    @Override
    void message(int type, byte[] bytes, int at, int length, @Nullable Output home, Consumer<Frame> out)
            throws WireException {
        if (type == INIT) {
            init(bytes, at, length, out);
        } else if (type == REQUEST) {
            request(bytes, at, length, home, out);
        } else {
            refuse("Unknown message type: " + type, out);
        }
    }

    private void init(byte[] bytes, int at, int length, Consumer<Frame> out) throws WireException {
        if (length != VERSION_BYTES) {
            refuse("Init of " + length + " bytes (expected " + VERSION_BYTES + ": the version)", out);
            return;
        } else if (bytes[at] != 0) {
            String version = (bytes[at] & 0xFF) + "." + (bytes[at + 1] & 0xFF) + "." + (bytes[at + 2] & 0xFF);
            refuse("Protocol version " + version + " (expected 0.0.1, or another 0.x)", out);
            return;
        }
        byte @Nullable [] answer = null;
        boolean first;
        synchronized (this) {
            first = admission == Admission.NONE && !goneAway;
            if (goneAway && admission != Admission.BEGUN) {
                Output farewells = new Output(64);
                BasicErrors.shutdown(farewells, "the server is going away");
                answer = farewells.toByteArray();
            } else if (first) {
                admission = Admission.ASKED;
            } else if (admission == Admission.GRANTED) {
                admission = Admission.BEGUN;
                answer = BEGIN;
            } else {
                answer =
                        admission == Admission.WAITING
                                ? NOT_YET
                                : BasicErrors.protocol("Init of a session that has begun (expected a request)");
            }
        }
        if (first) {
            out.accept(new Frame.Hello(codec(), "", Integer.MAX_VALUE, 0, 1));
        } else if (answer != null) {
            out.accept(new Frame.Said(answer, 0));
        }
    }

    /// One that the server has: no value is ever in it.
    private String codec() throws WireException {
        for (String name : Codecs.names()) {
            if (setup.codecs().apply(name) != null) {
                return name;
            }
        }
        throw new WireException(Code.UNIMPLEMENTED, "no codec is known here");
    }

    private void request(byte[] bytes, int at, int length, @Nullable Output home, Consumer<Frame> out) {
        if (isBefore()) {
            refuse("Request before the session has begun (expected an init that is answered 1)", out);
            return;
        } else if (length < Short.BYTES) {
            refuse("Request of " + length + " bytes (expected a command's id)", out);
            return;
        } else if (isHeard(out)) {
            return;
        }
        int number = (int) BasicBytes.get(bytes, at, Short.BYTES);
        BasicTable.Served served = table.get().find(number);
        if (served == null) {
            refuse(BasicErrors.unknown(number), out);
            return;
        }
        int id = nextId;
        nextId = (id + 2) & Integer.MAX_VALUE;
        running = new Running(id, served);
        int rest = length - Short.BYTES;
        Encoded body =
                new Encoded(
                        served.formats().arguments(), bytes, at + Short.BYTES, rest, rest, false, home == null, home);
        out.accept(new Frame.Call(id, served.name(), 0, false, Map.of(), false, false, body));
    }

    private synchronized boolean isBefore() {
        return admission != Admission.BEGUN;
    }

    /// Whether the server is going away, and the client has been told in the place of an answer, or is now.
    private boolean isHeard(Consumer<Frame> out) {
        synchronized (this) {
            if (!goneAway) {
                return false;
            } else if (farewell) {
                farewell = false;
                return true;
            }
        }
        Output answer = new Output(64);
        BasicErrors.shutdown(answer, "the server is going away");
        out.accept(new Frame.Said(answer.toByteArray(), 0));
        return true;
    }

    // ---- writing

    @Override
    public void encode(Frame frame, Output out) {
        switch (frame) {
            case Frame.Said said -> out.bytes(said.bytes());
            case Frame.Hello _ -> admitted(out);
            case Frame.Waiting _ -> mustWait(out);
            case Frame.GoAway goAway -> goAway(goAway, out);
            case Frame.Result result -> {
                Running call = running;
                if (call != null && call.id == result.id()) {
                    result(call, result.body(), out);
                    answered(out);
                }
            }
            case Frame.Failure failure -> {
                Running call = running;
                if (call != null && call.id == failure.id()) {
                    failure(call, failure, out);
                    answered(out);
                }
            }
            default -> {} // it cannot say that
        }
    }

    private synchronized void admitted(Output out) {
        if (admission == Admission.ASKED) {
            admission = Admission.BEGUN;
            out.bytes(BEGIN);
        } else if (admission == Admission.WAITING) {
            admission = Admission.GRANTED; // said when it asks again
        }
    }

    private synchronized void mustWait(Output out) {
        if (admission == Admission.ASKED) {
            admission = Admission.WAITING;
            out.bytes(NOT_YET);
        }
    }

    private static void result(Running call, @Nullable Encoded body, Output out) {
        BasicType wanted = call.served.command().result();
        if (body != null && !(body.codec() instanceof BasicCodec codec && codec.type().equals(wanted))) {
            throw new ValueException("a result in " + body.codec().name() + " (expected " + wanted + ")");
        }
        head(out, RESPONSE, body == null ? 0 : body.length());
        if (body != null) {
            body.appendTo(out);
        }
    }

    private synchronized void failure(Running call, Frame.Failure failure, Output out) {
        if (failure.isUnknown()) {
            out.bytes(BasicErrors.protocol(BasicErrors.unknown(call.served.command().id()))); // it has just gone
        } else if (goneAway && failure.code() == Code.UNAVAILABLE && !failure.ran()) {
            BasicErrors.shutdown(out, failure.message());
        } else {
            BasicErrors.failure(out, failure);
        }
    }

    private synchronized void answered(Output out) {
        running = null;
        if (goneAway && !farewell) {
            farewell = true;
            BasicErrors.shutdown(out, "the server is going away");
        }
    }

    private synchronized void goAway(Frame.GoAway goAway, Output out) {
        Code code = goAway.code();
        if (code != null) {
            if (broken || code == Code.INVALID_ARGUMENT) {
                out.bytes(BasicErrors.protocol(goAway.message()));
            } else {
                BasicErrors.failure(out, new Frame.Failure(0, code, "", goAway.message(), false, "", Map.of(), null));
            }
            return;
        }
        if (goneAway) {
            return; // it was said before
        }
        goneAway = true;
        if (running == null) {
            farewell = admission == Admission.BEGUN;
            admission = admission == Admission.ASKED ? Admission.WAITING : admission;
            BasicErrors.shutdown(out, goAway.message());
        }
    }
}
