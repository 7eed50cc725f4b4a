package io.trio4j.console.timeline;

/// A bar in the picture: a span, or several too short to be seen alone.
///
/// @param kind the worst of them
/// @param from its left end
/// @param to its right end
/// @param about the first of them
/// @param count how many there are
record Bar(Kind kind, double from, double to, String about, int count) {
  double width() {
    return to - from;
  }

  Bar with(Span span, double end) {
    String worst = span.kind().compareTo(kind) > 0 ? span.about() : about;
    return new Bar(kind.worse(span.kind()), from, Math.max(to, end), worst, count + 1);
  }
}
