package dev.pointwise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.pointwise.io.NpyArray;
import dev.pointwise.io.NpyWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRefusalTest {
  @TempDir Path directory;

  @BeforeEach
  void write() throws IOException {
    array("w", 2, 2);
    array("x", 1, 2, 1, 2);
    array("three", 3);
    array("y-shaped", 1, 2, 1, 2);
  }

  @AfterEach
  void nothingIsWritten() throws IOException {
    assertFalse(Files.exists(file("y")));
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(0, files.filter(file -> file.toString().endsWith(".tmp")).count());
    }
  }

  private Path file(String name) {
    return directory.resolve(name + ".npy");
  }

  private void array(String name, long... extents) throws IOException {
    List<Long> shape = Arrays.stream(extents).boxed().toList();
    int elements = (int) Arrays.stream(extents).reduce(1, (a, b) -> a * b);
    NpyWriter.write(file(name), new NpyArray(shape, new float[elements]));
  }

  private Cli run(String w, String x, Object... more) {
    List<Object> words = new ArrayList<>(List.of("run", "--weights", file(w), "--input", file(x)));
    words.addAll(List.of("--output", file("y")));
    words.addAll(List.of(more));
    if (!words.contains("--backend")) {
      words.addAll(List.of("--backend", "exact"));
    }
    return Cli.run(words.toArray());
  }

  @Test
  void malformedFilesAreExitCode8() throws IOException {
    run("missing", "x").failed(8, "missing.npy: found no such file, expected");
    Files.write(file("bad"), new byte[] {1, 2, 3});
    run("bad", "x").failed(8, "bad.npy: found");
    run("w", "bad").failed(8, "bad.npy: found");
    run("w", "x", "--bias", file("bad")).failed(8, "bad.npy");
    run("w", "x", "--slope", file("bad")).failed(8, "bad.npy");
    run("w", "x", "--residual", directory).failed(8, "a directory");
  }

  @Test
  void contradictionsAreExitCode2() throws IOException {
    run("w", "x", "--bias", file("three")).failed(2, "bias length is 3", "C_out = 2");
    run("w", "x", "--bias", file("w")).failed(2, "w.npy has shape 2×2", "one axis");
    run("x", "x").failed(2, "--weights", "1×2×1×2", "C_out×C_in/groups");
    run("w", "w").failed(2, "--input", "2×2", "N×C×H×W");
    run("w", "x", "--layout", "nhwc", "--groups", "3").failed(2, "groups is 3", "divisor");
    array("deep", 1, 3, 1, 2);
    run("w", "deep").failed(2, "deep.npy: C of the input is 3", "C_in = 2");
    run("w", "x", "--residual", file("deep")).failed(2, "deep.npy: residual shape");
    run("w", "x", "--groups", "0").failed(2, "groups is 0", "at least 1");
    run("w", "x", "--groups", "2147483647").failed(2, "groups is 2147483647");
    run("w", "x", "--stride", "0").failed(2, "stride is 0", "at least 1");
    run("w", "x", "--slope", file("three")).failed(2, "--slope is given", "none, not prelu");
    run("w", "x", "--activation", "prelu")
        .failed(2, "--slope is missing", "C_out = 2 numbers for prelu");
    array("none", 0, 2);
    run("none", "x").failed(2, "0×2", "none of them 0");
  }

  @Test
  void unknownNamesAreExitCode2() {
    run("w", "x", "--activation", "swish").failed(2, "'swish'", "none, relu, relu6");
    run("w", "x", "--dtype", "f8").failed(2, "--dtype is f8", "f32, tf32, f16 or bf16");
    run("w", "x", "--dtype", "fp8").failed(2, "'fp8'", "f32, tf32, f16, bf16");
    run("w", "x", "--layout", "hwcn").failed(2, "'hwcn'", "nchw, nhwc");
  }

  @Test
  void theOutputsDirectoryIsLookedForFirst() {
    Path output = directory.resolve("missing").resolve("y.npy");
    Cli.run("run", "--weights", file("absent"), "--input", file("x"), "--output", output)
        .failed(2, "--output is " + output, "existing directory");
  }

  @Test
  void theOracleHasNoOtherDevice() {
    run("w", "x", "--backend", "oracle", "--device", 1).failed(2, "--device is 1", "expected 0");
    run("w", "x", "--backend", "oracle", "--device", -1).failed(2, "device is -1");
  }

  @Test
  void anUnavailableBackendIsExitCode6() {
    Cli.run(
            "run",
            "--weights",
            file("w"),
            "--input",
            file("x"),
            "--output",
            file("y"),
            "--backend",
            "absent")
        .failed(6, "no such hardware");
  }
}
