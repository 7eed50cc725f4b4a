package io.trio4j.stress.reference;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The rules of the text: which references are allowed where, and that numbers are unique.
///
/// A child may name the scopes and nurseries around it, also those that have ended when it runs. It
/// may report only for a start whose task it is, or is a descendant of.
final class Lexical {
  private final Set<Integer> numbers = new HashSet<>();
  private final Set<Integer> marks = new HashSet<>();

  private Lexical() {}

  /// What is wrong with the text of `program`, if anything.
  static Optional<String> problem(Program program) {
    Lexical rules = new Lexical();
    rules.numbers.add(Program.MAIN);
    return rules.check(program.main(), Names.NONE);
  }

  /// Whether every wait ends at some time, whatever the order: the main task and each shield have a
  /// deadline, or nothing sleeps for ever.
  static boolean ends(Program program) {
    boolean forever = program.main().all().stream().anyMatch(Node.SleepForever.class::isInstance);
    return !forever || (program.main() instanceof Node.Scope s && s.kind().timed() && bounded(s));
  }

  private static boolean bounded(Node node) {
    if (node instanceof Node.Scope s && s.kind() == ScopeKind.SHIELDED && !setsFirst(s)) {
      return false;
    }
    List<Node> inside = node.inside();
    for (int k = 0; k < inside.size(); k++) {
      Node step = inside.get(k);
      if (step instanceof Node.SetShield s
          && s.on()
          && !(node instanceof Node.Seq && k > 0 && sets(inside.get(k - 1), s.target()))) {
        return false;
      }
      if (!bounded(step)) {
        return false;
      }
    }
    return true;
  }

  private static boolean setsFirst(Node.Scope scope) {
    Node body = scope.body();
    return (body instanceof Node.Seq(var steps) && !steps.isEmpty())
        ? sets(steps.getFirst(), scope.id())
        : sets(body, scope.id());
  }

  private static boolean sets(Node node, int target) {
    return node instanceof Node.SetDeadline(int moved, _) && moved == target;
  }

  private Optional<String> check(Node node, Names names) {
    if (node.number() >= 0 && !numbers.add(node.number())) {
      return Optional.of("number used twice: " + node.number());
    }
    if (node.mark() >= 0 && !marks.add(node.mark())) {
      return Optional.of("mark used twice: " + node.mark());
    }
    if (!inReach(node, names)) {
      return Optional.of("not in reach: " + node);
    }
    Names inner = names.inside(node);
    for (Node step : node.inside()) {
      Optional<String> problem = check(step, inner);
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  /// Whether `node`, where these names are known, names only what is known.
  static boolean inReach(Node node, Names names) {
    return switch (node) {
      case Node.Cancel c -> names.targets.contains(c.target());
      case Node.CancelGracefully c -> names.targets.contains(c.target());
      case Node.SetShield s -> names.targets.contains(s.target());
      case Node.SetDeadline s -> names.targets.contains(s.target());
      case Node.StartSoon s -> names.nurseries.contains(s.nursery());
      case Node.Start s -> names.nurseries.contains(s.nursery());
      case Node.Started s -> names.reports.contains(s.task());
      default -> true;
    };
  }

  /// What code at one place may name.
  ///
  /// @param targets scopes and nurseries to cancel, shield, give a deadline
  /// @param nurseries nurseries to start children in, outermost first
  /// @param reports starts to report for; each is listed with the nurseries that were open outside
  /// @param opened for each of `reports` how many of `nurseries` were there before it
  record Names(
      List<Integer> targets, List<Integer> nurseries, List<Integer> reports, List<Integer> opened) {
    static final Names NONE = new Names(List.of(), List.of(), List.of(), List.of());

    /// What code inside `node` may name.
    Names inside(Node node) {
      return switch (node) {
        case Node.Scope s when s.kind().named() ->
            new Names(plus(targets, s.id()), nurseries, reports, opened);
        case Node.Nursery n ->
            new Names(plus(targets, n.id()), plus(nurseries, n.id()), reports, opened);
        case Node.StartSoon s -> childOf(s.nursery());
        case Node.Start s -> {
          Names child = childOf(s.nursery());
          yield new Names(
              child.targets,
              child.nurseries,
              plus(child.reports, s.task()),
              plus(child.opened, child.nurseries.size()));
        }
        default -> this;
      };
    }

    /// A child is still inside the start of a task only if its nursery was opened in that task.
    private Names childOf(int nursery) {
      int depth = nurseries.indexOf(nursery) + 1;
      int kept = 0;
      while (kept < reports.size() && opened.get(kept) < depth) {
        kept++;
      }
      return new Names(targets, nurseries, reports.subList(0, kept), opened.subList(0, kept));
    }

    private static List<Integer> plus(List<Integer> list, int item) {
      List<Integer> longer = new ArrayList<>(list);
      longer.add(item);
      return List.copyOf(longer);
    }
  }
}
