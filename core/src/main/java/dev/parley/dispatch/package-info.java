/// From calls to users' methods, and back: arguments and results become values, interceptors stand around, exceptions
/// become failures. [Dispatcher] is the way in, [Invoker] the way out.
@NullMarked
package dev.parley.dispatch;

import org.jspecify.annotations.NullMarked;
