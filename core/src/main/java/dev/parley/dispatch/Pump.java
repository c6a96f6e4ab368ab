package dev.parley.dispatch;

import dev.parley.Code;
import dev.parley.RpcException;
import dev.parley.session.Items;
import dev.parley.session.OutboundCall;
import dev.parley.session.OutboundStream;
import dev.parley.value.ValueException;
import dev.parley.wire.CommandName;

import java.util.Objects;

/// Sends the items of a caller's stream, on a virtual thread, as they are produced and as credit allows. It ends with the
/// call at the latest, which interrupts it.
final class Pump {
    private final OutboundCall call;
    private final Items items;
    private final CommandName name;

    private Pump(OutboundCall call, Items items, CommandName name) {
        this.call = call;
        this.items = items;
        this.name = name;
    }

    static void start(OutboundCall call, Items items, CommandName name) {
        Thread thread = Thread.ofVirtual().unstarted(new Pump(call, items, name)::run);
        call.whenDone(() -> stop(thread));
        thread.start();
    }

    /// Interrupts it, on a thread of its own: one that reads a pipe or a terminal through a channel is only interrupted when
    /// that read returns, and whoever ends the call must not wait for it.
    private static void stop(Thread pump) {
        if (pump.isAlive()) {
            Thread.startVirtualThread(pump::interrupt);
        }
    }

    private void run() {
        OutboundStream out = Objects.requireNonNull(call.arguments());
        try (items) {
            while (!call.isDone() && items.hasNext()) {
                if (!out.send(items.next())) {
                    return;
                }
            }
            call.endArguments();
        } catch (InterruptedException e) {
            call.abort(new RpcException(Code.CANCELLED, name + ": the stream of arguments was interrupted", e));
        } catch (RpcException e) { // too large, or the source is itself a stream of a call
            call.abort(new RpcException(e.code(), e.type(), name + ": " + e.getMessage(), e));
        } catch (ValueException e) {
            call.abort(
                    new RpcException(
                            Code.INVALID_ARGUMENT,
                            name + ": an item of the stream cannot be written: " + e.getMessage(),
                            e));
        } catch (RuntimeException | Error e) {
            call.abort(
                    new RpcException(Code.ABORTED, name + ": the stream of arguments failed at the caller: " + e, e));
        }
    }
}
