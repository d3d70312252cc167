package dev.pointwise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pointwise.results.ResultsFile;
import dev.pointwise.testing.JavaProcess;
import dev.pointwise.testing.PrivateMount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Files of results that cannot be used, and disks that are full. */
class ResultsFaultsTest {
  @TempDir Path directory;

  private static Cli bench(Path file, Object... more) {
    List<Object> all =
        new ArrayList<>(
            List.of("bench", "--shape", "c8h3w3k4", "--backend", "exact", "-o", "json=" + file));
    all.addAll(List.of(more));
    return Cli.run(all.toArray());
  }

  @Test
  void aFileThatSomebodyWrites() throws Exception {
    Path file = directory.resolve("r.jsonl");
    try (ResultsFile held = ResultsFile.create(file)) {
      bench(file).failed(8, file.toString(), "a run is writing to it");
      bench(file, "--resume").failed(8, file.toString(), "a run is writing to it");
      Cli.run("replay", file + "#1").failed(8, "a run is writing to it");
      assertEquals(0, held.results().rows().size());
    }
  }

  @Test
  void filesThatAreNoResultsOrTooNew() throws Exception {
    Path file = Files.writeString(directory.resolve("r.jsonl"), "layer,repeat\n");
    bench(file, "--resume").failed(8, file.toString(), "line 1");
    Cli.run("replay", file + "#1").failed(8, file.toString(), "line 1");
    Files.writeString(file, "{\"record\":\"run\",\"schema\":99}\n");
    bench(file, "--resume").failed(8, "schema is 99", "newer version");
    assertEquals("{\"record\":\"run\",\"schema\":99}\n", Files.readString(file));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskEndsTheRunWithALineAndTheTable() throws Exception {
    Path full = Files.createDirectory(directory.resolve("full"));
    Path copy = directory.resolve("copy.jsonl");
    // Room for the run and a few rows.
    JavaProcess.Result result =
        new JavaProcess(directory)
            .through(PrivateMount.command(full, "size=8k"))
            .through(
                List.of(
                    "sh", "-c", "\"$@\"; code=$?; cp full/r.jsonl copy.jsonl; exit $code", "sh"))
            .run("dev.pointwise.cli.Main", manyCases());
    assertEquals(1, result.code(), result.err());
    String last = result.err().lines().reduce((a, b) -> b).orElse("");
    assertTrue(last.contains("full/r.jsonl cannot be written"), result.err());
    assertTrue(result.out().contains("a device of tests"), result.out());
    assertTrue(ResultsFile.read(copy).runs().size() == 1);
  }

  @Test
  void oneReportThatCannotBeWrittenKeepsNoOtherFromIt() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")), "there is no /dev/full here");
    Path md = directory.resolve("r.md");
    Cli cli =
        Cli.run(
            "bench",
            "--shape",
            "c8h3w3k4",
            "--backend",
            "exact",
            "--time-budget",
            "0.01",
            "-o",
            "csv=/dev/full,md=" + md);
    cli.failed(1, "/dev/full cannot be written");
    assertTrue(cli.out().contains("c8h3w3k4"), cli.out());
    assertTrue(Files.readString(md).contains("c8h3w3k4"));
    Cli lines = bench(Path.of("/dev/full"));
    lines.failed(1, "/dev/full cannot be written");
    assertEquals("", lines.out());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatGoesToStandardOutputStandsBehindTheTableInAFileToo() throws Exception {
    Path both = directory.resolve("both.txt");
    JavaProcess.Result result =
        new JavaProcess(directory)
            .through(List.of("sh", "-c", "\"$@\" > both.txt", "sh"))
            .run(
                "dev.pointwise.cli.Main",
                "bench",
                "--shape",
                "c8h3w3k4",
                "--backend",
                "exact",
                "--time-budget",
                "0.01",
                "-o",
                "csv=/dev/stdout,json=/dev/fd/1");
    assertEquals(0, result.code(), result.err());
    String text = Files.readString(both);
    assertTrue(text.startsWith("{\"record\":\"run\""), text);
    int table = text.indexOf("times are medians");
    int csv = text.indexOf("row,run,backend");
    assertTrue(table > 0 && csv > table, text);
  }

  private static String[] manyCases() {
    List<String> words =
        new ArrayList<>(List.of("bench", "--backend", "exact", "--time-budget", "0.001"));
    words.addAll(List.of("-o", "json=full/r.jsonl"));
    for (int channels = 1; channels <= 30; channels++) {
      words.addAll(List.of("--shape", "c" + channels + "h1w1k1"));
    }
    return words.toArray(String[]::new);
  }
}
