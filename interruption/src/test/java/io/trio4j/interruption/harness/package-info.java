/// What the tests of the interruption table share: cancelling a call at the right moment, the
/// record of what came of it, the page.
@NullMarked
package io.trio4j.interruption.harness;

import org.jspecify.annotations.NullMarked;
