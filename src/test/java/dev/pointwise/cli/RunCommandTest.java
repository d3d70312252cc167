package dev.pointwise.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.io.NpyArray;
import dev.pointwise.io.NpyReader;
import dev.pointwise.io.NpyWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two channels to two over a picture of 1×2: y = W·x with W = [[1, 2], [3, -4]]. */
class RunCommandTest {
  @TempDir Path directory;

  @BeforeEach
  void write() throws IOException {
    array("w", List.of(2L, 2L), 1, 2, 3, -4);
    array("x", List.of(1L, 2L, 1L, 2L), 1, 2, 10, 20);
    array("b", List.of(2L), 100, 0);
    array("r", List.of(1L, 2L, 1L, 2L), 0, 0, 7, 7);
  }

  private Path file(String name) {
    return directory.resolve(name + ".npy");
  }

  private void array(String name, List<Long> shape, float... values) throws IOException {
    NpyWriter.write(file(name), new NpyArray(shape, values));
  }

  private Cli run(Object... more) {
    List<Object> words =
        new ArrayList<>(
            List.of("run", "--weights", file("w"), "--input", file("x"), "--output", file("y")));
    words.addAll(List.of(more));
    return Cli.run(words.toArray());
  }

  private void assertResult(List<Long> shape, float... values) throws IOException {
    NpyArray result = NpyReader.read(file("y"));
    assertEquals(shape, result.shape());
    assertArrayEquals(values, result.values());
  }

  @ParameterizedTest
  @ValueSource(strings = {"oracle", "exact"})
  void computesALayer(String backend) throws IOException {
    Cli cli = run("--backend", backend).ok();
    assertEquals("", cli.out());
    assertResult(List.of(1L, 2L, 1L, 2L), 21, 42, -37, -74);
    run("--backend", backend, "--bias", file("b"), "--residual", file("r"), "--activation", "relu")
        .ok();
    assertResult(List.of(1L, 2L, 1L, 2L), 121, 142, 0, 0);
  }

  @Test
  void takesLayoutsStridesGroupsAndTrailingOnes() throws IOException {
    run("--backend", "exact", "--output-layout", "nhwc").ok();
    assertResult(List.of(1L, 1L, 2L, 2L), 21, -37, 42, -74);
    array("r", List.of(1L, 1L, 2L, 2L), 0, 1000, 0, 2000);
    run("--backend", "exact", "--output-layout", "nhwc", "--residual", file("r")).ok();
    assertResult(List.of(1L, 1L, 2L, 2L), 21, 963, 42, 1926);
    run("--backend", "exact", "--stride", "2").ok();
    assertResult(List.of(1L, 2L, 1L, 1L), 21, -37);
    array("x", List.of(1L, 1L, 2L, 2L), 1, 10, 2, 20);
    run("--backend", "oracle", "--layout", "nhwc").ok();
    assertResult(List.of(1L, 1L, 2L, 2L), 21, -37, 42, -74);
    array("w", List.of(2L, 1L, 1L, 1L), 2, 3);
    run("--backend", "exact", "--layout", "nhwc", "--groups", "2").ok();
    assertResult(List.of(1L, 1L, 2L, 2L), 2, 30, 4, 60);
  }

  @Test
  void takesSlopesAndRoundsToTheType() throws IOException {
    run("--backend", "exact", "--activation", "prelu", "--slope", file("b")).ok();
    assertResult(List.of(1L, 2L, 1L, 2L), 21, 42, -0f, -0f);
    array("w", List.of(1L, 2L), 1, 0x1p-9f);
    array("x", List.of(1L, 2L, 1L, 1L), 1, 1);
    run("--backend", "exact", "--dtype", "bf16").ok();
    assertResult(List.of(1L, 1L, 1L, 1L), 1);
  }

  @Test
  void warnsOfWhatTheTypeMakesInfinite() throws IOException {
    array("x", List.of(1L, 2L, 1L, 2L), 1, 65504, -70000, Float.POSITIVE_INFINITY);
    String warning =
        "pointwise: warning: --input "
            + file("x")
            + ": 1 finite elements become infinite as f16, first -70000.0 at index 2\n";
    assertEquals(warning, run("--backend", "oracle", "--dtype", "f16").ok().err());
    assertEquals("", run("--backend", "oracle", "--dtype", "bf16").ok().err());
    assertEquals("", run("--backend", "oracle").ok().err());
  }

  @Test
  void warnsOfABiasThatTheTypeMakesInfinite() throws IOException {
    array("b", List.of(2L), 100, 70000);
    Object[] biased = {"--backend", "oracle", "--dtype", "f16", "--bias", file("b")};
    assertEquals(
        "pointwise: warning: --bias "
            + file("b")
            + ": 1 finite elements become infinite as f16, first 70000.0 at index 1\n",
        run(biased).ok().err());
  }

  @Test
  void emptyBatchesAreEmptyResults() throws IOException {
    array("x", List.of(0L, 2L, 1L, 2L));
    run("--backend", "oracle").ok();
    assertResult(List.of(0L, 2L, 1L, 2L));
  }

  @Test
  void mayReplaceOneOfItsInputs() throws IOException {
    Cli.run(
            "run",
            "--weights",
            file("w"),
            "--input",
            file("x"),
            "--output",
            file("x"),
            "--backend",
            "oracle")
        .ok();
    assertArrayEquals(new float[] {21, 42, -37, -74}, NpyReader.read(file("x")).values());
  }
}
