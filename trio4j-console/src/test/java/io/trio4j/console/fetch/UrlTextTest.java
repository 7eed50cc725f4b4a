package io.trio4j.console.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URISyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.org",
        "HTTPS://example.org/a?b=c#d",
        "http://[::1]:8080/",
        "http://127.0.0.1:65535/"
      })
  void takes_web_addresses_as_they_are(String text) throws URISyntaxException {
    assertThat(UrlText.parse(text)).hasToString(text);
  }

  @Test
  void escapes_letters_outside_ascii() throws URISyntaxException {
    assertThat(UrlText.parse("http://example.org/\u00e4")).hasToString("http://example.org/%C3%A4");
  }

  @ParameterizedTest
  @CsvSource({
    "example.org, a URL must begin with http:// or https://",
    "ftp://example.org/, a URL must begin with http:// or https://",
    "mailto:a@example.org, a URL must begin with http:// or https://",
    "http:/path, a URL must name a host",
    "http://two_words/, a URL must name a host",
    "http://example.org:65536/, a port must be at most 65535",
    "http://example.org/a b, Illegal character in path"
  })
  void says_what_is_wrong_with_others(String text, String problem) {
    assertThatExceptionOfType(URISyntaxException.class)
        .isThrownBy(() -> UrlText.parse(text))
        .satisfies(e -> assertThat(e.getReason()).isEqualTo(problem));
  }
}
