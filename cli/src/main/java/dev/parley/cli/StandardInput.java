package dev.parley.cli;

import org.jspecify.annotations.Nullable;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// The standard input of this process. Unlike `System.in`, it is given up by a thread that waits for it and is interrupted,
/// as by the signal that ends the process.
final class StandardInput extends InputStream {
    private @Nullable FileChannel channel; // not before it is read, as most calls do not

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        return length == 0 ? 0 : channel().read(ByteBuffer.wrap(bytes, from, length));
    }

    private synchronized FileChannel channel() {
        if (channel == null) {
            channel = new FileInputStream(FileDescriptor.in).getChannel();
        }
        return channel;
    }
}
