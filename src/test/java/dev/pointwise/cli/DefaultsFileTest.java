package dev.pointwise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.results.ResultsFile;
import dev.pointwise.testing.JavaProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DefaultsFileTest {
  @TempDir Path directory;

  private Cli run(String properties, String... words) throws IOException {
    Path file = Files.writeString(directory.resolve("defaults"), properties);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code = Main.withDefaults(command, new DefaultsFile(file), words);
    return new Cli(code, out.toString(), err.toString());
  }

  @Test
  void standsInForOptionsThatAreNotGiven() throws IOException {
    String defaults =
        """
        # mine
        backend=exact
        batch=2
        pointwise.bench.shape=c8h3w3k4
        pointwise.verify.shape=c8h3w3k5
        """;
    assertTrue(run(defaults, "bench", "--dry-run").ok().out().contains("n2c8h3w3k4"));
    assertTrue(run(defaults, "verify").ok().out().contains("n2c8h3w3k5"));
    assertTrue(run(defaults, "bench", "--dry-run", "-n", "3").ok().out().contains("n3c8h3w3k4"));
    assertTrue(run(defaults, "shapes", "list").ok().out().contains("googlenet"));
  }

  @Test
  void whatItSaysIsPartOfTheCommandInTheResults() throws Exception {
    Path json = directory.resolve("r.jsonl");
    String defaults = "backend=exact\nshape=c8h3w3k4\nbatch=2\ntime-budget=0.5\n";
    run(defaults, "bench", "--time-budget", "0.01", "-n", "3", "-o", "json=" + json).ok();
    List<String> command = ResultsFile.read(json).runs().getFirst().command();
    assertTrue(command.containsAll(List.of("--backend=exact", "--shape=c8h3w3k4")), "" + command);
    assertFalse(command.contains("--batch=2"), command.toString());
  }

  @Test
  void unknownKeysAndBadValues() throws IOException {
    run("siute=googlenet\n", "shapes", "list")
        .failed(8, "defaults", "key 'siute'", "did you mean suite?");
    run("pointwise.bench.fil=ints\n", "shapes", "list")
        .failed(8, "did you mean pointwise.bench.fill?");
    run("fill=nothing\n", "bench")
        .failed(2, "'nothing'", "uniform, ints, zeros", "defaults come from");
    run("fill=\\u12\n", "shapes", "list").failed(8, "defaults", "cannot be read");
  }

  @Test
  void aFileThatIsMissingIsNone() {
    StringWriter out = new StringWriter();
    CommandLine command = Main.commandLine().setOut(new PrintWriter(out));
    DefaultsFile none = new DefaultsFile(directory.resolve("none"));
    assertEquals(0, Main.withDefaults(command, none, "shapes", "list"));
    assertTrue(out.toString().contains("googlenet"));
  }

  @Test
  void isLookedForInTheHome() throws Exception {
    Files.writeString(directory.resolve(".pointwise.properties"), "siute=googlenet\n");
    JavaProcess process = new JavaProcess(directory).option("-Duser.home=" + directory);
    JavaProcess.Result result = process.run("dev.pointwise.cli.Main", "shapes", "list");
    assertEquals(8, result.code());
    assertTrue(result.err().contains("did you mean suite?"), result.err());
    assertFalse(result.out().contains("googlenet"));
  }

  @Test
  void filesOfArgumentsMayHaveComments() throws IOException {
    Path arguments = directory.resolve("arguments");
    Files.writeString(
        arguments,
        """
        # a layer
        --shape c8h3w3k4
        --backend exact # on which
        """);
    Cli cli = Cli.run("bench", "--dry-run", "@" + arguments, "-n", "2").ok();
    assertTrue(cli.out().contains("n2c8h3w3k4"), cli.out());
    Cli.run("bench", "@" + directory.resolve("none")).failed(2, "none");
  }
}
