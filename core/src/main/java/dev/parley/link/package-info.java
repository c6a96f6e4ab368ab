/// Moves bytes between two ends: a [Link] is one connection, a [Transport] makes them for one URL scheme. Nothing here
/// knows of calls.
@NullMarked
package dev.parley.link;

import org.jspecify.annotations.NullMarked;
