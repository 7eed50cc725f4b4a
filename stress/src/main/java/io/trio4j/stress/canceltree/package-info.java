/** Explores all interleavings of a model of the cancel tree. */
package io.trio4j.stress.canceltree;
