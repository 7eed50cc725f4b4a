package io.trio4j.conformance.scopes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.trio4j.CancelReason;
import io.trio4j.CancelScope;
import io.trio4j.CancelSource;
import io.trio4j.Cancelled;
import io.trio4j.ExceptionGroup;
import io.trio4j.Nursery;
import io.trio4j.NurseryAction;
import io.trio4j.RunCancelledException;
import io.trio4j.RunMode;
import io.trio4j.ScopeOptions;
import io.trio4j.Startable;
import io.trio4j.Trio;
import io.trio4j.TrioTime;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.Runs;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;

/// What a [Cancelled] tells: who cancelled what, and why.
class CancelReasonTest {
  private static final String BODY_RAISED =
      "the code block inside the nursery raised java.lang.IllegalArgumentException";

  @InEachMode
  @Tag("T124")
  void a_cancel_by_hand_names_its_text_and_its_task(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          CancelScope scope = CancelScope.of(ScopeOptions.defaults());
          List<CancelReason> seen = new CopyOnWriteArrayList<>();
          Nursery.run(nursery -> {
            nursery.startSoon("canceller", () -> scope.cancel("hello"));
            scope.enter(() -> sleepUntilCancelled(seen));
          });

          CancelReason reason = seen.getFirst();
          assertThat(reason)
              .hasToString(
                  "cancelled due to explicit with reason 'hello' from task main/canceller");
          assertThat(reason.source()).isEqualTo(CancelSource.EXPLICIT);
          assertThat(reason.text()).isEqualTo("hello");
          assertThat(reason.task()).isEqualTo("main/canceller");
          assertThat(scope.reason()).contains(reason);
        });
  }

  private static void sleepUntilCancelled(List<CancelReason> seen) {
    try {
      Trio.sleepForever();
    } catch (Cancelled cancelled) {
      assertThat(cancelled).hasMessage(cancelled.reason().toString());
      seen.add(cancelled.reason());
      throw cancelled;
    }
  }

  @InEachMode
  @Tag("T125")
  void a_deadline_names_no_task(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          CancelScope built = CancelScope.of(ScopeOptions.defaults().withDeadline(TrioTime.PAST));
          built.enter(() -> Trio.checkpoint());
          CancelScope set =
              CancelScope.run(scope -> {
                scope.setDeadline(TrioTime.PAST);
                Trio.checkpoint();
              });

          assertThat(List.of(built, set))
              .allSatisfy(scope -> {
                CancelReason reason = scope.reason().orElseThrow();
                assertThat(reason.source()).isEqualTo(CancelSource.DEADLINE);
                assertThat(reason.task()).isEmpty();
                assertThat(scope.cancelledCaught()).isTrue();
              });
        });
  }

  @InEachMode
  @Tag("T126")
  void siblings_learn_which_child_failed_and_how(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          List<CancelReason> seen = new CopyOnWriteArrayList<>();
          assertFails(nursery -> {
            nursery.startSoon(() -> sleepUntilCancelled(seen));
            nursery.startSoon(() -> sleepUntilCancelled(seen));
            Runs.settle();
            nursery.startSoon("F", () -> fail());
            CancelScope.shielded(Runs::settle);
            nursery.startSoon(() -> sleepUntilCancelled(seen));
          });

          assertThat(seen)
              .hasSize(3)
              .allSatisfy(reason -> {
                assertThat(reason.source()).isEqualTo(CancelSource.NURSERY);
                assertThat(reason.text())
                    .isEqualTo("child task raised exception java.lang.IllegalArgumentException");
                assertThat(reason.task()).isEqualTo("main/F");
              });
        });
  }

  private static void assertFails(NurseryAction body) {
    ExceptionGroup group = catchThrowableOfType(ExceptionGroup.class, () -> Nursery.run(body));
    assertThat(group.errors()).singleElement().isInstanceOf(IllegalArgumentException.class);
  }

  private static void fail() {
    throw new IllegalArgumentException("bad value");
  }

  @InEachMode
  @Tag("T127")
  void children_learn_that_the_body_failed(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          List<CancelReason> seen = new CopyOnWriteArrayList<>();
          assertFails(nursery -> {
            nursery.startSoon(() -> sleepUntilCancelled(seen));
            nursery.startSoon(() -> sleepUntilCancelled(seen));
            Runs.settle();
            fail();
          });

          assertThat(seen).hasSize(2).allSatisfy(CancelReasonTest::assertBodyOfMainRaised);
        });
  }

  private static void assertBodyOfMainRaised(CancelReason reason) {
    assertThat(reason.source()).isEqualTo(CancelSource.NURSERY);
    assertThat(reason.text()).isEqualTo(BODY_RAISED);
    assertThat(reason.task()).isEqualTo("main");
  }

  @InEachMode
  @Tag("T128")
  void a_start_that_fails_is_a_failure_of_the_body(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          List<CancelReason> seen = new CopyOnWriteArrayList<>();
          Startable<String> neverReady = _ -> fail();
          assertFails(nursery -> {
            nursery.startSoon(() -> sleepUntilCancelled(seen));
            Runs.settle();
            nursery.start(neverReady);
          });

          assertThat(seen).singleElement().satisfies(CancelReasonTest::assertBodyOfMainRaised);
        });
  }

  @InEachMode
  @Tag("T129")
  void the_first_reason_stays(RunMode mode) {
    Runs.run(
        mode,
        () ->
            CancelScope.run(scope -> {
              scope.cancel("by hand");
              assertExplicit(scope);
              scope.setDeadline(TrioTime.PAST);
              assertExplicit(scope);
              assertExplicit(scope);
            }));
  }

  private static void assertExplicit(CancelScope scope) {
    Cancelled cancelled = catchThrowableOfType(Cancelled.class, Trio::checkpoint);
    assertThat(cancelled.reason().source()).isEqualTo(CancelSource.EXPLICIT);
    assertThat(cancelled.reason().text()).isEqualTo("by hand");
    assertThat(scope.reason()).contains(cancelled.reason());
  }

  @InEachMode
  @Tag("T131")
  void an_interrupt_at_the_end_of_a_nursery_cancels_the_children(RunMode mode) {
    List<CancelReason> seen = new CopyOnWriteArrayList<>();

    assertThatThrownBy(() ->
            Runs.run(
                mode,
                () -> {
                  Thread parent = Thread.currentThread();
                  Nursery.run(nursery -> {
                    nursery.startSoon(() -> sleepUntilCancelled(seen));
                    nursery.startSoon(() -> {
                      Runs.settle();
                      parent.interrupt();
                      sleepUntilCancelled(seen);
                    });
                  });
                }))
        .isInstanceOf(RunCancelledException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(seen)
        .hasSize(2)
        .allSatisfy(reason -> {
          assertThat(reason.source()).isEqualTo(CancelSource.INTERRUPT);
          assertThat(reason.task()).isEqualTo("main");
        });
  }

  @InEachMode
  @Tag("T132")
  void users_cannot_make_a_cancelled(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          assertThat(Cancelled.class.getConstructors()).isEmpty();
          assertThat(Cancelled.class.getDeclaredConstructors())
              .allMatch(constructor -> Modifier.isPrivate(constructor.getModifiers()));
          assertThat(Modifier.isFinal(Cancelled.class.getModifiers())).isTrue();
        });
  }
}
