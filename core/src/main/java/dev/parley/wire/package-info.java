/// What two ends say to each other: [Frame], in one sealed set, at whose level all semantics live; and [Wire], which
/// translates between frames and the bytes of one protocol. Nothing here knows of threads, sockets or users' classes.
@NullMarked
package dev.parley.wire;

import org.jspecify.annotations.NullMarked;
