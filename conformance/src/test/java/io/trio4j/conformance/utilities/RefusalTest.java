package io.trio4j.conformance.utilities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trio4j.Action;
import io.trio4j.BoundedNursery;
import io.trio4j.ExceptionGroup;
import io.trio4j.Nursery;
import io.trio4j.Registration;
import io.trio4j.RunMode;
import io.trio4j.Startable;
import io.trio4j.Task;
import io.trio4j.Trio;
import io.trio4j.TrioTime;
import io.trio4j.conformance.harness.InEachMode;
import io.trio4j.conformance.harness.Runs;
import io.trio4j.conformance.harness.Trail;
import io.trio4j.lowlevel.ConflictGuard;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;

/// Section 35: what can't be made, extended or run.
class RefusalTest {
  private final Trail trail = new Trail();

  @InEachMode
  @Tag("T591")
  void final_classes_have_no_public_constructor_where_a_factory_makes_them(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          // Cancelled is T132's
          for (Class<?> type : List.of(Trio.class, ExceptionGroup.class, ConflictGuard.class)) {
            assertThat(Modifier.isFinal(type.getModifiers())).as(type.getName()).isTrue();
            assertThat(type.getConstructors()).as(type.getName()).isEmpty();
          }
          assertThat(Modifier.isFinal(TrioTime.class.getModifiers())).isTrue();
        });
  }

  @InEachMode
  @Tag("T591")
  void what_a_nursery_hands_out_is_made_by_nobody_else(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          for (Class<?> type :
              List.of(Nursery.class, BoundedNursery.class, Task.class, Registration.class)) {
            assertThat(type.isSealed()).as(type.getName()).isTrue();
            assertThatThrownBy(() ->
                    Proxy.newProxyInstance(
                        type.getClassLoader(), new Class<?>[] {type}, (_, _, _) -> null))
                .isInstanceOf(IllegalArgumentException.class);
            for (Class<?> permitted : type.getPermittedSubclasses()) {
              assertThat(Modifier.isFinal(permitted.getModifiers())).isTrue();
              assertThat(permitted.getConstructors()).isEmpty();
            }
          }
        });
  }

  @InEachMode
  @Tag("T592")
  void what_is_no_body_is_refused_by_its_type(RunMode mode) {
    Runs.run(
        mode,
        () ->
            Nursery.run(nursery -> {
              Method start = Nursery.class.getMethod("startSoon", Callable.class);
              for (Object noBody : List.of("a text", new CompletableFuture<String>())) {
                assertThatThrownBy(() -> start.invoke(nursery, noBody))
                    .isInstanceOf(IllegalArgumentException.class);
              }
              assertThat(nursery.childTasks()).isEmpty();
            }));
  }

  @InEachMode
  @Tag("T592")
  void no_body_at_all_is_refused_where_it_is_given(RunMode mode) {
    Runs.run(
        mode,
        () -> {
          Nursery.run(nursery -> {
            Method named = Nursery.class.getMethod("startSoon", String.class, Callable.class);
            Method service = Nursery.class.getMethod("startService", String.class, Action.class);
            Method ready = Nursery.class.getMethod("startService", String.class, Startable.class);
            Method onEnd = Task.class.getMethod("onEnd", Consumer.class);
            assertRefused("body", () -> named.invoke(nursery, "name", null));
            assertRefused("body", () -> service.invoke(nursery, "name", null));
            assertRefused("startable", () -> ready.invoke(nursery, "name", null));
            assertRefused("callback", () -> onEnd.invoke(Task.current(), (Object) null));
            assertThat(nursery.childTasks()).isEmpty();
          });
          BoundedNursery.run(
              1,
              nursery -> {
                Method bounded =
                    BoundedNursery.class.getMethod("startWhenFree", String.class, Callable.class);
                assertRefused("body", () -> bounded.invoke(nursery, "name", null));
                nursery.startWhenFree(() -> trail.add("the place is free"));
              });
        });

    assertThat(trail.steps()).containsExactly("the place is free");
  }

  private static void assertRefused(
      String parameter, org.assertj.core.api.ThrowableAssert.ThrowingCallable start) {
    assertThatThrownBy(start)
        .isInstanceOf(InvocationTargetException.class)
        .cause()
        .isInstanceOf(NullPointerException.class)
        .hasMessage(parameter);
  }
}
