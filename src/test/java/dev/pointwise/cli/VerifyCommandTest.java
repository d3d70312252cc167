package dev.pointwise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class VerifyCommandTest {
  @Test
  void printsALineForEachCase() {
    Cli cli =
        Cli.run(
                "verify",
                "--shape",
                "c8h3w3k4+relu",
                "--shape",
                "c8h3w3k4+bias+silu",
                "-n",
                "1,2",
                "--dtype",
                "f32,bf16",
                "--layout",
                "nchw,nhwc",
                "--backend",
                "exact")
            .ok();
    assertEquals(16, cli.out().lines().filter(line -> line.startsWith("ok ")).count());
    assertTrue(cli.out().contains("16 of 16 cases passed on exact (a device of tests)"));
    assertTrue(cli.err().startsWith("pointwise: using exact"), cli.err());
  }

  @Test
  void severalDevicesWorkAsOne() {
    for (String devices : List.of("all", "2,0", "1")) {
      Cli cli =
          Cli.run("verify", "--shape", "n4c8h3w3k4", "--backend", "several", "--device", devices);
      assertTrue(cli.ok().out().contains("1 of 1 cases passed on several ("), cli.out());
      int count = devices.equals("all") ? 3 : devices.equals("1") ? 1 : 2;
      String name = (count == 1 ? "" : count + " × ") + "device of tests";
      assertTrue(cli.out().contains("on several (" + name + ")"), cli.out());
    }
  }

  @Test
  void aReplayNamesTheDevicesThatAllMeant() {
    Cli cli = Cli.run("verify", "--shape", "n4c8h3w3k7", "--backend", "several", "--device", "all");
    assertEquals(3, cli.code());
    assertTrue(cli.out().contains(" --backend several --device 0,1,2 --seed "), cli.out());
  }

  @Test
  void aMismatchIsExitCode3WithAReplayThatFailsAgain() {
    Cli cli =
        Cli.run("verify", "--shape", "c8h3w3k7", "--shape", "c8h3w3k4", "--backend", "faulty");
    assertEquals(3, cli.code());
    assertTrue(cli.out().contains("FAILED n1c8h3w3k7 f32 nchw"), cli.out());
    assertTrue(cli.out().contains("ok     n1c8h3w3k4"), cli.out());
    assertTrue(cli.out().contains("1 of 2 cases passed"), cli.out());
    String replay =
        cli.out()
            .lines()
            .filter(line -> line.startsWith("replay: pointwise "))
            .findFirst()
            .orElse("");
    Object[] words = replay.substring("replay: pointwise ".length()).split(" ", -1);
    assertEquals(3, Cli.run(words).code());
  }

  @Test
  void aDeviceOutOfMemoryIsExitCode1AndTheRestGoesOn() {
    Cli cli =
        Cli.run("verify", "--shape", "c8h3w3k9", "--shape", "c8h3w3k4", "--backend", "faulty");
    assertEquals(1, cli.code());
    assertTrue(cli.out().contains("ERROR  n1c8h3w3k9"), cli.out());
    assertTrue(cli.out().contains("ok     n1c8h3w3k4"), cli.out());
  }

  @Test
  void quantizedLayersAreVerifiedWhereTheyRun() {
    Cli cli =
        Cli.run(
                "verify",
                "--shape",
                "n2c24h3w3k10+bias+relu",
                "--dtype",
                "f8,i8",
                "--layout",
                "nhwc",
                "--backend",
                "exact")
            .ok();
    assertTrue(cli.out().contains("2 of 2 cases passed on exact (a device of tests)\n"), cli.out());
  }

  @Test
  void whatCannotRunHereIsExitCode6AndIsNotCalledWrong() {
    Cli cli = Cli.run("verify", "--shape", "c8h3w3k4", "--dtype", "f8,f32", "--backend", "cpu");
    assertEquals(6, cli.code());
    assertTrue(
        cli.out().contains("n/a    n1c8h3w3k4 f8 nchw: not supported here: OpenBLAS"), cli.out());
    assertTrue(cli.out().contains("ok     n1c8h3w3k4 f32 nchw"), cli.out());
    assertTrue(cli.out().contains("1 of 2 cases passed"), cli.out());
    assertTrue(cli.out().contains(", not supported here: 1\n"), cli.out());
    assertFalse(cli.out().contains("replay"), cli.out());
  }

  @Test
  void selectionsThatMakeNoSense() {
    Cli.run("verify", "--suite", "vgg").failed(2, "'vgg'", "googlenet");
    Cli.run("verify", "--suite", "").failed(2, "''");
    Cli.run("verify", "--shape", "c1h1w1").failed(2, "key 'k' is missing");
    Cli.run("verify", "--shape", "c1h1w1k1q2").failed(2, "key 'q'");
    Cli.run("verify", "--shape", "n2c1h1w1k1", "-n", "4").failed(2, "has an n");
    Cli.run("verify", "--shape", "n100000c1h1000w1000k1").failed(2, "2^31-9 elements");
    Cli.run("verify", "--shape", "c132105h1w1k1", "--dtype", "i8").failed(2, "at most 132104");
    Cli.run("verify", "-n", "0").failed(2, "-n is 0");
    Cli.run("verify", "-n", "1,x").failed(2, "'x'");
    Cli.run("verify", "--shapes", "/no/such.csv").failed(8, "/no/such.csv", "no such file");
  }
}
