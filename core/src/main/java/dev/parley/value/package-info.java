/// Values: how Java values become bytes. A [Shape] knows one Java type and writes to and reads from a format-neutral
/// [Writer] and [Reader]; a [Codec] is such a pair for one format. Shapes know nothing of formats, codecs nothing of
/// types, and nothing here knows of calls.
@NullMarked
package dev.parley.value;

import org.jspecify.annotations.NullMarked;
