package io.trio4j.carriersproof;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshotFactory;
import io.trio4j.ContextCarrier;
import io.trio4j.Nursery;
import io.trio4j.RunMode;
import io.trio4j.Trio;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.MDC;

class MicrometerCarrierTest {
  // @start region="micrometer"
  static ContextCarrier micrometer(ContextRegistry registry) {
    ContextSnapshotFactory snapshots =
        ContextSnapshotFactory.builder()
            .contextRegistry(registry) // leave it out for the global one
            .clearMissing(true) // a task has what its starter had, and nothing else
            .build();
    return () -> snapshots.captureAll()::setThreadLocals;
  }

  // @end

  private static final ThreadLocal<String> TENANT = new ThreadLocal<>();

  private final ContextRegistry registry =
      new ContextRegistry().registerThreadLocalAccessor("tenant", TENANT);
  private final List<String> seen = new CopyOnWriteArrayList<>();

  @AfterEach
  void forget() {
    TENANT.remove();
    MDC.clear();
  }

  private void see(String who) {
    seen.add(who + " " + TENANT.get());
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void registered_thread_locals_go_along(RunMode mode) {
    TENANT.set("acme");
    Trio.run(
        Modes.options(mode, micrometer(registry)),
        () -> {
          see("main");
          Nursery.run(nursery -> {
            nursery.startSoon(() -> {
              see("child");
              TENANT.set("changed");
            });
            TENANT.set("other");
            nursery.startSoon(() -> see("other child"));
            TENANT.remove();
            nursery.startSoon(() -> see("third child"));
          });
        });
    see("outside");

    assertThat(seen)
        .containsExactlyInAnyOrder(
            "main acme", "child acme", "other child other", "third child null", "outside acme");
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void all_three_work_side_by_side(RunMode mode) {
    TENANT.set("acme");
    MDC.put("request", "r1");
    Trio.run(
        Modes.options(
            mode,
            MdcCarrierTest.MDC_CARRIER,
            OpenTelemetryCarrierTest.OPEN_TELEMETRY,
            micrometer(registry)),
        () ->
            Nursery.run(
                nursery -> nursery.startSoon(() -> see("child of " + MDC.get("request") + ":"))));

    assertThat(seen).containsExactly("child of r1: acme");
  }
}
