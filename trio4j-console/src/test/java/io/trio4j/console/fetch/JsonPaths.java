package io.trio4j.console.fetch;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Reads a whole JSON document, which must be correct, into a map from path to value.
final class JsonPaths {
  private JsonPaths() {}

  static Map<String, String> of(String json) {
    Map<String, String> values = new LinkedHashMap<>();
    try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isScalarValue()) {
          values.put(parser.streamReadContext().pathAsPointer().toString(), parser.getString());
        }
      }
    }
    return values;
  }
}
