package dev.parley.wire;

import dev.parley.Code;
import dev.parley.model.ServiceModel;
import dev.parley.value.Codec;
import dev.parley.value.Shapes;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/// What protocols get from the server or client whose connection they speak on.
///
/// @param codecs finds a codec by its name; gives null for one that is not there
/// @param codec the one to speak where the protocol leaves that to this end
/// @param maxMessage the largest message in bytes that is taken
/// @param at the URL of the connection's transport: where the server listens
/// @param shapes of this end's values
/// @param services what is known of services when it is asked: to a server, those that it serves at the time; to a client,
///     the interfaces through which they are called
public record WireSetup(
        Function<String, @Nullable Codec> codecs,
        Codec codec,
        int maxMessage,
        URI at,
        Shapes shapes,
        Supplier<List<ServiceModel>> services) {
    /// For an end where nothing is known of services.
    public WireSetup(Function<String, @Nullable Codec> codecs, Codec codec, int maxMessage, URI at, Shapes shapes) {
        this(codecs, codec, maxMessage, at, shapes, List::of);
    }

    /// What becomes of a call with a value that is too large, where the connection can go on.
    public Frame.Refused tooLarge(int call) {
        return new Frame.Refused(
                call,
                Code.RESOURCE_EXHAUSTED,
                "a message of more than " + maxMessage + " bytes (the limit maxMessage of the receiver)");
    }

    /// The scheme of the connection's URL, such as `tcp`.
    public String transport() {
        return at.getScheme();
    }
}
