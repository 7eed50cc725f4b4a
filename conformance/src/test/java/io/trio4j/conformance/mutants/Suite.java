package io.trio4j.conformance.mutants;

import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;
import static org.junit.platform.engine.discovery.PackageNameFilter.excludePackageNames;

import io.trio4j.conformance.mutants.Verdict.Failed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// Runs all conformance tests in this JVM, and writes how many ran and which failed.
final class Suite {
  private static final String TESTS = "io.trio4j.conformance";
  private static final String LIMIT = "junit.jupiter.execution.timeout.testtemplate.method.default";

  private Suite() {}

  /// Gets the file to write.
  public static void main(String[] args) throws IOException {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectPackage(TESTS))
            .filters(excludePackageNames(TESTS + ".mutants"), includeClassNamePatterns(".*Test"))
            .configurationParameter(LIMIT, "15 s") // a mutant may well make a test hang
            .build();
    Ended ended = new Ended();
    LauncherFactory.create().execute(request, ended);
    Files.write(Path.of(args[0]), ended.rows());
    // Not by returning: what a mutant has left behind must not keep this JVM alive.
    Runtime.getRuntime().halt(0);
  }

  /// What has ended, and how.
  private static final class Ended implements TestExecutionListener {
    private final List<Failed> failed = new ArrayList<>();
    private int count;

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      if (test.isTest()) {
        count++;
      }
      if (result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
        String why = String.valueOf(result.getThrowable().orElse(null));
        failed.add(new Failed(name(test), lines(test), why.replaceAll("\\s+", " ")));
      }
    }

    private static String name(TestIdentifier test) {
      return test.getSource()
          .filter(MethodSource.class::isInstance)
          .map(MethodSource.class::cast)
          .map(method -> method.getJavaClass().getSimpleName() + "." + method.getMethodName())
          .orElse(test.getDisplayName());
    }

    private static Set<String> lines(TestIdentifier test) {
      Set<String> lines = new TreeSet<>();
      for (TestTag tag : test.getTags()) {
        if (tag.getName().matches("T\\d{3}")) {
          lines.add(tag.getName());
        }
      }
      return lines;
    }

    List<String> rows() {
      List<String> rows = new ArrayList<>(List.of(Integer.toString(count)));
      failed.forEach(test -> rows.add(test.print()));
      return rows;
    }
  }
}
