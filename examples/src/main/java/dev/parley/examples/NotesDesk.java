package dev.parley.examples;

import dev.parley.EventLoop;
import dev.parley.Server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// One thread for three things, so that none of them needs a lock: it serves notes, takes each line of an input for a
/// note, too, and says at intervals how many there are. It ends with the input.
///
/// ```console
/// $ java -cp 'dist/target/parley/lib/*' dev.parley.examples.NotesDesk
/// milk
/// 1 notes
/// ```
public final class NotesDesk implements AutoCloseable {
    private final NotesService notes = new NotesService(1000);
    private final Server server;
    private final EventLoop loop;
    private final Consumer<String> says;
    private final long interval;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long nextTick;

    /// @param says is told how many notes there are
    public NotesDesk(String url, Duration interval, Consumer<String> says) {
        this.interval = interval.toNanos();
        this.says = says;
        server = Server.builder().eventLoop().service(notes).listen(url).start();
        loop = server.eventLoop();
    }

    /// Serves until the input ends.
    ///
    /// @param input what is not a channel, such as standard input, is copied to one by a thread of its own
    public void run(InputStream input) throws IOException {
        Pipe pipe = Pipe.open();
        try (Pipe.SourceChannel lines = pipe.source()) {
            lines.configureBlocking(false);
            loop.register(lines, () -> read(lines));
            Thread.ofPlatform().daemon().start(() -> copy(input, pipe.sink()));
            nextTick = System.nanoTime() + interval;
            while (loop.runOnce(Duration.ofNanos(Math.max(0, nextTick - System.nanoTime()))) || isTime()) {
                if (isTime()) {
                    nextTick += interval;
                    says.accept(notes.size() + " notes");
                }
            }
        }
    }

    private boolean isTime() {
        return System.nanoTime() - nextTick >= 0;
    }

    /// There is something to be read, or the end.
    private void read(Pipe.SourceChannel lines) {
        try {
            ByteBuffer bytes = ByteBuffer.allocate(1000);
            if (lines.read(bytes) < 0) {
                loop.stop();
                return;
            }
            for (bytes.flip(); bytes.hasRemaining(); ) {
                byte next = bytes.get();
                if (next == '\n') {
                    notes.load(Stream.of(line.toString(StandardCharsets.UTF_8)));
                    line.reset();
                } else {
                    line.write(next);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(InputStream input, Pipe.SinkChannel sink) {
        try (input;
                sink) {
            input.transferTo(Channels.newOutputStream(sink));
        } catch (IOException e) {
            // the desk is closed
        }
    }

    @Override
    public void close() {
        server.close();
    }

    static void main() throws IOException {
        try (NotesDesk desk = new NotesDesk("tcp://127.0.0.1:12321", Duration.ofSeconds(10), IO::println)) {
            desk.run(System.in);
        }
    }
}
