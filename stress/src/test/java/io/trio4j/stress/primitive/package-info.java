/// What the Lincheck and jcstress tests of the core's primitives share: how they are run, tasks
/// without a run, planted bugs.
package io.trio4j.stress.primitive;
