package dev.parley.cli;

import dev.parley.Client;
import dev.parley.ClientBuilder;
import dev.parley.Code;
import dev.parley.Limits;
import dev.parley.RpcException;
import dev.parley.Tls;
import dev.parley.link.Transports;
import dev.parley.model.ServiceDescriptor;
import dev.parley.value.ValueException;
import dev.parley.wire.Protocol;
import dev.parley.wire.Protocols;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The server that the options name, and how it is called.
final class Connection {
    static final String DEFAULT_URL = "tcp://127.0.0.1:12321";

    private static final String RETRY = "--retry";
    private static final Duration HURRY = Duration.ofSeconds(2);

    /// Of streams: more than the default, as files are downloaded, and one process has few of them.
    private static final int WINDOW = 2 << 20;

    private static final int MOST_PAUSE_MILLIS = 1000;

    static final Option META = Option.of("--meta", "KEY=VALUE", "sent along with the call").orBehindTheCommand();
    static final Option TOKEN =
            Option.of("--token", "TOKEN", "the secret by which the server knows who calls (else $PARLEY_TOKEN)");

    /// Those of all words that call a server.
    static final List<Option> OPTIONS =
            List.of(
                    Option.of(
                                    "--url",
                                    "URL",
                                    "the server, or @NAME for a profile (else $PARLEY_URL, else " + DEFAULT_URL + ")")
                            .orAs("-u"),
                    Option.of("--name", "NAME", "the same as --url local://NAME"),
                    Option.of(
                                    "--timeout",
                                    "TIME",
                                    "how long the call may take, such as 5s, 2m, none (else 30s, for streams none)")
                            .orBehindTheCommand(),
                    Option.of(
                            RETRY,
                            "TIME",
                            "waits so long for a server that is not there, and makes a call again that surely has not"
                                    + " run (else fails at once)"),
                    META,
                    TOKEN,
                    Option.of("--codec", "NAME", "msgpack or json"),
                    Option.of(
                            TlsOptions.AUTHORITY,
                            "FILE",
                            "trusts servers with certificates of this authority (PEM), not the JDK's"),
                    Option.of(
                            TlsOptions.PIN,
                            "PIN",
                            "trusts the server with this key (sha256:…), whatever its certificate says"),
                    Option.of(TlsOptions.CERTIFICATE, "FILE", "who is calling: a certificate (PEM)"),
                    Option.of(TlsOptions.KEY, "FILE", "its key (PEM)"));

    private final Console console;
    private final Options options;
    private final String url;
    private boolean hurried;

    /// @throws RpcException for a [Profile] that is not there
    Connection(Console console, Options options) {
        this.console = console;
        this.options = options;
        String given = given(options, console);
        if (given.startsWith("@")) {
            Profile.find(given.substring(1), console).addTo(options);
            url = String.valueOf(options.all("--url").getFirst());
        } else {
            url = given;
        }
    }

    /// A word's own, and those of [#OPTIONS].
    static List<Option> optionsAnd(Option... own) {
        List<Option> all = new ArrayList<>(List.of(own));
        all.addAll(OPTIONS);
        return all;
    }

    /// The server that is called.
    String url() {
        return url;
    }

    /// Whether calls of it name a service.
    boolean namesServices() {
        return namesServices(url);
    }

    static boolean namesServices(String url) {
        Protocol protocol = protocol(url);
        return protocol == null || protocol.namesServices();
    }

    /// Whether the path of a URL ends with a name.
    static boolean isAt(String url, String name) {
        try {
            String path = URI.create(url).getPath();
            return path != null && path.endsWith("/" + name);
        } catch (IllegalArgumentException e) {
            return false; // which is told when it is to be called
        }
    }

    /// Whether servers say what they offer. Else it may be that one is silent when it is asked.
    boolean describes() {
        Protocol protocol = protocol(url);
        return protocol == null || protocol.describes();
    }

    /// What the URL itself tells of the server's one service; empty where the server is to be asked.
    List<ServiceDescriptor> known() {
        try {
            return namesServices() ? List.of() : builder().known();
        } catch (IllegalArgumentException e) {
            throw Failures.usage(String.valueOf(e.getMessage()));
        }
    }

    /// Whether their arguments may go by name.
    boolean namesArguments() {
        Protocol protocol = protocol(url);
        return protocol == null || protocol.namesArguments();
    }

    /// The protocol that a URL names; null for our own, and for one that is not there.
    private static @Nullable Protocol protocol(String url) {
        String scheme = url.substring(0, Math.max(0, url.indexOf("://")));
        int plus = scheme.indexOf('+');
        return Transports.isOwn(scheme) ? null : Protocols.find(plus < 0 ? scheme : scheme.substring(0, plus));
    }

    /// Waits for a server that does not answer no longer than a reader of help does, unless the options say how long.
    void hurry() {
        hurried = true;
    }

