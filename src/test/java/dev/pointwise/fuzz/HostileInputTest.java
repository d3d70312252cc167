package dev.pointwise.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.testing.JavaProcess;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every parser refuses what is hostile with the documented exception, in 256 MiB of heap ({@link
 * JavaProcess} sets that) and ten seconds. {@code scripts/fuzz} does the same for longer.
 */
class HostileInputTest {
  private static final String LIMIT = "-max_total_time=45";

  @TempDir private Path directory;

  private static String kept() throws URISyntaxException {
    return Path.of(Objects.requireNonNull(HostileInputTest.class.getResource("/fuzz")).toURI())
        .toString();
  }

  @Test
  void keptInputsAreRefusedOrRead() throws Exception {
    JavaProcess.Result result = new JavaProcess(directory).run(Corpus.class.getName(), kept());
    assertEquals(0, result.code(), result.out() + result.err());
    System.out.println("FIGURE: hostile inputs: " + result.out().strip());
  }

  @Test
  @Tag("long")
  void soIsWhatJazzerMakesOfThem() throws Exception {
    JavaProcess.Result result =
        new JavaProcess(directory)
            .option("-XX:+EnableDynamicAgentLoading")
            .run(
                Fuzzing.class.getName(), "all", LIMIT, directory.resolve("all").toString(), kept());
    assertEquals(0, result.code(), result.out() + result.err());
    String units =
        result
            .err()
            .lines()
            .filter(line -> line.startsWith("stat::number_of_executed_units"))
            .findFirst()
            .orElseThrow();
    System.out.println("FIGURE: inputs by Jazzer, all targets: " + units.replaceAll("[^0-9]", ""));
  }
}
