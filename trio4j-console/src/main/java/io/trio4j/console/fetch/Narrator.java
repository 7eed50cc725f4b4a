package io.trio4j.console.fetch;

/// Says what the results mean, for people who see them for the first time.
interface Narrator {
  /// A narrator for people who know.
  Narrator SILENT = _ -> "";

  /// What one sees in this result; empty to say nothing.
  String about(FetchResult result);
}
