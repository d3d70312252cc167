package dev.pointwise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.compare.Rows;
import dev.pointwise.results.ResultsFileException;
import dev.pointwise.results.RunResults;
import dev.pointwise.results.Series;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BaselinesTest {
  @TempDir Path directory;
  private Baselines baselines = new Baselines(Path.of(""));

  @BeforeEach
  void below() {
    baselines = new Baselines(directory.resolve("a").resolve("b"));
  }

  @Test
  void readsWhatWasSavedLast() throws Exception {
    save("main", 1);
    save("main", 2);

    assertEquals(samples(2), samples(baselines.read("main")));
    assertEquals(List.of("main"), baselines.names());
    try (Stream<Path> files = Files.list(baselines.directory())) {
      assertEquals(List.of(baselines.file("main")), files.toList());
    }
  }

  @Test
  void readsFilesToo() throws Exception {
    save("main", 1);

    assertEquals(samples(1), samples(baselines.read(baselines.file("main").toString())));
  }

  @Test
  void tellsTheNamesWhereThereIsNone() throws Exception {
    String none = refusal("mian");
    save("main", 1);
    save("before", 1);

    assertTrue(none.contains("none"), none);
    String message = refusal("mian");
    assertTrue(message.contains("before, main"), message);
    assertTrue(message.contains("did you mean main?"), message);
  }

  @Test
  void aMissingFileIsMissing() {
    ResultsFileException failure =
        assertThrows(ResultsFileException.class, () -> baselines.read("missing/old.jsonl"));

    assertTrue(String.valueOf(failure.getMessage()).contains("missing/old.jsonl"));
  }

  @Test
  void nothingIsNoBaseline() throws Exception {
    baselines.checkSave("empty");
    baselines.save("empty", new RunResults(List.of(Rows.run()), List.of()));

    assertTrue(refusal("empty").contains("0 cases"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "..", ".hidden", "a b", "ä", "a\n"})
  void refusesWhatIsNoName(String name) {
    assertThrows(UsageException.class, () -> baselines.checkSave(name));
  }

  @Test
  void refusesADirectoryThatCannotBe() throws IOException {
    Files.createFile(directory.resolve("a"));

    UsageException refusal = assertThrows(UsageException.class, () -> baselines.checkSave("main"));
    assertTrue(String.valueOf(refusal.getMessage()).contains(directory.toString()));
  }

  private String refusal(String name) {
    return String.valueOf(
        assertThrows(UsageException.class, () -> baselines.read(name)).getMessage());
  }

  private void save(String name, double seconds) throws Exception {
    baselines.checkSave(name);
    baselines.save(name, results(seconds));
  }

  private static List<Double> samples(double seconds) {
    return samples(results(seconds));
  }

  private static List<Double> samples(RunResults results) {
    return results.rows().getFirst().time(Series.HOT).orElseThrow().samples();
  }

  private static RunResults results(double seconds) {
    return Rows.results(Rows.row(Rows.key(0), Map.of(Series.HOT, Rows.around(seconds, 20))));
  }
}
