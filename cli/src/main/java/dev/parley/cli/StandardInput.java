package dev.parley.cli;

import org.jspecify.annotations.Nullable;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;

/// The standard input of this process. Unlike `System.in`, it is given up by a thread that waits for it and is interrupted,
/// as by the signal that ends the process, or when a call is over that it is streamed to. What comes then is for whoever
/// reads next.
final class StandardInput extends InputStream {
    private final InputStream in = new FileInputStream(FileDescriptor.in);
    private final byte[] bytes = new byte[64 << 10]; // used by the one reading at a time

    private ByteBuffer ready = ByteBuffer.allocate(0); // guarded by this, as the next
    private @Nullable FutureTask<Integer> reading;

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        return read(target, from, length, () -> false);
    }

    /// The same for somebody who takes nothing any more when `over`: a reader that is told so too late gets nothing.
    InputStream until(BooleanSupplier over) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] target, int from, int length) throws IOException {
                return StandardInput.this.read(target, from, length, over);
            }
        };
    }

    private int read(byte[] target, int from, int length, BooleanSupplier over) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (true) {
            FutureTask<Integer> next;
            synchronized (this) {
                if (over.getAsBoolean()) {
                    throw new InterruptedIOException("what it was read for is over");
                } else if (ready.hasRemaining()) {
                    int n = Math.min(length, ready.remaining());
                    ready.get(target, from, n);
                    return n;
                }
                next = next();
            }
            if (!await(next)) {
                return -1;
            }
        }
    }

    /// The reading that goes on, on a thread of the platform, as the wait of a virtual one cannot be ended. It goes on when
    /// nobody waits for it any more: closing what it reads would be the end for all who come after.
    private synchronized FutureTask<Integer> next() {
        if (reading == null) {
            reading = new FutureTask<>(() -> in.read(bytes));
            Thread.ofPlatform().daemon().name("parley-input").start(reading);
        }
        return reading;
    }

    /// @return false at the end
    private boolean await(FutureTask<Integer> read) throws IOException {
        try {
            return read.get() >= 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException wrong ? wrong : new IOException(e.getCause());
        } finally {
            taken(read);
        }
    }

    private synchronized void taken(FutureTask<Integer> read) {
        if (read.isDone() && read == reading) {
            reading = null;
            int n = read.state() == Future.State.SUCCESS ? read.resultNow() : 0;
            ready = ByteBuffer.wrap(bytes, 0, Math.max(0, n));
        }
    }
}
