package io.trio4j.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.ContextCarrier;
import io.trio4j.Nursery;
import io.trio4j.RunOptions;
import io.trio4j.Trio;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CarrierSnippets {
  // @start region="carrier"
  static final ThreadLocal<String> TENANT = ThreadLocal.withInitial(() -> "nobody");

  static final ContextCarrier TENANTS =
      () -> {
        String captured = TENANT.get(); // on the thread of whoever starts the task
        return () -> {
          String before = TENANT.get(); // on the task's own thread, from here on
          TENANT.set(captured);
          return () -> TENANT.set(before);
        };
      };

  static String tenantOfAChild() {
    TENANT.set("acme");
    return Trio.run(
        RunOptions.defaults().withCarriers(TENANTS),
        () -> Nursery.call(nursery -> nursery.startSoon(() -> TENANT.get()).join()));
  }

  // @end

  @AfterEach
  void forget() {
    TENANT.remove();
  }

  @Test
  void carrier() {
    assertThat(tenantOfAChild()).isEqualTo("acme");
  }
}
