/// Draws what ran when.
///
/// Start with [io.trio4j.console.timeline.Timeline], which is what is drawn, and
/// [io.trio4j.console.timeline.TimelineSvg], which draws it.
package io.trio4j.console.timeline;
