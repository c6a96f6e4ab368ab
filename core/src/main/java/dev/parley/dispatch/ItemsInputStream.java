package dev.parley.dispatch;

import dev.parley.RpcException;
import dev.parley.session.Items;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/// The bytes of a stream of bytes, wherever they were cut.
final class ItemsInputStream extends InputStream {
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private final Items items;
    private ByteBuffer piece = NONE;

    ItemsInputStream(Items items) {
        this.items = items;
    }

    /// @return false at the end
    private boolean fill() throws IOException {
        try {
            while (!piece.hasRemaining()) {
                if (!items.hasNext()) {
                    return false;
                }
                Object next = items.next();
                piece = next instanceof ByteBuffer lent ? lent : ByteBuffer.wrap((byte[]) Objects.requireNonNull(next));
            }
            return true;
        } catch (RpcException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public int read() throws IOException {
        return fill() ? piece.get() & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int n = Math.min(length, piece.remaining());
        piece.get(target, offset, n);
        return n;
    }

    /// Writes each piece from where it stands: as ever, the target must not keep the array.
    @Override
    public long transferTo(OutputStream target) throws IOException {
        Objects.requireNonNull(target, "target");
        long n = 0;
        while (fill()) {
            ByteBuffer whole = piece;
            n += whole.remaining();
            piece = NONE;
            target.write(whole.array(), whole.arrayOffset() + whole.position(), whole.remaining());
        }
        return n;
    }

    @Override
    public int available() {
        return piece.remaining();
    }

    @Override
    public void close() {
        items.close();
    }
}
