/// Protocols of others, each of which translates between its bytes and the frames of the core. None knows of sessions, streams'
/// flow or dispatch; what a protocol cannot say is made up for in the session.
@NullMarked
package dev.parley.wires;

import org.jspecify.annotations.NullMarked;
