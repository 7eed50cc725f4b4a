package io.trio4j.stress.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;

/// Short words for programs and for what they come to.
final class Words {
  private Words() {}

  static Node seq(Node... steps) {
    return Program.seq(steps);
  }

  static Node checkpoint() {
    return new Node.Checkpoint();
  }

  static Node sleep(int millis) {
    return new Node.Sleep(millis);
  }

  static Node forever() {
    return new Node.SleepForever();
  }

  static Node log(int id) {
    return new Node.Log(id);
  }

  static Node ask(int id) {
    return new Node.AskShutdown(id);
  }

  static Node fail(int id) {
    return new Node.Fail(id);
  }

  static Node nursery(int id, Node... body) {
    return new Node.Nursery(id, false, seq(body));
  }

  static Node nurseryCall(int id, Node... body) {
    return new Node.Nursery(id, true, seq(body));
  }

  static Node soon(int nursery, int task, Node... body) {
    return new Node.StartSoon(nursery, task, seq(body));
  }

  static Node start(int nursery, int task, Node... body) {
    return new Node.Start(nursery, task, seq(body));
  }

  static Node started(int task) {
    return new Node.Started(task);
  }

  static Node scope(int id, Node... body) {
    return new Node.Scope(id, ScopeKind.PLAIN, 0, false, seq(body));
  }

  static Node scopeCall(int id, Node... body) {
    return new Node.Scope(id, ScopeKind.PLAIN, 0, true, seq(body));
  }

  static Node shielded(int id, Node... body) {
    return new Node.Scope(id, ScopeKind.SHIELDED, 0, false, seq(body));
  }

  static Node moveOn(int id, int millis, Node... body) {
    return new Node.Scope(id, ScopeKind.MOVE_ON_AFTER, millis, false, seq(body));
  }

  static Node failAfter(int id, int millis, Node... body) {
    return new Node.Scope(id, ScopeKind.FAIL_AFTER, millis, false, seq(body));
  }

  static Node failAfterCall(int id, int millis, Node... body) {
    return new Node.Scope(id, ScopeKind.FAIL_AFTER, millis, true, seq(body));
  }

  static Node untilShutdown(int id, Node... body) {
    return new Node.Scope(id, ScopeKind.UNTIL_SHUTDOWN, 0, false, seq(body));
  }

  static Node cleanup(int id, int millis, Node... body) {
    return new Node.Scope(id, ScopeKind.CLEANUP, millis, false, seq(body));
  }

  static Node cancel(int target) {
    return new Node.Cancel(target);
  }

  static Node gracefully(int target, int millis) {
    return new Node.CancelGracefully(target, millis);
  }

  static Node shield(int target) {
    return new Node.SetShield(target, true);
  }

  static Node unshield(int target) {
    return new Node.SetShield(target, false);
  }

  static Node deadline(int target, int millis) {
    return new Node.SetDeadline(target, millis);
  }

  static Node catchFail(int id, Node... body) {
    return new Node.CatchFail(id, seq(body));
  }

  static Node tryFinally(Node body, Node... cleanup) {
    return new Node.TryFinally(body, seq(cleanup));
  }

  static Node catchCancelled(Node body, Node... handler) {
    return new Node.CatchCancelled(body, seq(handler));
  }

  static Node resource(int id, Node... body) {
    return new Node.Resource(id, seq(body));
  }

  /// All outcomes of a program in parallel, as text.
  static List<String> outcomes(Node... steps) {
    Set<Outcome> all = Model.outcomes(Program.of(steps)).orElseThrow();
    return all.stream().map(Outcome::toString).sorted().toList();
  }

  /// The one outcome of a program, as text.
  static String outcome(Node... steps) {
    List<String> all = outcomes(steps);
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  /// The one outcome of a program whose tasks got their turns in this order.
  static String replay(List<Integer> turns, Node... steps) {
    Replay.Result result = Model.replay(Program.of(steps), turns);
    assertThat(result.outcomes()).as("stopped at turn %s", result.turn()).hasSize(1);
    return result.outcomes().iterator().next().toString();
  }

  /// How far a program can be run in this order of turns.
  static int possibleTurns(List<Integer> turns, Node... steps) {
    return Model.replay(Program.of(steps), turns).turn();
  }
}
