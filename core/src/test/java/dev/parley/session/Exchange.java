package dev.parley.session;

import dev.parley.Code;
import dev.parley.value.Codecs;
import dev.parley.value.Output;
import dev.parley.wire.Encoded;
import dev.parley.wire.Frame;
import dev.parley.wire.ParleyWire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// A realistic conversation, what each end says: unary calls, streams both ways, a failure, a cancel, a ping, a value in
/// parts; and all that can go wrong with its bytes.
final class Exchange {
    private static final Encoded BYTES = RawPeer.value("c40a00010203040506070809");

    private Exchange() {}

    /// What a client says.
    static byte[] client() {
        return bytes(
                new Frame.Hello("msgpack", "recorded", 4 << 20, 256 << 10, 10_000),
                RawPeer.call(1, "add", "920203"),
                RawPeer.call(3, "count", "9114"),
                RawPeer.streaming(5, "sum", "90"),
                new Frame.Item(5, RawPeer.value("01")),
                new Frame.Item(5, RawPeer.value("02")),
                new Frame.Ping(42),
                new Frame.End(5, Map.of()),
                RawPeer.streaming(7, "shout", "90"),
                new Frame.Item(7, RawPeer.value("a161")),
                new Frame.Credit(3, 4096),
                new Frame.End(7, Map.of()),
                RawPeer.call(9, "fail", "91a26e6f"),
                RawPeer.call(11, "block", "90"),
                new Frame.Cancel(11),
                RawPeer.call(13, "echo", "91c40a").withBody(argument(0, 6)),
                new Frame.Pong(1),
                new Frame.More(13, argument(6, 7)),
                RawPeer.call(15, "add", "920405"),
                new Frame.Ping(43));
    }

    /// The list of the one argument of call 13, a part of it.
    private static Encoded argument(int from, int length) {
        return RawPeer.value("91c40a00010203040506070809").part(from, length);
    }

    /// What a server answers to the calls 1, 3, 5, 7, 9 and 11 of [#makeCalls].
    static byte[] server() {
        return bytes(
                new Frame.Hello("msgpack", "recorded", 4 << 20, 256 << 10, 10_000),
                new Frame.Result(1, Map.of("took", "5"), RawPeer.value("05")),
                new Frame.Item(3, RawPeer.value("00")),
                new Frame.Item(3, RawPeer.value("01")),
                new Frame.Credit(5, 4096),
                new Frame.Ping(42),
                new Frame.Result(5, Map.of(), RawPeer.value("06")),
                new Frame.Item(7, RawPeer.value("a141")),
                new Frame.Cancel(7),
                new Frame.End(3, Map.of()),
                new Frame.Failure(
                        9, Code.NOT_FOUND, "NoSuch", "no such", true, "at X", Map.of("k", "v"), RawPeer.value("07")),
                new Frame.Result(11, Map.of(), BYTES.part(0, 5)),
                new Frame.End(7, Map.of("k", "v")),
                new Frame.More(11, BYTES.part(5, 7)),
                new Frame.GoAway(11, null, "bye"));
    }

    private static byte[] bytes(Frame... frames) {
        ParleyWire wire = new ParleyWire(Codecs::find, 1 << 20);
        Output out = new Output();
        for (Frame frame : frames) {
            wire.encode(frame, out);
        }
        return out.toByteArray();
    }

    /// One way to damage a conversation.
    ///
    /// @param what in words, for the message of a test that fails
    record Damage(String what, byte[] bytes) {}

    /// Every byte with each of its bits flipped, and with all of them.
    static List<Damage> flipped(byte[] bytes) {
        List<Damage> all = new ArrayList<>();
        for (int i = 0; i < bytes.length; i++) {
            for (int bit = 0; bit <= 8; bit++) {
                byte[] damaged = bytes.clone();
                damaged[i] ^= (byte) (bit == 8 ? 0xFF : 1 << bit);
                all.add(new Damage("byte " + i + (bit == 8 ? ", all bits" : ", bit " + bit), damaged));
            }
        }
        return all;
    }

    /// Cut off at every place.
    static List<Damage> cut(byte[] bytes) {
        List<Damage> all = new ArrayList<>();
        for (int i = 0; i < bytes.length; i++) {
            all.add(new Damage("cut at " + i, Arrays.copyOf(bytes, i)));
        }
        return all;
    }

    /// Tries all of them, a few at once.
    static void each(List<Damage> damages, Consumer<Damage> attempt) throws InterruptedException {
        List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
        java.util.concurrent.atomic.AtomicInteger next = new java.util.concurrent.atomic.AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            threads.add(
                    Thread.startVirtualThread(() -> {
                        for (int n = next.getAndIncrement(); n < damages.size(); n = next.getAndIncrement()) {
                            try {
                                attempt.accept(damages.get(n));
                            } catch (Throwable e) {
                                failures.add(new AssertionError(damages.get(n).what(), e));
                                return;
                            }
                        }
                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (!failures.isEmpty()) {
            throw new AssertionError(failures.size() + " failed, such as this", failures.getFirst());
        }
    }
}
