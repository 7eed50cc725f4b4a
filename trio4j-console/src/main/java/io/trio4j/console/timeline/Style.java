package io.trio4j.console.timeline;

/// How the picture looks, as CSS. It has a ground of its own, light or dark as the reader's system
/// is, and bars in shades that stand out from both and from each other for those who see less
/// colour (after Okabe and Ito). No script, nothing from elsewhere.
final class Style {
  static final String CSS =
      """

      text { font: 12px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; fill: #1f2328 }
      .heading { font-size: 17px; font-weight: 600 }
      .name, .outcome { font: 11px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace }
      .quiet, .tick { fill: #59636e }
      .paper { fill: #ffffff; stroke: #d1d9e0 }
      .stripe { fill: #f3f5f7 }
      .grid { stroke: #d1d9e0 }
      .phase { fill: #bf8700; fill-opacity: .14 }
      .moment { stroke: #bf8700; stroke-dasharray: 4 3 }
      .bar.fetched { fill: #009e73 }
      .bar.pause { fill: #8c959f }
      .bar.refused { fill: #d9920a }
      .bar.failed { fill: #d1480f }
      .bar.timed-out { fill: #a34ea0 }
      .bar.cut-off { fill: url(#cut-off) }
      .bar:hover { fill-opacity: .75 }
      .cap { fill: #a34ea0 }
      .hatch { fill: #0f7ac2; fill-opacity: .3 }
      .hatching { fill: #0f7ac2 }
      @media (prefers-color-scheme: dark) {
        text { fill: #e6edf3 }
        .quiet, .tick { fill: #9198a1 }
        .paper { fill: #0d1117; stroke: #3d444d }
        .stripe { fill: #151b23 }
        .grid { stroke: #30363d }
        .bar.timed-out, .cap { fill: #c06fbd }
        .bar.failed { fill: #e5602b }
      }
      """;

  private Style() {}
}
