package dev.parley;

import dev.parley.dispatch.Forms;
import dev.parley.dispatch.Given;
import dev.parley.dispatch.Plan;
import dev.parley.model.StreamForm;
import dev.parley.value.Shape;
import dev.parley.value.Shapes;
import dev.parley.wire.CommandName;
import dev.parley.wire.Frame.Place;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/// A call of a command by name, as it is put together. Not thread-safe; can be called more than once, unless it has a
/// stream.
///
/// @param <T> the class of its value, or of an item of its stream
public final class RemoteCommand<T extends @Nullable Object> {
    private final Client client;
    private final CommandName name;
    private final Class<?> result;
    private final List<@Nullable Object> positional = new ArrayList<>();
    private final Map<String, @Nullable Object> named = new LinkedHashMap<>();
    private @Nullable Object items;
    private Place place = Place.FIRST;
    private boolean idempotent;

    RemoteCommand(Client client, String service, String command, Class<?> result) {
        this.client = client;
        this.name = new CommandName(service, command);
        this.result = result;
    }

    /// Adds arguments by position; a stream among them is the call's stream.
    public RemoteCommand<T> with(@Nullable Object... arguments) {
        for (Object argument : arguments) {
            if (Forms.formOf(argument) == null) {
                positional.add(argument);
            } else {
                stream(argument, new Place(positional.size(), ""));
            }
        }
        return this;
    }

    /// Adds arguments by name; a stream among them is the call's stream.
    public RemoteCommand<T> with(Map<String, ? extends @Nullable Object> arguments) {
        arguments.forEach((key, argument) -> {
            if (Forms.formOf(argument) == null) {
                named.put(key, argument);
            } else {
                stream(argument, new Place(positional.size(), key));
            }
        });
        return this;
    }

    private void stream(@Nullable Object argument, Place at) {
        if (items != null) {
            throw new IllegalArgumentException(name + ": two streams (expected at most one)");
        }
        items = argument;
        place = at;
    }

    /// Allows the client to repeat the call when it does not know whether it has run (see [Idempotent]).
    public RemoteCommand<T> idempotent() {
        idempotent = true;
        return this;
    }

    /// The same call with results of another class.
    public <R> RemoteCommand<R> returning(Class<R> type) {
        RemoteCommand<R> other = new RemoteCommand<>(client, name.service(), name.command(), type);
        other.positional.addAll(positional);
        other.named.putAll(named);
        other.items = items;
        other.place = place;
        other.idempotent = idempotent;
        return other;
    }

    /// Calls and waits for the value.
    ///
    /// @return null where the command gives nothing, or null
    /// @throws RpcException when the call fails, also when the command gives a stream
    public T call() {
        return cast(client.invoke(plan(null, false, false), given()));
    }

    /// Calls a command that gives a stream, which is to be closed when it is not read to its end.
    ///
    /// @throws RpcException when the call fails; also while the stream is read
    public Stream<T> stream() {
        return cast(client.invoke(plan(StreamForm.STREAM, false, false), given()));
    }

    /// Calls without waiting. Cancelling the future cancels the call.
    public CompletableFuture<T> future() {
        return cast(client.invoke(plan(null, true, false), given()));
    }

    /// Sends the call and does not wait: whether it fails, and how, is not told. It is not made again when the connection is
    /// lost.
    ///
    /// Over a protocol that has calls without an answer (JSON-RPC's and MessagePack-RPC's notifications), it is one, and goes on
    /// when this client leaves. Over the others, our own among them, it is a call whose answer is not looked at: until that has
    /// come it counts as one in flight, and has the turn where calls wait for one another; it is cancelled when its time is up
    /// (30 s unless the client or the command says another), and when the client is closed. Who closes it right behind should
    /// [#call()].
    ///
    /// @throws RpcException when it cannot be sent
    public void tell() {
        client.invoke(plan(null, false, true), given());
    }

    private Given given() {
        return new Given(positional, named, items);
    }

    private Plan plan(@Nullable StreamForm form, boolean later, boolean told) {
        Shapes shapes = client.shapes();
        StreamForm itemsForm = Forms.formOf(items);
        Shape item = itemsForm == StreamForm.INPUT_STREAM ? shapes.of(byte[].class) : shapes.dynamic();
        return Plan.dynamic(
                name,
                shapes.dynamic(),
                itemsForm,
                itemsForm == null ? null : item,
                place,
                shapes.of(result),
                form,
                later,
                idempotent,
                told);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals", "NullAway"}) // the plan's shapes see to it
    private static <R> R cast(@Nullable Object value) {
        return (R) value;
    }
}
