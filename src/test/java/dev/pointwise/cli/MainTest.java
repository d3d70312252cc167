package dev.pointwise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "info",
        "doctor",
        "run",
        "verify",
        "bench",
        "replay",
        "roofline",
        "shapes",
        "shapes list",
        "shapes show"
      })
  void helpAndVersionEverywhere(String command) {
    String[] words = command.isEmpty() ? new String[0] : command.split(" ", -1);
    Cli help = Cli.run(with(words, "--help")).ok();
    assertTrue(help.out().contains("Usage: " + ("pointwise " + command).strip()), help.out());
    assertTrue(help.out().contains("--verbose"), help.out());
    assertEquals("", help.err());
    assertTrue(Cli.run(with(words, "--version")).ok().out().startsWith("pointwise "));
  }

  private static Object[] with(String[] words, String last) {
    Object[] all = Arrays.copyOf(words, words.length + 1, Object[].class);
    all[words.length] = last;
    return all;
  }

  @Test
  void wrongUsageIsOneLine() {
    Cli.run().failed(2, "no command given");
    Cli.run("shapes").failed(2, "list or show");
    Cli.run("frobnicate").failed(2, "frobnicate");
    Cli.run("bench", "--frobnicate").failed(2, "--frobnicate", "pointwise bench --help");
    Cli.run("run").failed(2, "--weights", "--input", "--output");
    Cli.run("verify", "--dtype", "f64").failed(2, "f64", "f32, tf32, f16, bf16");
    Cli.run("verify", "--layout", "chwn").failed(2, "chwn", "nchw, nhwc");
    Cli.run("verify", "--device", "x").failed(2, "--device", "x");
  }

  @Test
  void infoTellsOfEveryBackendAndWhyOneIsUnavailable() {
    String out = Cli.run("info").ok().out();
    assertTrue(out.contains("absent (unavailable)"), out);
    assertTrue(out.contains("no such hardware; install some"), out);
    assertTrue(out.contains("a device of tests"), out);
    assertTrue(out.contains("library"), out);
    assertTrue(out.contains("oracle"), out);
  }

  @Test
  void infoGoesOnAfterADeviceThatCannotBeOpened() {
    String out = Cli.run("info").ok().out();
    assertTrue(out.contains("  device 0            failed: device 0 is another's alone\n"), out);
    assertTrue(out.contains("  device 1            the second device\n"), out);
  }

  @Test
  void aBackendThatIsNotThere() {
    Cli.run("verify", "--shape", "c1h1w1k1", "--backend", "absent")
        .failed(6, "absent is unavailable: no such hardware; install some");
    Cli.run("verify", "--backend", "tpu").failed(2, "'tpu'", "expected one of");
    Cli.run("verify", "--shape", "c1h1w1k1", "--backend", "oracle").failed(2, "oracle");
    Cli.run("bench", "--shape", "c1h1w1k1", "--backend", "exact", "--device", 7)
        .failed(2, "device is 7");
    Cli.run("bench", "--device", "-1").failed(2, "'--device'", "device is -1");
  }

  @Test
  void devicesThatCannotBeMeant() {
    for (String wrong : List.of("", "0,", "x", "0;1", "0,,1")) {
      Cli.run("bench", "--device", wrong).failed(2, "'--device'", "device is '" + wrong + "'");
    }
    Cli.run("verify", "--device", "1,0,1").failed(2, "'--device'", "device 1", "twice");
    Cli.run("verify", "--shape", "c1h1w1k1", "--backend", "several", "--device", "0,3")
        .failed(2, "device is 3");
    Cli.run("verify", "--shape", "c1h1w1k1", "--backend", "cpu", "--device", "0,1")
        .failed(2, "device is 1, expected 0: the processor is the only one of its kind");
  }

  @Test
  void verboseAddsTheStackTrace() {
    Cli cli = Cli.run("--verbose", "verify", "--backend", "tpu");
    assertEquals(2, cli.code());
    assertTrue(cli.err().contains("\tat "), cli.err());
    assertTrue(Cli.run("verify", "--verbose", "--backend", "tpu").err().contains("\tat "));
  }

  @Test
  void resultsThatCannotBePrintedAreAFailure() {
    StringWriter err = new StringWriter();
    Writer full =
        new Writer() {
          @Override
          public void write(char[] text, int from, int count) throws IOException {
            throw new IOException("disk full");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    CommandLine command = Main.commandLine().setOut(new PrintWriter(full));
    assertEquals(1, Main.execute(command.setErr(new PrintWriter(err)), "shapes", "list"));
    assertEquals("pointwise: standard output could not be written\n", err.toString());
  }

  @Test
  void aFileOfOptionsThatIsNotThere() {
    Cli.run("bench", "@gone").failed(2, "'@gone'", "an existing file of them");
  }
}
