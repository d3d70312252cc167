package dev.pointwise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ExplainCommandTest {
  @Test
  void saysWhatRunsAndWhy() {
    Cli cli =
        Cli.run(
                "explain",
                "--shape",
                "n2c8h3w3k4+bias+add+relu",
                "--shape",
                "c8h3w3k4",
                "--shape",
                "c8h3w3k4",
                "--backend",
                "exact",
                "--tune")
            .ok();
    assertEquals(
        """
        n2c8h3w3k4+bias+add+relu f32 nchw
          runs     convolution loops
          because  the only way
                 - convolution loops
        n1c8h3w3k4 f32 nchw
          runs     convolution loops
          because  the only way
                 - convolution loops
        """,
        cli.out());
  }

  @Test
  void whatCannotRunHereIsExitCode6AndTheRestGoesOn() {
    Cli cli = Cli.run("explain", "--shape", "c8h3w3k4", "--dtype", "f8,f32", "--backend", "cpu");
    assertEquals(6, cli.code());
    assertTrue(
        cli.out().startsWith("n1c8h3w3k4 f8 nchw\n  not supported here: OpenBLAS"), cli.out());
    assertTrue(cli.out().contains("n1c8h3w3k4 f32 nchw\n  runs     OpenBLAS"), cli.out());
  }

  @Test
  void refusesWhatIsNoShape() {
    Cli.run("explain", "--shape", "c0k4", "--backend", "exact").failed(2, "c0k4");
    Cli.run("explain", "--backend", "absent").failed(6, "absent");
  }
}
