package dev.pointwise.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kernels.cu compiles, without spilling registers, for the architectures from sm_75 on that an nvcc
 * on the PATH knows: the first of each major version, and at length all of them.
 */
class KernelsTest {
  private static final int OLDEST = 75;

  @TempDir private Path directory;

  @Test
  void compilesForEveryGeneration() throws IOException, InterruptedException {
    Map<Integer, Integer> first = new TreeMap<>();
    architectures().forEach(each -> first.merge(each / 10, each, Math::min));
    compile(List.copyOf(first.values()));
  }

  @Test
  @Tag("long")
  void compilesForEveryArchitecture() throws IOException, InterruptedException {
    List<Integer> architectures = architectures();
    compile(architectures);
    System.out.println("FIGURE: architectures the kernels compile for: " + architectures);
  }

  private void compile(List<Integer> architectures) throws IOException, InterruptedException {
    assumeTrue(!architectures.isEmpty(), "no nvcc on the PATH");
    List<String> command =
        new ArrayList<>(List.of("nvcc", "-fatbin", "-std=c++17", "-Xptxas", "-v"));
    for (int each : architectures) {
      command.add("-gencode=arch=compute_" + each + ",code=sm_" + each);
    }
    command.addAll(
        List.of(
            "-o",
            directory.resolve("kernels").toString(),
            "src/main/resources/dev/pointwise/cuda/kernels.cu"));
    Result result = run(command);
    assertEquals(0, result.exit(), result.output());
    assertTrue(result.output().contains("0 bytes spill stores"), result.output());
    assertFalse(
        result.output().lines().anyMatch(line -> line.matches(".*[1-9]\\d* bytes spill.*")),
        () -> "registers spill:\n" + result.output());
  }

  private static List<Integer> architectures() throws InterruptedException {
    try {
      return run(List.of("nvcc", "--list-gpu-arch"))
          .output()
          .lines()
          .filter(line -> line.matches("compute_\\d+"))
          .map(line -> Integer.parseInt(line.substring("compute_".length())))
          .filter(each -> each >= OLDEST)
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private record Result(int exit, String output) {}

  private static Result run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }
}
