package dev.parley.value;

/// A format for values: a pair of a [Writer] and a [Reader]. Implementations are stateless and may be used by any number
/// of threads. A codec in a module of its own is found by [java.util.ServiceLoader].
public interface Codec {
    /// The name by which two ends agree on this format, such as `msgpack` or `json`.
    String name();

    /// A writer that appends values to `out`, one after the other. It holds no bytes back: after each whole value, all of
    /// it is in `out`. A writer that has thrown is not used again.
    Writer writer(Output out);

    /// A reader of the values in a part of `bytes`, which it neither changes nor copies as a whole.
    Reader reader(byte[] bytes, int offset, int length);
}
