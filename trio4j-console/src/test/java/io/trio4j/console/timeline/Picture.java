package io.trio4j.console.timeline;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/// An SVG picture, read again by the JDK's parser, which refuses what is no correct XML.
public final class Picture {
  private final Document document;

  private Picture(Document document) {
    this.document = document;
  }

  /// Reads a picture.
  public static Picture of(String svg) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return new Picture(
          factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg))));
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new AssertionError("no correct XML: " + svg, e);
    }
  }

  /// The bars, row by row from top to bottom.
  public List<List<Drawn>> rows() {
    return elements("g")
        .filter(group -> group.getAttribute("class").equals("row"))
        .map(Picture::bars)
        .toList();
  }

  /// The bars of all rows.
  public List<Drawn> bars() {
    return rows().stream().flatMap(List::stream).toList();
  }

  /// Texts of a style, such as `name`, in their order.
  public List<String> texts(String style) {
    return elements("text")
        .filter(text -> text.getAttribute("class").equals(style))
        .map(Element::getTextContent)
        .toList();
  }

  /// The words of the legend.
  public List<String> legend() {
    return elements("g")
        .filter(group -> group.getAttribute("class").equals("legend"))
        .map(group -> group.getElementsByTagName("text").item(0).getTextContent())
        .toList();
  }

  /// How many elements have this name.
  public long count(String name) {
    return elements(name).count();
  }

  /// A number of the outermost element.
  public double size(String attribute) {
    return Double.parseDouble(document.getDocumentElement().getAttribute(attribute));
  }

  private Stream<Element> elements(String name) {
    return all(document.getElementsByTagName(name)).stream();
  }

  private static List<Drawn> bars(Element row) {
    return all(row.getElementsByTagName("rect")).stream()
        .filter(rect -> rect.getAttribute("class").startsWith("bar "))
        .map(Picture::drawn)
        .toList();
  }

  private static Drawn drawn(Element rect) {
    return new Drawn(
        rect.getAttribute("class").substring("bar ".length()),
        number(rect, "x"),
        number(rect, "width"),
        number(rect, "y"),
        number(rect, "height"),
        rect.getElementsByTagName("title").item(0).getTextContent());
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  private static List<Element> all(NodeList nodes) {
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  /// A bar as it is drawn.
  public record Drawn(
      String style, double x, double width, double y, double height, String tooltip) {
    /// Its right end.
    public double end() {
      return x + width;
    }
  }
}
