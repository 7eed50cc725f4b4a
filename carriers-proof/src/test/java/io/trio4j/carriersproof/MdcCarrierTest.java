package io.trio4j.carriersproof;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.trio4j.ContextCarrier;
import io.trio4j.Nursery;
import io.trio4j.RunHandle;
import io.trio4j.RunMode;
import io.trio4j.Trio;
import io.trio4j.lowlevel.SystemTasks;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class MdcCarrierTest {
  // @start region="mdc"
  static final ContextCarrier MDC_CARRIER =
      () -> {
        Map<String, String> captured = MDC.getCopyOfContextMap(); // null if nothing was ever put
        return () -> {
          Map<String, String> before = MDC.getCopyOfContextMap();
          setMdc(captured);
          return () -> setMdc(before);
        };
      };

  private static void setMdc(Map<String, String> values) {
    if (values == null) {
      MDC.clear();
    } else {
      MDC.setContextMap(values);
    }
  }

  // @end

  private final Logger log = (Logger) LoggerFactory.getLogger("carriers-proof");
  private final Lines lines = new Lines();

  /// What was logged, with its MDC.
  private static final class Lines extends AppenderBase<ILoggingEvent> {
    final List<String> all = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      all.add(event.getFormattedMessage() + " " + event.getMDCPropertyMap());
    }
  }

  @BeforeEach
  void listen() {
    MDC.clear();
    lines.start();
    log.setAdditive(false);
    log.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    log.detachAppender(lines);
    MDC.clear();
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void what_a_child_logs_has_the_values_of_who_started_it(RunMode mode) {
    MDC.put("request", "r1");
    Trio.run(
        Modes.options(mode, MDC_CARRIER),
        () -> {
          log.info("main");
          Nursery.run(nursery -> {
            MDC.put("step", "1");
            nursery.startSoon(() -> log.info("first"));
            MDC.put("step", "2");
            nursery.startSoon(() -> log.info("second"));
          });
        });

    assertThat(lines.all)
        .containsExactlyInAnyOrder(
            "main {request=r1}", "first {request=r1, step=1}", "second {request=r1, step=2}");
  }

  @ParameterizedTest
  @EnumSource(RunMode.class)
  void what_a_child_puts_is_its_own(RunMode mode) {
    Trio.run(
        Modes.options(mode, MDC_CARRIER),
        () -> {
          Nursery.run(nursery -> {
            nursery.startSoon(() -> MDC.put("child", "1"));
            nursery.startSoon(() -> log.info("sibling"));
          });
          log.info("parent");
        });
    log.info("outside");

    assertThat(lines.all).containsExactlyInAnyOrder("sibling {}", "parent {}", "outside {}");
  }

  @Test
  void a_handle_s_tasks_have_the_values_of_who_hands_them_in() {
    MDC.put("bean", "b");
    try (RunHandle run = Trio.start(Modes.options(RunMode.PARALLEL, MDC_CARRIER))) {
      MDC.put("request", "r2");
      run.run(() -> log.info("handed in"));
      run.run(() -> SystemTasks.start("system", () -> log.info("system")).joinOutcome());
    }

    assertThat(lines.all).containsExactly("handed in {bean=b, request=r2}", "system {bean=b}");
  }

  @Test
  void without_the_carrier_they_are_lost() {
    MDC.put("request", "r1");
    Trio.run(() -> Nursery.run(nursery -> nursery.startSoon(() -> log.info("child"))));

    assertThat(lines.all).containsExactly("child {}");
  }
}
