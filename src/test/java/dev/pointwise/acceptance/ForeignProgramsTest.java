package dev.pointwise.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs that are not Java: they build, and their own tests pass. */
class ForeignProgramsTest {
  private static final Path SOURCES = Path.of("native-tests").toAbsolutePath();

  @TempDir private Path directory;
  private Programs programs = new Programs(Path.of(""), Path.of(""), Map.of());

  @BeforeEach
  void runsProgramsInTheDirectory() {
    programs = new Programs(directory, directory.resolve("log"), Map.of());
  }

  private Run run(String... command) throws IOException {
    return programs.run(Deadline.in(300), List.of(command));
  }

  @Test
  void thePeersOwnTestsPass() throws IOException {
    String version = "import sys; sys.exit(sys.version_info < (3, 10))";
    assumeTrue(run("python3", "-c", version).ok(), "python3 of 3.10 or newer is not there");
    String tests = SOURCES.resolve("peers").toString();
    Run run = run("python3", "-B", "-m", "unittest", "discover", "-s", tests);
    assertTrue(run.ok(), () -> tail(run));
  }

  @Test
  void cublasBenchBuildsWithoutCudaAndMeasuresOnTheStandIn() throws IOException {
    String sources = SOURCES.resolve("cublas").toString();
    Run make = run("make", "-C", sources, "OUT=" + directory, "CUDA_HOME=" + directory);
    assertTrue(make.ok(), () -> tail(make));
    Path shapes = directory.resolve("shapes.csv");
    Files.writeString(shapes, "cin,cout,h,w,activation,bias\n24,40,7,7,relu,yes\n");
    Path out = directory.resolve("out.jsonl");
    Run bench =
        run(
            directory.resolve("cublas-bench").toString(),
            shapes.toString(),
            "--cuda-path",
            System.getProperty("pointwise.cuda.path", ""),
            "--ceilings",
            "--ceiling-extent",
            "32",
            "--samples",
            "2",
            "--warm-up",
            "0",
            "--sample",
            "0",
            "--out",
            out.toString());
    assertTrue(bench.ok(), () -> tail(bench));
    List<JsonObject> lines = JsonLines.read(out);
    assertEquals(
        List.of("false"),
        lines.stream()
            .filter(line -> line.has("measures_speed"))
            .map(line -> JsonLines.text(line, "measures_speed"))
            .toList());
    assertTrue(ceilings(lines), lines::toString);
    assertTrue(
        lines.stream()
            .anyMatch(
                line ->
                    JsonLines.text(line, "peer").equals("cublasLtMatmul")
                        && JsonLines.text(line, "complete").equals("true")),
        lines::toString);
  }

  private static boolean ceilings(List<JsonObject> lines) {
    JsonArray array = new JsonArray();
    lines.forEach(array::add);
    return Roofline.measured(array).map(roof -> roof.flopsPerSecond().size() == 4).orElse(false);
  }

  private static String tail(Run run) {
    try {
      return run.tail(4000);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
