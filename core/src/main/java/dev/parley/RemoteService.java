package dev.parley;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.stream.Stream;

/// A service that is called by names, without any Java type of its own. Arguments may be any values that a command could
/// have as its result; a `Stream`, `Iterator`, `Flow.Publisher` or `InputStream` among those by position is the call's
/// stream. Results are plain: `Boolean`, `Long`, `Double`, `String`, `byte[]`, `Instant`, `List`, `Map`, null; or of a
/// class of the caller's choice, see [RemoteCommand#returning]. Thread-safe.
public final class RemoteService {
    private final Client client;
    private final String name;

    RemoteService(Client client, String name) {
        this.client = client;
        this.name = name;
    }

    public String name() {
        return name;
    }

    /// Calls a command with arguments by position.
    ///
    /// @return the value; null where the command gives nothing
    /// @throws RpcException when the call fails, also when the command gives a stream
    public @Nullable Object call(String command, @Nullable Object... arguments) {
        return command(command).with(arguments).call();
    }

    /// Calls a command with arguments by name.
    public @Nullable Object call(String command, Map<String, ? extends @Nullable Object> arguments) {
        return command(command).with(arguments).call();
    }

    /// Calls a command that gives a stream, with arguments by position. The stream is to be closed when it is not read to
    /// its end.
    public Stream<@Nullable Object> stream(String command, @Nullable Object... arguments) {
        return command(command).with(arguments).stream();
    }

    /// Calls a command that gives a stream, with arguments by name.
    public Stream<@Nullable Object> stream(String command, Map<String, ? extends @Nullable Object> arguments) {
        return command(command).with(arguments).stream();
    }

    /// Calls a command with arguments by position, and does not wait: what becomes of it is not told.
    ///
    /// @see RemoteCommand#tell()
    public void tell(String command, @Nullable Object... arguments) {
        command(command).with(arguments).tell();
    }

    /// A call in all its variety: arguments by position and by name, results of a class, futures.
    public RemoteCommand<@Nullable Object> command(String command) {
        return new RemoteCommand<>(client, name, command, Object.class);
    }
}
