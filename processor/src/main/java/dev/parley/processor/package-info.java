/// The annotation processor: [ParleyProcessor] finds the types, [Description] says what is stored of one, [Comment] and
/// [PlainText] turn its Javadoc into the text that help shows. It knows Parley's annotations by name only and uses nothing
/// but the JDK's `java.compiler`, so that it runs in any compiler.
@NullMarked
package dev.parley.processor;

import org.jspecify.annotations.NullMarked;
