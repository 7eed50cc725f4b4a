package io.trio4j.console;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/// What `--version` prints, from the file that Maven puts into each jar.
final class BuildVersion implements IVersionProvider {
  private static final String POM = "/META-INF/maven/io.trio4j/trio4j-console/pom.properties";

  @Override
  public String[] getVersion() throws IOException {
    return new String[] {
      "trio4j " + ofBuild(), "Java " + Runtime.version() + ", " + System.getProperty("os.name")
    };
  }

  private static String ofBuild() throws IOException {
    try (InputStream in = BuildVersion.class.getResourceAsStream(POM)) {
      if (in == null) {
        return "(run from class files)";
      }
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    }
  }
}
