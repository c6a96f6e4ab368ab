/// Makes X.509 certificates, which the JDK has no API for: [TestAuthority] says what is in them, `Der` how it is written.
@NullMarked
package dev.parley.certs;

import org.jspecify.annotations.NullMarked;
