package dev.parley.dispatch;

import dev.parley.model.StreamForm;
import dev.parley.session.InboundStream;
import dev.parley.session.Items;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Turns the items of a stream into the form that a method wants, and back.
public final class Forms {
    private static final int PIECE = 32 << 10;

    private Forms() {}

    /// The items in the form of a method's parameter or result.
    ///
    /// @param turns where a subscriber is called; null for a thread of its own
    static Object present(StreamForm form, Items items, @Nullable Turns turns) {
        return switch (form) {
            case STREAM -> {
                Spliterator<@Nullable Object> all = Spliterators.spliteratorUnknownSize(items, Spliterator.ORDERED);
                yield StreamSupport.stream(all, false).onClose(items::close);
            }
            case ITERATOR -> items;
            case ITERABLE -> (Iterable<@Nullable Object>) () -> items;
            case PUBLISHER -> new ItemsPublisher(items, turns);
            case INPUT_STREAM -> {
                if (items instanceof InboundStream stream) {
                    stream.lendBytes();
                }
                yield new ItemsInputStream(items);
            }
        };
    }

    /// The items of what a method was given or has returned.
    static Items items(StreamForm form, Object stream) {
        return switch (form) {
            case STREAM -> {
                Stream<?> all = (Stream<?>) stream;
                yield of(all.iterator(), all);
            }
            case ITERATOR -> of((Iterator<?>) stream, stream instanceof AutoCloseable c ? c : null);
            case ITERABLE -> of(((Iterable<?>) stream).iterator(), stream instanceof AutoCloseable c ? c : null);
            case PUBLISHER -> new PublisherItems((Flow.Publisher<?>) stream);
            case INPUT_STREAM -> of(new Pieces((InputStream) stream), (InputStream) stream);
        };
    }

    /// The form that a value of a stream type has, for values whose method is not known.
    public static @Nullable StreamForm formOf(@Nullable Object value) {
        // no switch: a call from the command comes here, and linking one costs a fresh JVM milliseconds
        if (value instanceof Stream) {
            return StreamForm.STREAM;
        } else if (value instanceof Iterator) {
            return StreamForm.ITERATOR;
        } else if (value instanceof Flow.Publisher) {
            return StreamForm.PUBLISHER;
        } else if (value instanceof InputStream) {
            return StreamForm.INPUT_STREAM;
        }
        return null;
    }

    private static Items of(Iterator<?> iterator, @Nullable AutoCloseable resource) {
        return new Items() {
            @Override
            public boolean hasNext() {
                return iterator.hasNext();
            }

            @Override
            public @Nullable Object next() {
                return iterator.next();
            }

            @Override
            public void close() {
                if (resource == null) {
                    return;
                }
                try {
                    resource.close();
                } catch (RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IllegalStateException("closing a stream failed: " + e.getMessage(), e);
                }
            }
        };
    }

    /// The bytes of an input stream, in pieces.
    private static final class Pieces implements Iterator<byte[]> {
        private final InputStream in;
        private byte @Nullable [] next;

        Pieces(InputStream in) {
            this.in = in;
        }

        @Override
        public boolean hasNext() {
            try {
                if (next == null) {
                    byte[] piece = new byte[PIECE];
                    int n = in.read(piece);
                    next = n < 0 ? null : n == PIECE ? piece : Arrays.copyOf(piece, n);
                }
                return next != null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public byte[] next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException();
            }
            byte[] piece = next;
            next = null;
            return piece;
        }
    }
}
