/// What a user of Parley writes and sees: annotations for services, [Server] and [Client], the call at hand, errors.
@NullMarked
package dev.parley;

import org.jspecify.annotations.NullMarked;
