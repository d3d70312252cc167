package dev.pointwise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DryRunTest {
  @Test
  void tellsProductsWorkAndMemoryOfEachCase(@TempDir Path directory) {
    Path json = directory.resolve("r.jsonl");
    Cli cli =
        Cli.run(
                "bench",
                "--dry-run",
                "--backend",
                "faulty",
                "--shape",
                "n2c256h10w10k7",
                "--shape",
                "c8h4w4k4/k5",
                "--fuse",
                "epilogue,siblings",
                "-o",
                "json=" + json)
            .ok();
    String line =
        cli.out().lines().filter(each -> each.contains(" n2c256h10w10k7 ")).findFirst().orElse("");
    // HW × C_out × C_in, a product for each image; 2·200·256·7 FLOP.
    assertTrue(line.matches(" *100 7 256 +2 +717 k .*"), cli.out());
    assertTrue(cli.out().contains(" 16 9 8 "), cli.out());
    assertTrue(cli.out().lines().anyMatch(each -> each.contains("4 cases once each")), cli.out());
    assertTrue(cli.out().contains("sampling takes at most"), cli.out());
    assertFalse(cli.out().contains("FAILED"), cli.out());
    assertFalse(Files.exists(json));
    assertEquals(1, cli.err().lines().count(), cli.err());
  }

  @Test
  void countsTheProductsOfANetwork() {
    Cli cli =
        Cli.run(
                "bench",
                "--dry-run",
                "--backend",
                "exact",
                "--suite",
                "nin-cifar10",
                "--fuse",
                "network")
            .ok();
    assertTrue(cli.out().contains(" 6 products "), cli.out());
  }
}
