/// Context carriers for other libraries, tested with these libraries.
@NullMarked
package io.trio4j.carriersproof;

import org.jspecify.annotations.NullMarked;
