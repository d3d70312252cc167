package dev.pointwise.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class ProgramsTest {
  @TempDir private Path directory;

  private Run run(double seconds, String script) throws IOException {
    return new Programs(directory, directory.resolve("log.txt"), Map.of("GREETING", "hello"))
        .run(Deadline.in(seconds), List.of("sh", "-c", script));
  }

  @Test
  void keepsWhatIsPrintedAndHowItEnded() throws IOException {
    Run run = run(60, "echo $GREETING; echo first >&2; echo last >&2; exit 3");
    assertEquals(List.of("hello"), run.lines());
    assertEquals(3, run.exit());
    assertFalse(run.timedOut());
    assertTrue(run.ending().endsWith(": last"), run.ending());
    String log = Files.readString(directory.resolve("log.txt"));
    assertTrue(log.contains("hello\nfirst\nlast\n[exit code 3"), log);
  }

  @Test
  void endsAProgramAndWhatItStarted() throws Exception {
    Run run = run(0.5, "trap '' TERM; echo begun; sleep 300 & echo $!; wait; wait; sleep 300");
    assertTrue(run.timedOut());
    assertFalse(run.ok());
    assertEquals("begun", run.lines().getFirst());
    assertTrue(run.seconds() < 60, () -> run.seconds() + " s");
    long child = Long.parseLong(run.lines().get(1));
    assertTrue(gone(child), "the program's own child goes on");
  }

  /** Whether a process has ended, or ends soon; nobody may have asked how it ended. */
  private static boolean gone(long process) throws Exception {
    Path stat = Path.of("/proc", String.valueOf(process), "stat");
    for (int i = 0; i < 500; i++) {
      if (!Files.exists(stat) || Files.readString(stat).contains(") Z ")) {
        return true;
      }
      Thread.sleep(10);
    }
    return false;
  }

  @Test
  void aProgramThatIsNotThereIsAResult() throws IOException {
    Run run =
        new Programs(directory, directory.resolve("log.txt"), Map.of())
            .run(Deadline.in(5), List.of("/no/such/program"));
    assertEquals(Run.NOT_STARTED, run.exit());
    assertTrue(run.ending().contains("/no/such/program"), run.ending());
  }
}
