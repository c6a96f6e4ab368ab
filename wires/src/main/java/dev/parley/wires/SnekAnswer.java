package dev.parley.wires;

import dev.parley.model.ServiceDescriptor;
import dev.parley.value.Codec;
import dev.parley.value.Kind;
import dev.parley.value.Output;
import dev.parley.value.Reader;
import dev.parley.wire.CommandName;
import dev.parley.wire.Encoded;
import dev.parley.wire.WireSetup;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How a call of a snekrpc client is answered: as the command does, unless that client expects something else of a command of
/// that name, which its metadata and its ready-made services are.
class SnekAnswer {
    /// What is called here.
    private final CommandName name;

    final Codec codec;

    private SnekAnswer(CommandName name, Codec codec) {
        this.name = name;
        this.codec = codec;
    }

    static SnekAnswer of(CommandName name, Codec codec, WireSetup setup, List<byte[]> positional) {
        return switch (name.toString()) {
            case "_meta.status" -> new Status(name, codec, setup);
            case "_meta.service" -> new Specs(name, codec, setup, false);
            case "_meta.services" -> new Specs(name, codec, setup, true);
            case "health.ping" -> new Ping(name, codec);
            case "file.paths", "file.path_info" -> new Paths(name, codec, positional);
            case "file.create_dir" -> new Folders(name, codec, positional);
            default -> new SnekAnswer(name, codec);
        };
    }

    CommandName name() {
        return name;
    }

    /// The named arguments that our command knows.
    Map<String, byte[]> known(Map<String, byte[]> named) {
        return named;
    }

    final Reader reader(byte[] value) {
        return codec.reader(value, 0, value.length);
    }

    final Kind kind(byte[] value) {
        return reader(value).peek();
    }

    void result(@Nullable Encoded value, Output out) {
        SnekFrames.data(codec, out, value);
    }

    void item(Encoded value, Output out) {
        SnekFrames.data(codec, out, value);
    }

    /// `status()`: our answer has more, and other names.
    static final class Status extends SnekAnswer {
        private final WireSetup setup;

        record Theirs(String codec, String transport, String version) {}

        record Ours(String version) {}

        Status(CommandName name, Codec codec, WireSetup setup) {
            super(name, codec);
            this.setup = setup;
        }

        @Override
        void result(@Nullable Encoded value, Output out) {
            Object ours = value == null ? null : setup.shapes().of(Ours.class).read(value.reader());
            String version = ours instanceof Ours known ? known.version() : "";
            Theirs theirs = new Theirs(codec.name(), setup.transport(), version);
            SnekFrames.message(codec, out, SnekFrames.DATA, 1, w -> setup.shapes().of(Theirs.class).write(w, theirs));
        }
    }

    /// `service(name)` and `services()`: descriptions in Python's terms.
    private static final class Specs extends SnekAnswer {
        private final WireSetup setup;
        private final boolean many;

        Specs(CommandName name, Codec codec, WireSetup setup, boolean many) {
            super(name, codec);
            this.setup = setup;
            this.many = many;
        }

        @Override
        void result(@Nullable Encoded value, Output out) {
            Class<?> type = many ? ServiceDescriptor[].class : ServiceDescriptor.class;
            Object ours = value == null ? null : setup.shapes().of(type).read(value.reader());
            Object theirs =
                    switch (ours) {
                        case ServiceDescriptor[] all ->
                                Arrays.stream(all).map(SnekSpec.Service::of).map(SnekSpec::map).toList();
                        case ServiceDescriptor one -> SnekSpec.map(SnekSpec.Service.of(one));
                        case null, default -> null;
                    };
            SnekFrames.message(codec, out, SnekFrames.DATA, 1, w -> setup.shapes().dynamic().write(w, theirs));
        }
    }

    /// `health.ping(count)` yields null, one time less than it is asked to.
    private static final class Ping extends SnekAnswer {
        private boolean first = true;

        Ping(CommandName name, Codec codec) {
            super(name, codec);
        }

        @Override
        void item(Encoded value, Output out) {
            if (!first) {
                SnekFrames.data(codec, out, null);
            }
            first = false;
        }
    }

    /// `file.create_dir(path, mode=None, recurse=False)`: no mode is an empty one.
    private static final class Folders extends SnekAnswer {
        private final byte[] none;

        Folders(CommandName name, Codec codec, List<byte[]> positional) {
            super(name, codec);
            Output out = new Output(16);
            codec.writer(out).text("");
            none = out.toByteArray();
            positional.replaceAll(value -> kind(value) == Kind.NIL ? none : value);
        }

        @Override
        Map<String, byte[]> known(Map<String, byte[]> named) {
            Map<String, byte[]> all = new LinkedHashMap<>(named);
            all.replaceAll((_, value) -> kind(value) == Kind.NIL ? none : value);
            return all;
        }
    }

    /// `file.paths(pattern=None, with_metadata=False)` and `file.path_info(pattern=None)`: no pattern is ours, and with
    /// metadata the former is the latter.
    private static final class Paths extends SnekAnswer {
        private boolean described;

        Paths(CommandName name, Codec codec, List<byte[]> positional) {
            super(name, codec);
            if (name.command().equals("paths") && positional.size() > 1) {
                described = isTrue(positional.removeLast());
            }
            if (positional.size() == 1 && kind(positional.getFirst()) == Kind.NIL) {
                positional.clear();
            }
        }

        @Override
        CommandName name() {
            return described ? new CommandName("file", "path_info") : super.name();
        }

        @Override
        Map<String, byte[]> known(Map<String, byte[]> named) {
            Map<String, byte[]> rest = new LinkedHashMap<>(named);
            byte[] metadata = rest.remove("with_metadata");
            described |= metadata != null && isTrue(metadata);
            rest.values().removeIf(value -> kind(value) == Kind.NIL);
            return rest;
        }

        private boolean isTrue(byte[] value) {
            return kind(value) == Kind.BOOLEAN && reader(value).bool();
        }
    }
}
