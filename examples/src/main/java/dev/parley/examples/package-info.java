/// Services as a user would write them, small enough to read at once, with something of everything: values, streams in
/// both directions, errors of their own, and commands that take their time. And programs around them, each with a `main`: one
/// thread for everything ([NotesDesk]), who may call ([PrintOffice]), what belongs to a connection ([MarketHall]), servers that
/// come and go ([RollingRestart]), and a server in front of others ([FrontDesk]).
@NullMarked
package dev.parley.examples;

import org.jspecify.annotations.NullMarked;
