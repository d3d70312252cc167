package dev.pointwise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.results.CaseRow;
import dev.pointwise.results.ResultsFile;
import dev.pointwise.results.RunResults;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeTest {
  @TempDir Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void oneCase() {
    file = directory.resolve("r.jsonl");
    bench("--shape", "c8h3w3k4", "--backend", "exact").ok();
  }

  private Cli bench(Object... arguments) {
    List<Object> all =
        new ArrayList<>(List.of("bench", "--time-budget", "0.01", "-o", "json=" + file));
    all.addAll(Arrays.asList(arguments));
    return Cli.run(all.toArray());
  }

  private Cli resume(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("--resume"));
    all.addAll(Arrays.asList(arguments));
    return bench(all.toArray());
  }

  @Test
  void measuresWhatIsMissingAndReportsAll() throws Exception {
    CaseRow before = ResultsFile.read(file).rows().getFirst();
    Cli cli = resume("--shape", "c8h3w3k4", "--shape", "c8h3w3k5", "--backend", "exact").ok();
    RunResults results = ResultsFile.read(file);
    // The first is in another table than before: one of two rows.
    assertEquals(3, results.rows().size());
    assertEquals(before, results.rows().getFirst());
    assertTrue(cli.out().contains("c8h3w3k5"), cli.out());
    Cli again = resume("--shape", "c8h3w3k4", "--shape", "c8h3w3k5", "--backend", "exact").ok();
    assertTrue(again.err().contains("2 of 2 cases are in the file already"), again.err());
    assertTrue(again.out().contains("c8h3w3k4"), again.out());
    assertEquals(results, ResultsFile.read(file));
  }

  @Test
  void goesOnWithAnotherBackendOfTheSameCommand() throws Exception {
    resume("--shape", "c8h3w3k4", "--backend", "exact,several").ok();
    RunResults results = ResultsFile.read(file);
    assertEquals(2, results.rows().size());
    assertEquals("several", results.run(results.rows().get(1)).backend().backend());
  }

  @Test
  void aLineThatWasCutOffIsMeasuredAgain() throws Exception {
    String text = Files.readString(file);
    Files.writeString(file, text.substring(0, text.length() - 20));
    resume("--shape", "c8h3w3k4", "--backend", "exact").ok();
    assertEquals(1, ResultsFile.read(file).rows().size());
  }

  @Test
  void refusesRowsThatDoNotBelongTogetherAndNamesWhatDiffers() throws Exception {
    String before = Files.readString(file);
    refused("fill is zeros, not uniform", "--fill", "zeros");
    refused("seed is 2, not 1", "--seed", "2");
    refused("time is e2e, not device", "--time", "e2e");
    refused("order is sequential, not interleaved", "--order", "sequential");
    Cli.run("bench", "-o", "json=" + file, "--resume", "--shape", "c8h3w3k5", "--backend", "exact")
        .failed(2, "time budget is 1.0, not 0.01");
    refused("recorded is true, not false", "--recorded");
    resume("--shape", "c8h3w3k4", "--backend", "several")
        .failed(2, "--resume", "backend is several, not exact");
    assertEquals(before, Files.readString(file));
  }

  private void refused(String difference, Object... options) {
    List<Object> all = new ArrayList<>(List.of("--shape", "c8h3w3k5", "--backend", "exact"));
    all.addAll(Arrays.asList(options));
    assertEquals("", resume(all.toArray()).failed(2, "--resume", difference).out());
  }

  @Test
  void refusesAFileOfAnotherBuildOrDevice() throws Exception {
    String text = Files.readString(file);
    Files.writeString(file, text.replace("a device of tests", "another device"));
    resume("--shape", "c8h3w3k5", "--backend", "exact")
        .failed(2, "device is a device of tests, not another device");
  }

  @Test
  void failuresOfBeforeStillCount() {
    file = directory.resolve("failed.jsonl");
    assertEquals(3, bench("--shape", "c8h3w3k7", "--backend", "faulty").code());
    assertEquals(3, resume("--shape", "c8h3w3k7", "--backend", "faulty").code());
  }
}
