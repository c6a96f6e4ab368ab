/// The codec `json`: values as JSON text. Reading is Jackson's tokenizer with our errors and limits, writing our own.
/// Nothing here knows of Java types or of calls.
@NullMarked
package dev.parley.json;

import org.jspecify.annotations.NullMarked;
