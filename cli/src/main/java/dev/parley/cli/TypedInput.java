package dev.parley.cli;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// What is typed for one line of a shell. At an end, which a terminal tells only once for each Ctrl-D, it stays; and when it
/// is closed, nobody waits for the terminal any more, who would take what is typed next.
final class TypedInput extends InputStream {
    private static final Path TERMINAL = Path.of("/dev/tty");

    private @Nullable FileChannel channel; // guarded by this, as the next
    private boolean closed;
    private volatile boolean ended;

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /// Waits on a thread of the platform, as the wait of a virtual one cannot be ended.
    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        if (ended || length == 0) {
            return ended ? -1 : 0;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, from, length);
        FileChannel terminal = channel();
        FutureTask<Integer> reading = new FutureTask<>(() -> terminal.read(buffer));
        Thread.ofPlatform().daemon().name("parley-typed").start(reading);
        try {
            int n = reading.get();
            ended = n < 0;
            return n;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private synchronized FileChannel channel() throws IOException {
        if (closed) {
            throw new IOException("the line has ended");
        } else if (channel == null) {
            channel = FileChannel.open(TERMINAL, StandardOpenOption.READ);
        }
        return channel;
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        if (channel != null) {
            channel.close();
        }
    }
}
