package dev.pointwise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {
  @TempDir Path directory;

  @Test
  void measuresShapesOfAFileAndOfTheCommandLine() throws IOException {
    Path shapes = directory.resolve("mine.csv");
    Files.writeString(
        shapes,
        """
        layer,repeat,cin,cout,h,w,stride,activation,bias,group_of_siblings
        one,2,8,4,3,3,1,add+relu,yes,
        """);
    Path json = directory.resolve("r.json");
    Path csv = directory.resolve("r.csv");
    Cli cli =
        Cli.run(
                "bench",
                "--shapes",
                shapes,
                "--shape",
                "c8h3w3k4",
                "--backend",
                "exact",
                "--json",
                json,
                "--csv",
                csv,
                "--time-budget",
                "0.01")
            .ok();
    assertTrue(cli.out().contains("device  a device of tests"), cli.out());
    assertTrue(cli.err().contains("pointwise: case 1 of 2: n1c8h3w3k4+bias"), cli.err());
    assertTrue(cli.out().contains("mine n1 f32 nchw"), cli.out());
    assertTrue(cli.out().contains("n1c8h3w3k4+bias+add+relu"), cli.out());
    JsonObject report = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
    assertEquals(2, report.getAsJsonArray("networks").size());
    assertTrue(report.getAsJsonArray("command").toString().contains("--time-budget"));
    assertEquals(3, Files.readAllLines(csv).size());
    assertEquals(3, files());
  }

  private long files() throws IOException {
    try (Stream<Path> list = Files.list(directory)) {
      return list.count();
    }
  }

  @Test
  void aFailingCaseIsReportedAndTheRestMeasured() {
    Cli cli =
        Cli.run(
            "bench",
            "--shape",
            "c8h3w3k7",
            "--shape",
            "c8h3w3k4",
            "--backend",
            "faulty",
            "--time-budget",
            "0.01");
    assertEquals(3, cli.code());
    assertTrue(cli.out().contains("FAILED"), cli.out());
    assertTrue(
        cli.out().contains("replay: pointwise verify --shape n1c8h3w3k7 --dtype f32"), cli.out());
    assertTrue(cli.out().contains("no measurement of speed"), cli.out());
    assertTrue(
        cli.out().lines().anyMatch(line -> line.matches("--shape +1 n1c8h3w3k4 .* [mµ]s .*")));
  }

  @Test
  void whatCannotRunHereIsExitCode6AndLeavesNoTime() throws IOException {
    Path json = directory.resolve("r.json");
    Cli cli =
        Cli.run(
            "bench",
            "--shape",
            "c8h3w3k4",
            "--dtype",
            "i8,f32",
            "--backend",
            "cpu",
            "--time-budget",
            "0.01",
            "--json",
            json);
    assertEquals(6, cli.code());
    assertTrue(
        cli.out().lines().anyMatch(line -> line.startsWith("shapes ") && line.endsWith(" n/a")),
        cli.out());
    assertTrue(cli.out().contains("n/a    n1c8h3w3k4 i8 nchw: not supported here"), cli.out());
    assertFalse(cli.out().contains("FAILED"), cli.out());
    JsonObject row =
        JsonParser.parseString(Files.readString(json))
            .getAsJsonObject()
            .getAsJsonArray("networks")
            .get(0)
            .getAsJsonObject()
            .getAsJsonArray("rows")
            .get(0)
            .getAsJsonObject();
    assertTrue(row.get("unsupported").getAsString().contains("OpenBLAS"));
    assertFalse(row.has("median") || row.has("error"));
  }

  @Test
  void badFilesAndNumbers() throws IOException {
    Path bad = directory.resolve("bad.csv");
    Files.writeString(bad, "layer,repeat\n");
    Cli.run("bench", "--shapes", bad).failed(8, "bad.csv", "without column 'cin'");
    Cli.run("bench", "--time-budget", "0").failed(2, "--time-budget is 0.0");
    Cli.run("bench", "--time-budget", "NaN").failed(2, "--time-budget is NaN");
    Cli.run("bench", "--seed", "x").failed(2, "--seed");
    Cli.run("bench", "--network", "googlenet", "--dtype", "f16,i8")
        .failed(2, "--dtype is i8", "--network");
  }

  @Test
  void anUnwritableReportIsRefusedBeforeTheWork() {
    Path missing = directory.resolve("missing").resolve("r.json");
    Cli cli = Cli.run("bench", "--backend", "exact", "--json", missing);
    cli.failed(2, "--json is " + missing, "existing directory");
    assertFalse(cli.err().contains("using"));
    Cli.run("bench", "--backend", "exact", "--csv", directory).failed(2, "a directory");
  }

  @Test
  void measuresNetworksAsAWhole() throws IOException {
    Path json = directory.resolve("n.json");
    Path csv = directory.resolve("n.csv");
    Cli cli =
        Cli.run(
                "bench",
                "--network",
                "nin-cifar10",
                "--backend",
                "exact",
                "--json",
                json,
                "--csv",
                csv,
                "--time-budget",
                "0.01")
            .ok();
    assertTrue(cli.out().contains("what lies between them is absent"), cli.out());
    assertTrue(
        cli.out().lines().anyMatch(line -> line.matches("nin-cifar10 n1 f32 nchw +6 +6 +6 .*")),
        cli.out());
    assertTrue(cli.err().contains("case 1 of 1: nin-cifar10 n1 f32 nchw"), cli.err());
    assertTrue(Files.readString(json).contains("\"layer_by_layer\""));
    assertEquals(2, Files.readAllLines(csv).size());
  }

  @Test
  void aNetworkThatFailsIsExitCode3WithItsReplay() {
    Cli cli = Cli.run("bench", "--network", "nin-cifar10", "--backend", "faulty");
    assertEquals(3, cli.code());
    assertTrue(cli.out().contains("FAILED nin-cifar10 n1 f32 nchw: "), cli.out());
    assertTrue(cli.out().contains("replay: pointwise bench --network nin-cifar10 -n 1"), cli.out());
  }

  @Test
  void networksThatMakeNoSense() {
    Cli.run("bench", "--network", "vgg").failed(2, "--network is 'vgg'", "googlenet, nin-imagenet");
    Cli.run("bench", "--network", "resnet50", "--suite", "resnet50").failed(2, "no --suite");
    Cli.run("bench", "--network", "resnet50", "--dtype", "f16,i8").failed(2, "--dtype is i8");
    Cli.run("bench", "--network", "resnet50", "--recorded").failed(2, "--recorded is given");
    Cli.run("bench", "--network", "resnet50", "-n", "0").failed(2, "-n is 0");
  }
}
