/// Services that any server may offer beside its own. Their Javadoc is written for those who call them: it is the help
/// that they read.
@NullMarked
package dev.parley.services;

import org.jspecify.annotations.NullMarked;
