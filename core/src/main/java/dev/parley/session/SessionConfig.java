package dev.parley.session;

import dev.parley.CallListener;
import dev.parley.Limits;
import dev.parley.value.Codec;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// What the sessions of one server or client have in common.
///
/// @param opens whether this end opens the connections: it greets first, chooses the codec and uses odd call ids
/// @param name who we are, for the peer's logs and metadata
/// @param codec the codec to propose; used by the end that opens
/// @param codecs finds a codec by its name
/// @param handler takes the peer's calls
/// @param listener hears what happens; null for nobody
/// @param proxies makes an object of an interface that calls a service of the peer's
/// @param id names this end to the other (see [dev.parley.wire.Frame.Hello#id]); empty for none
/// @param answers keeps the answers to the peer's calls; null for nobody
/// @param outliving has a permit for each call that may go on after its session's end because nobody waits for it
/// @param greeted is told when the peer has greeted, on the thread that reads
/// @param closed is told when a session has ended
public record SessionConfig(
        boolean opens,
        String name,
        Limits limits,
        Codec codec,
        Function<String, @Nullable Codec> codecs,
        CallHandler handler,
        @Nullable CallListener listener,
        BiFunction<Session, Class<?>, Object> proxies,
        Supplier<String> id,
        @Nullable Answers answers,
        Semaphore outliving,
        Consumer<Session> greeted,
        Consumer<Session> closed) {}
