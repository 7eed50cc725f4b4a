package io.trio4j.console.timeline;

import io.trio4j.console.text.PlainText;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.function.Consumer;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// Writes the elements of a picture. All text in it is escaped, and what XML has no place for is
/// written out.
final class Svg {
  private final StringWriter document = new StringWriter();
  private final XMLStreamWriter xml;

  private Svg() throws XMLStreamException {
    xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(document);
  }

  static String draw(Consumer<Svg> drawing) {
    try {
      Svg svg = new Svg();
      drawing.accept(svg);
      svg.xml.writeEndDocument();
      return svg.document + "\n";
    } catch (XMLStreamException e) {
      throw unreachable(e);
    }
  }

  /// Begins an element; its attributes must follow at once.
  Svg open(String element) {
    return write(xml -> {
      xml.writeCharacters("\n");
      xml.writeStartElement(element);
    });
  }

  Svg set(String attribute, String value) {
    return write(xml -> xml.writeAttribute(attribute, PlainText.of(value)));
  }

  Svg set(String attribute, double value) {
    return set(attribute, number(tenths(value)));
  }

  /// Sets where a rectangle is. What touches in the picture does not overlap as it is written.
  Svg box(double left, double right, double top, double bottom) {
    return set("x", left)
        .set("y", top)
        .set("width", number(tenths(right) - tenths(left)))
        .set("height", number(tenths(bottom) - tenths(top)));
  }

  Svg text(String text) {
    return write(xml -> xml.writeCharacters(PlainText.of(text)));
  }

  /// Takes CSS as it is, with its lines.
  Svg style(String css) {
    return open("style").write(xml -> xml.writeCharacters(css)).close();
  }

  /// What one reads when one points at the element that is open.
  Svg tooltip(String text) {
    return write(xml -> {
      xml.writeStartElement("title");
      xml.writeCharacters(PlainText.of(text));
      xml.writeEndElement();
    });
  }

  Svg close() {
    return write(XMLStreamWriter::writeEndElement);
  }

  private Svg write(Writing writing) {
    try {
      writing.to(xml);
      return this;
    } catch (XMLStreamException e) {
      throw unreachable(e);
    }
  }

  /// A tenth of a unit is less than one can see.
  private static long tenths(double value) {
    return Math.round(value * 10);
  }

  private static String number(long tenths) {
    return BigDecimal.valueOf(tenths, 1).stripTrailingZeros().toPlainString();
  }

  private static IllegalStateException unreachable(XMLStreamException e) {
    return new IllegalStateException("unreachable: writing to memory failed", e);
  }

  private interface Writing {
    void to(XMLStreamWriter xml) throws XMLStreamException;
  }
}
