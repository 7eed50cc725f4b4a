package io.trio4j.internal.run;

/// The list and the count of a nursery's children, for jcstress.
public final class ChildListCases {
  private static final Run RUN = LoneRun.of(Thread.ofPlatform().factory(), Parker.JDK);

  private ChildListCases() {}

  private static RunTask<Object> living(String name) {
    return new RunTask<>(RUN, null, name, "", Context.EMPTY);
  }

  /// Two starts into an empty list: a chunk, and two slots of it.
  public static class TwoAdds {
    private final ChildList list = new ChildList();
    private final RunTask<Object> one = living("one");
    private final RunTask<Object> two = living("two");

    protected void addOne() {
      list.add(one);
    }

    protected void addTwo() {
      list.add(two);
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