    /// The server that a line names.
    ///
    /// @param around the options of a line around it, which name the server where it does not; null for none
    /// @throws RpcException for a [Profile] that is not there
    static String url(Options options, @Nullable Options around, Console console) {
        boolean says = options.has("--url") || options.has("--name");
        String given = given(says || around == null ? options : around, console);
        return given.startsWith("@") ? Profile.find(given.substring(1), console).url() : given;
    }

    private static String given(Options options, Console console) {
        String url = options.text("--url");
        String name = options.text("--name");
        if (url != null || name != null) {
            return url == null ? "local://" + name : url;
        }
        String configured = console.environment("PARLEY_URL");
        return configured == null ? DEFAULT_URL : configured;
    }

    /// A connection that is in use; closing it ends that.
    record Lease(Client client, boolean kept) implements AutoCloseable {
        @Override
        public void close() {
            if (!kept) {
                client.close();
            }
        }
    }

    /// The connection that the console keeps for a server, else one of its own.
    Lease lease() {
        Map<String, Client> kept = console.kept();
        if (kept == null) {
            return new Lease(open(), false);
        }
        String key = url() + " " + token() + " " + options.text("--codec") + " " + new TlsOptions(options);
        Client client = kept.get(key);
        if (client == null) {
            client = open();
            kept.put(key, client);
        }
        return new Lease(client, true);
    }

    /// Connects, which fails at once where nobody answers. What is said of single calls is not in it, see [#configured].
    Client open() {
        timeout(); // or else a server that is not there would come first
        metadata();
        console.mayWait();
        try {
            return open(builder(), options.duration(RETRY));
        } catch (IllegalArgumentException e) {
            throw Failures.usage(String.valueOf(e.getMessage()));
        } catch (RpcException e) {
            if (e.code() != Code.UNAVAILABLE) {
                throw e;
            }
            String message =
                    e.getMessage() + " (start a server with parley serve FILE.java, or name another with -u URL)";
            throw new RpcException(Code.UNAVAILABLE, "", message, e, false, "", null);
        }
    }

    private static Client open(ClientBuilder builder, @Nullable Duration patience) {
        long end = System.nanoTime() + (patience == null ? 0 : patience.toNanos());
        for (int pause = 100; ; pause = Math.min(2 * pause, MOST_PAUSE_MILLIS)) {
            try {
                return builder.connect();
            } catch (RpcException e) {
                if (e.code() != Code.UNAVAILABLE || System.nanoTime() + pause * 1_000_000L - end > 0) {
                    throw e;
                }
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RpcException(Code.CANCELLED, "interrupted while waiting for a server", e);
            }
        }
    }

    private ClientBuilder builder() {
        Duration patience = options.duration(RETRY);
        ClientBuilder builder =
                Client.builder(url)
                        .name("parley")
                        .retries(patience != null)
                        .patience(patience == null ? Duration.ZERO : patience);
        Limits limits = Limits.DEFAULT.withWindow(WINDOW);
        builder.limits(hurried ? limits.withHandshake(HURRY) : limits);
        String token = token();
        if (token != null) {
            builder.token(token);
        }
        String codec = options.text("--codec");
        if (codec != null) {
            builder.codec(codec);
        }
        Tls tls = new TlsOptions(options).ofClient();
        return tls == null ? builder : builder.tls(tls);
    }

    /// The secret that the options say, or the environment; null for none.
    @Nullable String token() {
        String token = options.text("--token");
        return token == null ? console.environment("PARLEY_TOKEN") : token;
    }

    /// With what the options say of each call. Some of them may stand behind the command, and are only known later.
    Client configured(Client client) {
        Duration timeout = timeout();
        Client configured = timeout == null ? client : client.withTimeout(timeout);
        for (Map.Entry<String, String> entry : metadata().entrySet()) {
            configured = configured.withMetadata(entry.getKey(), entry.getValue());
        }
        return configured;
    }

    /// The same for asking what the server offers: soon answered, where it need not be answered at all.
    Client asking(Client client) {
        Client configured = configured(client);
        Duration timeout = timeout();
        boolean soon = timeout != null && timeout.isPositive() && timeout.compareTo(HURRY) < 0;
        return describes() || soon ? configured : configured.withTimeout(HURRY);
    }

    private @Nullable Duration timeout() {
        Duration given = options.duration("--timeout");
        return given == null && hurried ? HURRY : given;
    }

    private Map<String, String> metadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        for (String entry : options.all("--meta")) {
            int equals = entry.indexOf('=');
            if (equals <= 0) {
                throw Failures.usage("--meta: got " + ValueException.quote(entry) + " (expected key=value)");
            }
            metadata.put(entry.substring(0, equals), entry.substring(equals + 1));
        }
        return metadata;
    }
}
