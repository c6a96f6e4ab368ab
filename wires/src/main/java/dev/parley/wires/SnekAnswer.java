package dev.parley.wires;

import dev.parley.Code;
import dev.parley.model.ServiceDescriptor;
import dev.parley.value.Codec;
import dev.parley.value.Kind;
import dev.parley.value.Output;
import dev.parley.value.Reader;
import dev.parley.wire.CommandName;
import dev.parley.wire.Encoded;
import dev.parley.wire.Frame;
import dev.parley.wire.WireSetup;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
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

    static SnekAnswer of(CommandName name, Codec codec, SnekServices services, List<byte[]> positional) {
        String service = name.service();
        SnekAnswer other =
                switch (name.command()) {
                    case "status" -> isMeta(service) ? new Status(name, codec, services.setup) : null;
                    case "service" -> isMeta(service) ? new Spec(name, codec, services, positional) : null;
                    case "services" -> isMeta(service) ? new Specs(name, codec, services) : null;
                    case "ping" -> services.isHealth(service) ? new Ping(name, codec) : null;
                    case "paths", "path_info" -> services.isFile(service) ? new Paths(name, codec, positional) : null;
                    case "create_dir" -> services.isFile(service) ? new Folders(name, codec, positional) : null;
                    default -> null;
                };
        return other == null ? new SnekAnswer(name, codec) : other;
    }

    /// The only one of its name: every server has it.
    private static boolean isMeta(String service) {
        return service.equals("_meta");
    }

    /// An answer to nothing in particular.
    static SnekAnswer of(Codec codec) {
        return new SnekAnswer(new CommandName("", ""), codec);
    }

    CommandName name() {
        return name;
    }

    /// The named arguments that our command knows.
    Map<String, byte[]> known(Map<String, byte[]> named) {
        return named;
    }

    /// The service for want of which a call has failed; null where it is something else.
    @Nullable String missing(Frame.Failure failure) {
        return failure.type().equals("UnknownService") && !failure.ran() ? name.service() : null;
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

    /// `service(name)`: a description in Python's terms.
    private static final class Spec extends SnekAnswer {
        private final SnekServices services;
        private String asked = "";

        Spec(CommandName name, Codec codec, SnekServices services, List<byte[]> positional) {
            super(name, codec);
            this.services = services;
            positional.stream().findFirst().ifPresent(this::ask);
        }

        private void ask(byte[] value) {
            asked = kind(value) == Kind.TEXT ? reader(value).text() : "";
        }

        @Override
        Map<String, byte[]> known(Map<String, byte[]> named) {
            byte[] value = named.get("name");
            if (value != null) {
                ask(value);
            }
            return named;
        }

        @Override
        @Nullable String missing(Frame.Failure failure) {
            return failure.code() == Code.NOT_FOUND ? asked : super.missing(failure);
        }

        @Override
        void result(@Nullable Encoded value, Output out) {
            WireSetup setup = services.setup;
            Object ours = value == null ? null : setup.shapes().of(ServiceDescriptor.class).read(value.reader());
            Object theirs = ours instanceof ServiceDescriptor service ? services.spec(service, codec) : null;
            SnekFrames.message(codec, out, SnekFrames.DATA, 1, w -> setup.shapes().dynamic().write(w, theirs));
        }
    }

    /// `services()`.
    private static final class Specs extends SnekAnswer {
        private final SnekServices services;

        Specs(CommandName name, Codec codec, SnekServices services) {
            super(name, codec);
            this.services = services;
        }

        @Override
        void result(@Nullable Encoded value, Output out) {
            WireSetup setup = services.setup;
            Object ours = value == null ? null : setup.shapes().of(ServiceDescriptor[].class).read(value.reader());
            List<Object> theirs = new ArrayList<>();
            if (ours instanceof ServiceDescriptor[] all) {
                Arrays.stream(all).map(service -> services.spec(service, codec)).forEach(theirs::add);
            }
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
            return described ? new CommandName(super.name().service(), "path_info") : super.name();
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
