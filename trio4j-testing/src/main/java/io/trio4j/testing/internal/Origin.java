package io.trio4j.testing.internal;

/// Where a schedule comes from: enough to make it again.
sealed interface Origin {
  Chooser chooser();

  /// The usual decisions, or others written down.
  record Written(Schedule schedule) implements Origin {
    @Override
    public Chooser chooser() {
      return new Choosers.Replay(schedule);
    }

    @Override
    public String toString() {
      return schedule.toString();
    }
  }

  /// Everybody in turn.
  record InTurn() implements Origin {
    @Override
    public Chooser chooser() {
      return new Choosers.InTurn();
    }

    @Override
    public String toString() {
      return "turns";
    }
  }

  /// Drawn step by step.
  record Random(long seed) implements Origin {
    @Override
    public Chooser chooser() {
      return new Choosers.Random(seed);
    }

    @Override
    public String toString() {
      return "random:" + seed;
    }
  }

  /// Drawn priorities.
  record Pct(int depth, long seed, int stepCount) implements Origin {
    @Override
    public Chooser chooser() {
      return new Choosers.Pct(seed, depth, stepCount);
    }

    @Override
    public String toString() {
      return "pct" + depth + ":" + seed + ":" + stepCount;
    }
  }

  /// What `toString` gave.
  static Origin parse(String text) {
    String[] parts = text.strip().split(":", -1);
    try {
      if (parts[0].equals("turns") && parts.length == 1) {
        return new InTurn();
      }
      if (parts[0].equals("random") && parts.length == 2) {
        return new Random(Long.parseLong(parts[1]));
      }
      if (parts[0].startsWith("pct") && parts.length == 3) {
        int depth = Integer.parseInt(parts[0].substring("pct".length()));
        if (depth > 0) {
          return new Pct(depth, Long.parseLong(parts[1]), Integer.parseInt(parts[2]));
        }
      }
    } catch (NumberFormatException _) {
      // told by Schedule.parse, which can't read it either
    }
    return new Written(Schedule.parse(text));
  }
}
