/// One conversation over one link, the heart: pairs results with calls, runs streams with credit, cancels, watches
/// deadlines, keeps the link alive, ends it in order. Symmetric: either end may call the other.
@NullMarked
package dev.parley.session;

import org.jspecify.annotations.NullMarked;
