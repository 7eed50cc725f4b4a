package io.trio4j.console.timeline;

import static io.trio4j.console.timeline.Layout.MARGIN;
import static io.trio4j.console.timeline.Layout.WIDTH;

import io.trio4j.console.text.PlainText;
import java.util.Comparator;
import java.util.List;

/// Draws a timeline as an SVG picture: time from left to right, a line for each track while there
/// are few, lanes that tracks share when there are more. The same timeline gives the same bytes.
///
/// The picture needs no script and nothing from elsewhere. What a bar stands for is said when one
/// points at it.
///
/// @threadsafety the method is static and keeps nothing
/// @since 0.1
public final class TimelineSvg {
  private static final double ROWS_TOP = 114;
  private static final double LINE = 18;
  private static final int LONGEST_TEXT = 150;
  private static final int LONGEST_TOOLTIP = 300;
  private static final String CUT = "\u2026";
  // What a letter of the proportional font takes, rather too much.
  private static final double LETTER_WIDTH = 6.6;
  // A narrower bar has no room for what makes others pretty.
  private static final double WIDE = 6;

  private final Timeline timeline;
  private final Layout layout;
  private final Svg svg;
  private final double rowsBottom;

  private TimelineSvg(Timeline timeline, Svg svg) {
    this.timeline = timeline;
    this.svg = svg;
    layout = Layout.of(timeline);
    rowsBottom = ROWS_TOP + layout.rows().size() * layout.rowHeight();
  }

  /// Draws.
  ///
  /// @param timeline what to draw; text in it may be anything
  /// @return a whole SVG document
  public static String draw(Timeline timeline) {
    return Svg.draw(svg -> new TimelineSvg(timeline, svg).draw());
  }

  private void draw() {
    int lines = timeline.phases().size() + layout.notes().size();
    double height = rowsBottom + 16 + lines * LINE;
    svg.open("svg")
        .set("xmlns", "http://www.w3.org/2000/svg")
        .set("viewBox", "0 0 " + (int) WIDTH + " " + (int) Math.ceil(height))
        .set("width", WIDTH)
        .set("height", Math.ceil(height))
        .set("role", "img")
        .set("aria-label", elided(timeline.heading() + ": " + timeline.summary(), LONGEST_TEXT));
    svg.style(Style.CSS);
    drawPattern();
    rect("paper", 0.5, WIDTH - 0.5, 0.5, Math.ceil(height) - 0.5, 8);
    drawHead();
    drawGround();
    drawAxis();
    drawRows();
    drawFoot();
    svg.close();
  }

  /// What was cut off is hatched.
  private void drawPattern() {
    svg.open("defs").open("pattern").set("id", "cut-off").set("width", 6).set("height", 6);
    svg.set("patternUnits", "userSpaceOnUse").set("patternTransform", "rotate(45)");
    svg.open("rect").set("class", "hatch").box(0, 6, 0, 6).close();
    svg.open("rect").set("class", "hatching").box(0, 3, 0, 6).close();
    svg.close().close();
  }

  private void drawHead() {
    text("heading", MARGIN, 34, "start", timeline.heading());
    text("quiet", MARGIN, 54, "start", timeline.summary());
    double x = MARGIN;
    for (Kind kind : kinds()) {
      svg.open("g").set("class", "legend");
      drawBar(new Bar(kind, x, x + 22, kind.legend(), 1), 67, 10);
      text("quiet", x + 28, 76, "start", kind.legend());
      svg.close();
      x += 28 + kind.legend().length() * LETTER_WIDTH + 16;
    }
  }

  /// Those that are in the picture; what is no work comes last.
  private List<Kind> kinds() {
    return layout.rows().stream()
        .flatMap(row -> row.bars().stream())
        .map(Bar::kind)
        .distinct()
        .sorted(Comparator.comparing((Kind kind) -> kind == Kind.PAUSE).thenComparing(kind -> kind))
        .toList();
  }

