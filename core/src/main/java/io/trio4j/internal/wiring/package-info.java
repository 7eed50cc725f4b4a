/// Puts the separable parts into the core's seams.
package io.trio4j.internal.wiring;
