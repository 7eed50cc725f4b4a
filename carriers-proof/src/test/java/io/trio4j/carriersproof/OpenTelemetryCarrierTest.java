package io.trio4j.carriersproof;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.trio4j.ContextCarrier;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.Trio;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OpenTelemetryCarrierTest {
  // @start region="openTelemetry"
  static final ContextCarrier OPEN_TELEMETRY = () -> Context.current()::makeCurrent;

  // @end

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  private final List<String> seen = new CopyOnWriteArrayList<>();

  private static Span span(String id) {
    return Span.wrap(
        SpanContext.create(TRACE, id, TraceFlags.getSampled(), TraceState.getDefault()));
  }

  private void see(String who) {
    seen.add(who + " " + Span.current().getSpanContext().getSpanId());
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void a_child_s_current_span_is_that_of_who_started_it(RunMode mode) {
    try (Scope _ = span("00000000000000aa").makeCurrent()) {
      Trio.run(
          Modes.options(mode, OPEN_TELEMETRY),
          () -> {
            see("main");
            Nursery.run(nursery -> {
              nursery.startSoon(() -> see("outer child"));
              try (Scope _ = span("00000000000000bb").makeCurrent()) {
                nursery.startSoon(() -> {
                  see("inner child");
                  Nursery.run(inner -> inner.startSoon(() -> see("grandchild")));
                });
              }
              nursery.startSoon(() -> see("late child"));
            });
          });
    }

    assertThat(seen)
        .containsExactlyInAnyOrder(
            "main 00000000000000aa",
            "outer child 00000000000000aa",
            "inner child 00000000000000bb",
            "grandchild 00000000000000bb",
            "late child 00000000000000aa");
    assertThat(Span.current().getSpanContext().isValid()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void a_task_that_is_cancelled_leaves_no_span_behind(RunMode mode) throws InterruptedException {
    Thread caller =
        Thread.startVirtualThread(() -> {
          Trio.run(
              Modes.options(mode, OPEN_TELEMETRY),
              () ->
                  Nursery.run(nursery -> {
                    try (Scope _ = span("00000000000000cc").makeCurrent()) {
                      nursery.startSoon(() -> Trio.sleepForever());
                      Trio.checkpoint();
                      nursery.cancel();
                      Trio.checkpoint();
                    }
                  }));
          see("after");
        });
    caller.join();

    assertThat(seen).containsExactly("after 0000000000000000");
  }
}
