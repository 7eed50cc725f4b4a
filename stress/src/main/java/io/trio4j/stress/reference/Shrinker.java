package io.trio4j.stress.reference;

import io.trio4j.stress.reference.Lexical.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Makes a failing program smaller as long as it fails.
///
/// Greedy: tries every way to leave something out or to make a number or a form simpler, takes the
/// first that still fails, and begins again. Statements that name what is gone go with it.
final class Shrinker {
  private final Predicate<Program> fails;
  private int triesLeft;

  private Shrinker(Predicate<Program> fails, int tries) {
    this.fails = fails;
    this.triesLeft = tries;
  }

  /// The smallest program found.
  ///
  /// @param program one that fails
  /// @param fails whether a program fails; asked for well-formed programs only, whose waits end
  /// @param tries how often it may be asked
  static Program shrink(Program program, Predicate<Program> fails, int tries) {
    return new Shrinker(fails, tries).shrink(program);
  }

  private Program shrink(Program program) {
    Program smallest = tidy(program.main());
    if (!fails.test(smallest)) {
      smallest = program;
    }
    boolean shrunk = true;
    while (shrunk) {
      shrunk = false;
      for (Node candidate : smaller(smallest.main())) {
        Program next = tidy(candidate);
        if (cost(next.main()) < cost(smallest.main()) && allowed(next) && fails.test(next)) {
          smallest = next;
          shrunk = true;
          break;
        }
      }
    }
    return smallest;
  }

  private boolean allowed(Program program) {
    if (triesLeft == 0 || Lexical.problem(program).isPresent() || !Lexical.ends(program)) {
      return false;
    }
    triesLeft--;
    return true;
  }

  /// What shrinking makes less.
  private static long cost(Node node) {
    long cost = 0;
    for (Node each : node.all()) {
      cost +=
          switch (each) {
            case Node.Seq _ -> 0;
            case Node.Sleep s -> 100 + s.millis();
            case Node.SleepForever _ -> 120;
            case Node.Start _ -> 110;
            case Node.Nursery n -> 100 + (n.valued() ? 1 : 0);
            case Node.Scope s ->
                (s.kind() == ScopeKind.PLAIN ? 100 : 105) + s.millis() + (s.valued() ? 1 : 0);
            case Node.CancelGracefully c -> 101 + c.graceMillis();
            case Node.SetDeadline s -> 100 + Math.abs(s.millis());
            default -> 100;
          };
    }
    return cost;
  }

  /// All programs one step smaller.
  private static List<Node> smaller(Node node) {
    List<Node> all = new ArrayList<>(node.inside());
    if (node instanceof Node.Seq(var steps)) {
      for (int k = 0; k < steps.size(); k++) {
        List<Node> fewer = new ArrayList<>(steps);
        fewer.remove(k);
        all.add(new Node.Seq(fewer));
      }
    } else {
      all.add(new Node.Seq(List.of()));
    }
    all.addAll(simpler(node));
    List<Node> inside = node.inside();
    for (int k = 0; k < inside.size(); k++) {
      for (Node replacement : smaller(inside.get(k))) {
        List<Node> replaced = new ArrayList<>(inside);
        replaced.set(k, replacement);
        all.add(node.with(replaced));
      }
    }
    return all;
  }

  private static List<Node> simpler(Node node) {
    return switch (node) {
      case Node.Sleep(int millis) when millis > 0 ->
          List.of(new Node.Checkpoint(), new Node.Sleep(millis / 2), new Node.Sleep(millis - 1));
      case Node.SleepForever _ -> List.of(new Node.Sleep(9));
      case Node.Nursery(int id, boolean valued, Node body) when valued ->
          List.of(new Node.Nursery(id, false, body));
      case Node.Start(int nursery, int task, Node body) ->
          List.of(new Node.StartSoon(nursery, task, body));
      case Node.Scope s -> simplerScopes(s);
      case Node.CancelGracefully(int target, int grace) ->
          List.of(new Node.Cancel(target), new Node.CancelGracefully(target, grace / 2));
      case Node.SetDeadline(int target, int millis) when millis != 0 ->
          List.of(new Node.SetDeadline(target, 0), new Node.SetDeadline(target, millis / 2));
      default -> List.of();
    };
  }

  private static List<Node> simplerScopes(Node.Scope s) {
    List<Node> all = new ArrayList<>();
    all.add(new Node.Scope(s.id(), ScopeKind.PLAIN, 0, s.valued(), s.body()));
    if (s.valued()) {
      all.add(new Node.Scope(s.id(), s.kind(), s.millis(), false, s.body()));
    }
    if (s.millis() > 0) {
      all.add(new Node.Scope(s.id(), s.kind(), s.millis() / 2, s.valued(), s.body()));
      all.add(new Node.Scope(s.id(), s.kind(), s.millis() - 1, s.valued(), s.body()));
    }
    return all;
  }

  /// Without statements that name what is not there, and without sequences in sequences.
  private static Program tidy(Node node) {
    return new Program(tidied(node, Names.NONE));
  }

  private static Node tidied(Node node, Names names) {
    if (!Lexical.inReach(node, names)) {
      return Program.seq();
    }
    Names inner = names.inside(node);
    if (!(node instanceof Node.Seq(var steps))) {
      return node.with(node.inside().stream().map(step -> tidied(step, inner)).toList());
    }
    List<Node> flat = new ArrayList<>();
    for (Node step : steps) {
      Node tidy = tidied(step, names);
      flat.addAll(tidy instanceof Node.Seq(var inside) ? inside : List.of(tidy));
    }
    return Program.seq(flat.toArray(Node[]::new));
  }
}
