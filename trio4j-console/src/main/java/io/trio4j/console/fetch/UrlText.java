package io.trio4j.console.fetch;

import java.net.URI;
import java.net.URISyntaxException;

/// Reads what was given as a URL.
final class UrlText {
  private UrlText() {}

  /// The URL as it will be asked for.
  ///
  /// @throws URISyntaxException whose reason says what a URL must be
  static URI parse(String text) throws URISyntaxException {
    URI uri = new URI(text);
    String scheme = uri.getScheme();
    if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
      throw new URISyntaxException(text, "a URL must begin with http:// or https://");
    }
    if (uri.getHost() == null) {
      throw new URISyntaxException(text, "a URL must name a host");
    }
    if (uri.getPort() > 65_535) {
      throw new URISyntaxException(text, "a port must be at most 65535");
    }
    // Other letters are sent escaped, as browsers do.
    return URI.create(uri.toASCIIString());
  }
}
