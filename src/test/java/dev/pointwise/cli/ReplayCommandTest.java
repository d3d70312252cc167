package dev.pointwise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.results.ResultsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {
  @TempDir Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void twoRows() {
    file = directory.resolve("r#1.jsonl");
    Cli.run(
            "bench",
            "--shape",
            "c8h3w3k4+bias+relu/k5+bias",
            "--shape",
            "c8h3w3k2",
            "--fuse",
            "siblings",
            "--backend",
            "several",
            "--device",
            "2",
            "--fill",
            "ints",
            "--order",
            "sequential",
            "--time-budget",
            "0.01",
            "--seed",
            "9",
            "-o",
            "json=" + file)
        .ok();
  }

  private String edited(String from, String to) throws Exception {
    String text = Files.readString(file);
    assertTrue(text.contains(from), text);
    return Files.writeString(directory.resolve("edited.jsonl"), text.replace(from, to)) + "#1";
  }

  @Test
  void measuresTheCaseAgainInTheSameWay() throws Exception {
    Cli cli = Cli.run("replay", file + "#1").ok();
    assertTrue(cli.out().contains("c8h3w3k4+bias+relu/k5+bias"), cli.out());
    assertFalse(cli.out().contains("c8h3w3k2"), cli.out());
    assertTrue(cli.out().contains("operands ints"), cli.out());
    assertTrue(cli.out().contains("seed 9"), cli.out());
    assertTrue(cli.out().contains("at most 0.01 s of sampling a case"), cli.out());
    assertTrue(cli.out().matches("(?s).*\\n  hot +old .* new .* new/old [0-9.]+\\n.*"), cli.out());
    assertFalse(cli.out().contains("not alike"), cli.out());
    assertEquals(2, ResultsFile.read(file).rows().size());
    assertTrue(Cli.run("replay", file + "#2").ok().out().contains("c8h3w3k2"));
  }

  @Test
  void saysWhatIsNotAlike() throws Exception {
    Cli cli = Cli.run("replay", edited("device of tests", "device long gone")).ok();
    assertTrue(
        cli.out().contains("not alike: device is device of tests, not device long gone"),
        cli.out());
  }

  @Test
  void rowsThatAreNotThere() {
    Cli.run("replay", file + "#3").failed(2, "#3", "from 1 to 2");
    Cli.run("replay", file + "#0").failed(2, "#0", "from 1 to 2");
    Cli.run("replay", file).failed(2, "expected FILE#NUMBER");
    Cli.run("replay", "r.jsonl").failed(2, "'r.jsonl'", "expected FILE#NUMBER");
    Cli.run("replay", "r.jsonl#x").failed(2, "'r.jsonl#x'");
    Cli.run("replay", directory.resolve("none.jsonl") + "#1").failed(8, "none.jsonl");
    Cli.run("replay").failed(2, "FILE#NUMBER");
  }

  @Test
  void followsNoLineThatWouldDoAnythingElse() throws Exception {
    Path planted = directory.resolve("planted.csv");
    Cli.run("replay", edited("[\"bench\",", "[\"bench\",\"-o\",\"csv=" + planted + "\","))
        .failed(2, "expected no --output");
    Cli.run("replay", edited("[\"bench\",", "[\"shapes\",")).failed(2, "replay line", "expected");
    Cli.run("replay", edited("[\"bench\",", "[\"bench\",\"--frob\",")).failed(2, "--frob");
    Cli.run("replay", edited("[\"bench\",", "[\"bench\",\"--shape\",\"c1h1w1k1\","))
        .failed(2, "expected the one case n1c8h3w3k4+bias+relu/k5+bias");
    Cli.run("replay", edited("\"replay\":[\"bench\",", "\"replay\":[\"@" + file + "\","))
        .failed(2, "replay line");
    assertFalse(Files.exists(planted));
  }

  @Test
  void replaysWhatWasMeasuredTwice() throws Exception {
    Path twice = directory.resolve("twice.jsonl");
    Cli.run(
            "bench",
            "--shape",
            "c8h3w3k2",
            "--backend",
            "exact",
            "--aa",
            "--time-budget",
            "0.01",
            "-o",
            "json=" + twice)
        .ok();
    Cli cli = Cli.run("replay", twice + "#1").ok();
    assertTrue(cli.out().contains("hot_again"), cli.out());
    assertFalse(cli.out().contains("not alike"), cli.out());
  }

  @Test
  void replaysNetworksOfAFileOfShapesThatHasSeveral() throws Exception {
    Path shapes =
        Files.writeString(
            directory.resolve("two.csv"),
            """
            model,layer,repeat,cin,cout,h,w,stride,activation,bias,group_of_siblings
            one,a,1,8,4,3,3,1,relu,yes,
            two,a,1,4,4,3,3,1,relu,yes,
            """);
    Path networks = directory.resolve("networks.jsonl");
    Cli.run(
            "bench",
            "--shapes",
            shapes,
            "--fuse",
            "network",
            "--backend",
            "exact",
            "--time-budget",
            "0.01",
            "--order",
            "sequential",
            "-o",
            "json=" + networks)
        .ok();
    Cli cli = Cli.run("replay", networks + "#2").ok();
    assertTrue(cli.err().contains("verifying two n1 f32 nchw network"), cli.err());
    assertFalse(cli.err().contains("verifying one"), cli.err());
  }

  @Test
  void aFailureHasNoOldTimes() {
    Path failed = directory.resolve("failed.jsonl");
    Cli.run("bench", "--shape", "c8h3w3k7", "--backend", "faulty", "-o", "json=" + failed);
    Cli cli = Cli.run("replay", failed + "#1");
    assertEquals(3, cli.code());
    assertTrue(cli.out().contains("the old row has no times"), cli.out());
  }
}
