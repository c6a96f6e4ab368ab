package dev.parley.dispatch;

import dev.parley.RpcException;
import dev.parley.session.Items;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/// The bytes of a stream of bytes, wherever they were cut.
final class ItemsInputStream extends InputStream {
    private final Items items;
    private byte[] piece = {};
    private int position;

    ItemsInputStream(Items items) {
        this.items = items;
    }

    /// @return false at the end
    private boolean fill() throws IOException {
        try {
            while (position == piece.length) {
                if (!items.hasNext()) {
                    return false;
                }
                piece = (byte[]) Objects.requireNonNull(items.next());
                position = 0;
            }
            return true;
        } catch (RpcException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public int read() throws IOException {
        return fill() ? piece[position++] & 0xFF : -1;
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
        int n = Math.min(length, piece.length - position);
        System.arraycopy(piece, position, target, offset, n);
        position += n;
        return n;
    }

    @Override
    public int available() {
        return piece.length - position;
    }

    @Override
    public void close() {
        items.close();
    }
}
