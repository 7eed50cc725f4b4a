package io.trio4j.benchmarks.oneshot;

import java.util.List;
import java.util.Locale;

/// The workloads that JMH does not fit: a JVM per workload and peer, figures printed as one JSON
/// object a line.
///
/// Arguments: `list`, or a workload and peer (`W5CancelStorm.sts`), the number of tasks, and how
/// often it is done before and while figures are taken.
///
/// `python3 benchmarks/run.py --include 'W5|W6'`
public final class OneShot {
  private OneShot() {}

  public static void main(String[] args) throws Exception {
    if (args[0].equals("list")) {
      list("W5CancelStorm", CancelStorm.PEERS);
      list("W6ParkedMemory", ParkedMemory.PEERS);
      return;
    }
    String workload = args[0].substring(0, args[0].indexOf('.'));
    String peer = args[0].substring(workload.length() + 1);
    int n = Integer.parseInt(args[1]);
    int warmUps = Integer.parseInt(args[2]);
    int repetitions = Integer.parseInt(args[3]);
    switch (workload) {
      case "W5CancelStorm" -> CancelStorm.run(peer, n, warmUps, repetitions);
      case "W6ParkedMemory" -> ParkedMemory.run(peer, n);
      default -> throw new IllegalArgumentException(workload);
    }
    System.out.flush();
    // Peers leave a million parked threads behind.
    Runtime.getRuntime().halt(0);
  }

  private static void list(String workload, List<String> peers) {
    for (String peer : peers) System.out.println(workload + "." + peer);
  }

  /// `cell` tells several figures of one workload apart.
  static void print(String cell, String unit, double value, Reading reading) {
    print(cell, unit, value, reading, "");
  }

  /// With what it cost: CPU in the unit of the figure, bytes per task.
  static void print(
      String cell, String unit, double value, double cpu, double bytes, Reading reading) {
    String costs = String.format(Locale.ROOT, ",\"cpu\":%.4f,\"bytes\":%.4f", cpu, bytes);
    print(cell, unit, value, reading, costs);
  }

  private static void print(String cell, String unit, double value, Reading reading, String costs) {
    System.out.printf(
        Locale.ROOT,
        "{\"cell\":\"%s\",\"unit\":\"%s\",\"value\":%.4f,\"c2c\":%.1f,\"others\":%.3f%s}%n",
        cell,
        unit,
        value,
        reading.coreToCoreNanos(),
        reading.others(),
        costs);
  }
}
