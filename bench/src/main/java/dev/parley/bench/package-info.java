/// Measures Parley beside its peers. Each class is one row of the table, one peer, or one way to measure; [Bench] runs
/// them. No JPMS module: nobody depends on it, and what it measures against is made for the class path.
@NullMarked
package dev.parley.bench;

import org.jspecify.annotations.NullMarked;
