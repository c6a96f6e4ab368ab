/// Services as a user would write them, small enough to read at once, with something of everything: values, streams in
/// both directions, errors of their own, and commands that take their time.
@NullMarked
package dev.parley.examples;

import org.jspecify.annotations.NullMarked;
