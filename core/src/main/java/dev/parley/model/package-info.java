/// What a service is: a class, read once at registration into immutable models. Descriptors are what is said of them to
/// others. Wrong definitions fail here, with a text that names the place and what would do.
@NullMarked
package dev.parley.model;

import org.jspecify.annotations.NullMarked;
