package io.trio4j.internal.run;

/// The list and the count of a nursery's children, for jcstress.
public final class ChildListCases {
  private static final Run RUN = LoneRun.of(Thread.ofPlatform().factory(), Parker.JDK);

  private ChildListCases() {}

  private static RunTask<Object> living(String name) {
    return new RunTask<>(RUN, null, name, "", Context.EMPTY);
  }

  /// A start, and a sweep of the first in the list, which has ended.
  public static class AddAgainstSweep {
    private final ChildList list = new ChildList();
    private final Tally tally = new Tally();
    private final RunTask<Object> fresh = living("fresh");

    public AddAgainstSweep() {
      RunTask<Object> ended = living("ended");
      list.add(ended);
      LoneRun.end(ended);
    }

    protected void add() {
      list.add(fresh);
    }

    protected void sweep() {
      list.trySweep(tally);
    }

    protected int count() {
      return list.living().size();
    }
  }

  /// The last child ends while the body does.
  public static class EndAgainstBodyEnd {
    private final Tally tally = new Tally();

    /// Whether the child is to wake the owner.
    protected boolean end() {
      return tally.release();
    }

    /// Whether the owner need not wait.
    protected boolean endBody() {
      tally.bodyEnded(1);
      return tally.isEmpty();
    }
  }
}
