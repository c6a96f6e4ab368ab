package dev.parley.value;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/// Finds codecs by name: our own, and those of other modules.
public final class Codecs {
    private static final Codec MSGPACK = new MsgPackCodec();

    private Codecs() {}

    /// MessagePack, which is always there.
    public static Codec msgpack() {
        return MSGPACK;
    }

    /// The codec of a name; null where there is none.
    public static @Nullable Codec find(String name) {
        return name.equals(MSGPACK.name()) ? MSGPACK : Others.find(name);
    }

    /// The names of all codecs that are there.
    public static List<String> names() {
        List<String> names = new ArrayList<>(List.of(MSGPACK.name()));
        Others.all().forEach(codec -> names.add(codec.name()));
        return names;
    }

    /// Looked for only when a name other than our own is asked for.
    private static final class Others {
        private static Iterable<Codec> all() {
            return ServiceLoader.load(Codec.class, Codecs.class.getClassLoader());
        }

        private static @Nullable Codec find(String name) {
            for (Codec codec : all()) {
                if (codec.name().equals(name)) {
                    return codec;
                }
            }
            return null;
        }
    }
}
