/// The `parley` command. A call goes through [Cli], [Calling], [CommandLine] and [Printer]; serving through [Serving] and
/// [Sources].
///
/// A call is a process of its own that should be over before anybody notices: what lies on its way loads few classes, uses
/// no regular expressions, no reflection, no formatter and no `switch` over types (each of which costs milliseconds in a
/// fresh JVM), and no JSON library unless somebody types JSON.
@NullMarked
package dev.parley.cli;

import org.jspecify.annotations.NullMarked;