  private void drawGround() {
    for (int i = 0; layout.isNamed() && i < layout.rows().size(); i += 2) {
      rect("stripe", MARGIN - 8, WIDTH - MARGIN + 8, top(i), top(i + 1), 4);
    }
    if (!timeline.phases().isEmpty()) {
      double from = x(timeline.phases().getFirst());
      rect("phase", from, layout.scale().right(), ROWS_TOP, rowsBottom, 0);
    }
  }

  private void drawAxis() {
    for (long tick : layout.scale().ticks()) {
      double x = layout.scale().x(tick);
      line("grid", x, ROWS_TOP - 6, rowsBottom);
      text("tick", x, ROWS_TOP - 12, anchor(x), layout.scale().label(tick));
    }
  }

  /// At the edge of the picture the middle of a label would push its end out.
  private static String anchor(double x) {
    if (x < 2 * MARGIN) {
      return "start";
    }
    return x > WIDTH - 2 * MARGIN ? "end" : "middle";
  }

  private void drawRows() {
    double gap = Math.max(0.5, layout.rowHeight() * 0.2);
    for (int i = 0; i < layout.rows().size(); i++) {
      Row row = layout.rows().get(i);
      svg.open("g").set("class", "row");
      if (layout.isNamed()) {
        double baseline = top(i) + layout.rowHeight() / 2 + 4;
        text("name", MARGIN, baseline, "start", row.name());
        text("outcome", layout.scale().right() + 12, baseline, "start", row.outcome());
      }
      for (Bar bar : row.bars()) {
        drawBar(bar, top(i) + gap, layout.rowHeight() - 2 * gap);
      }
      svg.close();
    }
  }

  private double top(int row) {
    return ROWS_TOP + row * layout.rowHeight();
  }

  /// A pause is a thin line, since nothing runs. A time-out ends in a wall.
  private void drawBar(Bar bar, double top, double height) {
    boolean isPause = bar.kind() == Kind.PAUSE;
    double inset = isPause ? height * 0.4 : 0;
    // Bars that follow at once would look like one.
    double gap = bar.width() > WIDE && !isPause ? 0.8 : 0;
    svg.open("rect").set("class", "bar " + bar.kind().style());
    svg.box(bar.from(), bar.to() - gap, top + inset, top + height - inset);
    svg.set("rx", bar.width() > WIDE && !isPause ? 2 : 0);
    svg.tooltip(elided(tooltip(bar), LONGEST_TOOLTIP)).close();
    if (bar.kind() == Kind.TIMED_OUT && bar.width() > WIDE) {
      rect("cap", bar.to() - 3, bar.to(), top - height * 0.2, top + height * 1.2, 0);
    }
  }

  private static String tooltip(Bar bar) {
    return bar.count() == 1 ? bar.about() : bar.about() + ", and " + (bar.count() - 1) + " more";
  }

  private void drawFoot() {
    double y = rowsBottom + 24;
    for (Phase phase : timeline.phases()) {
      line("moment", x(phase), ROWS_TOP, y - 12);
      boolean isLeft = x(phase) < WIDTH / 2;
      double x = x(phase) + (isLeft ? 4 : -4);
      text("about", x, y, isLeft ? "start" : "end", phase.about());
      y += LINE;
    }
    for (String note : layout.notes()) {
      text("quiet", MARGIN, y, "start", note);
      y += LINE;
    }
  }

  private double x(Phase phase) {
    return layout.scale().x(Math.clamp(phase.fromNanos(), 0, layout.scale().endNanos()));
  }

  private void text(String style, double x, double y, String anchor, String text) {
    svg.open("text").set("class", style).set("x", x).set("y", y).set("text-anchor", anchor);
    svg.text(elided(text, LONGEST_TEXT)).close();
  }

  private void line(String style, double x, double top, double bottom) {
    svg.open("line").set("class", style);
    svg.set("x1", x).set("x2", x).set("y1", top).set("y2", bottom).close();
  }

  private void rect(
      String style, double left, double right, double top, double bottom, double radius) {
    svg.open("rect").set("class", style).box(left, right, top, bottom).set("rx", radius).close();
  }

  private static String elided(String text, int longest) {
    return PlainText.elided(text, longest, CUT);
  }
}
