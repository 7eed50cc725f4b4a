/// The one door for the testing module: what tests may know of a run that programs may not.
package io.trio4j.internal.hooks;
