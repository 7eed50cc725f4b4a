package io.trio4j.interruption;

import static org.assertj.core.api.Assertions.assertThat;

import io.trio4j.RunMode;
import io.trio4j.Trio;
import io.trio4j.interruption.harness.Call;
import io.trio4j.interruption.harness.Code;
import io.trio4j.interruption.harness.Ending;
import io.trio4j.interruption.harness.Facts;
import io.trio4j.interruption.harness.InEachMode;
import io.trio4j.interruption.harness.Probe;
import io.trio4j.interruption.harness.Shows;
import io.trio4j.interruption.harness.When;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProcessTest {
  private static final byte[] MORE_THAN_A_PIPE_HOLDS = new byte[1 << 20];

  private final List<Process> started = new ArrayList<>(); // nothing, where it can't be
  private Process process; // says what it is told, until told no more

  @BeforeEach
  void start_a_process() {
    process = Commands.startOrSkip("cat");
    started.add(process);
  }

  @AfterEach
  void end_the_process() throws InterruptedException {
    for (Process each : started) {
      each.destroyForcibly().waitFor();
    }
  }

  @InEachMode
  @Shows(Call.PROCESS_WAIT)
  void a_wait_for_its_end(RunMode mode, Facts facts) throws Exception {
    Ending ending = Probe.cancel(mode, inWaitFor(), process::waitFor);

    assertThat(ending.stoppedBy()).isInstanceOf(InterruptedException.class);
    assertThat(process.isAlive()).isTrue();
    facts.plain(ending);
    facts.left("the process lives on");
  }

  @InEachMode
  @Shows(Call.PROCESS_WAIT)
  void a_wait_for_its_end_that_is_brought_about(RunMode mode, Facts facts) throws Exception {
    Code waitForIt =
        () ->
            Trio.<Exception>blocking(region -> {
              region.onCancel(process::destroy);
              process.waitFor();
            });

    Ending ending = Probe.cancel(mode, inWaitFor(), waitForIt);

    assertThat(ending).isEqualTo(new Ending.Returned());
    assertThat(process.isAlive()).isFalse();
    facts.advised(ending, "the process has ended");
  }

  private static When inWaitFor() {
    return When.waitingIn("java.lang.ProcessImpl.waitFor");
  }

  @Test
  @Shows(Call.PROCESS_READ)
  void a_read_of_its_output(Facts facts) throws Exception {
    AtomicInteger got = new AtomicInteger();

    Ending.LeftAlone ending =
        Probe.leaveAlone(inRead(), () -> got.set(process.getInputStream().read()), () -> say('x'));

    assertThat(ending.then()).isEqualTo(new Ending.Returned());
    assertThat(got).hasValue('x');
    facts.plain(ending);
    facts.left("it returns when output comes");
  }

  private void say(int value) throws IOException {
    process.getOutputStream().write(value);
    process.getOutputStream().flush();
  }

  @InEachMode
  @Shows(Call.PROCESS_READ)
  void a_read_of_its_output_whose_end_is_brought_about(RunMode mode, Facts facts) throws Exception {
    AtomicInteger got = new AtomicInteger();
    Code read =
        () ->
            Trio.<IOException>blocking(region -> {
              region.onCancel(process::destroy);
              got.set(process.getInputStream().read());
            });

    Ending ending = Probe.cancel(mode, inRead(), read);

    assertThat(ending).isEqualTo(new Ending.Returned());
    assertThat(got).hasValue(-1);
    facts.advised(ending, "what it returns is the end of the stream");
  }

  private static When inRead() {
    return When.in("java.io.FileInputStream.read");
  }

  @Test
  @Shows(Call.PROCESS_WRITE)
  void a_write_that_it_does_not_read(Facts facts) throws Exception {
    Ending.LeftAlone ending = Probe.leaveAlone(inWrite(), this::sayTooMuch, process::destroy);

    assertThat(ending.then()).isInstanceOf(Ending.Failed.class);
    facts.plain(ending);
    facts.left("it fails when the process has ended");
  }

  @InEachMode
  @Shows(Call.PROCESS_WRITE)
  void a_write_to_a_process_that_is_ended(RunMode mode, Facts facts) throws Exception {
    Code write =
        () ->
            Trio.<IOException>blocking(region -> {
              region.onCancel(process::destroy);
              sayTooMuch();
            });

    Ending ending = Probe.cancel(mode, inWrite(), write);

    assertThat(ending.stoppedBy()).isInstanceOf(IOException.class);
    facts.advised(ending, "the process has ended");
  }

  /// More than it can say itself, since nobody listens.
  private void sayTooMuch() throws IOException {
    process.getOutputStream().write(MORE_THAN_A_PIPE_HOLDS);
  }

  private static When inWrite() {
    return When.in("java.io.FileOutputStream.write");
  }
}
