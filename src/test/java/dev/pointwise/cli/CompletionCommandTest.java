package dev.pointwise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class CompletionCommandTest {
  @TempDir Path directory;

  private String shell(String name, String commands) throws IOException, InterruptedException {
    Path script = directory.resolve("completion");
    Files.writeString(script, Cli.run("completion", name).ok().out());
    Path log = directory.resolve("log");
    Process process =
        new ProcessBuilder(name, "-c", "source " + script + "\n" + commands)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertTrue(process.waitFor(1, TimeUnit.MINUTES), "still running: " + name);
    String text = Files.readString(log, StandardCharsets.UTF_8);
    assertEquals(0, process.exitValue(), text);
    return text;
  }

  /** What bash would offer for the last of those words. */
  private List<String> offered(String... words) throws IOException, InterruptedException {
    String commands =
        "compopt() { :; }\n" // it works only while bash completes
            + "function=$(complete -p pointwise | sed 's/.*-F \\([^ ]*\\).*/\\1/')\n"
            + "COMP_WORDS=("
            + String.join(" ", words)
            + ")\nCOMP_CWORD="
            + (words.length - 1)
            + "\n$function pointwise '' ''\nprintf '%s\\n' \"${COMPREPLY[@]}\"";
    return shell("bash", commands).lines().map(String::strip).toList();
  }

  @Test
  void bashCompletesCommandsOptionsAndValues() throws IOException, InterruptedException {
    assertEquals(List.of("bench"), offered("pointwise", "be"));
    assertEquals(List.of("--backend"), offered("pointwise", "bench", "--back"));
    assertEquals(List.of("zsh"), offered("pointwise", "completion", "z"));
  }

  @Test
  void valuesAreOfferedAsTheyAreWritten() throws IOException, InterruptedException {
    assertEquals(List.of("f32"), offered("pointwise", "bench", "--dtype", "f3"));
    assertEquals(List.of("e2e"), offered("pointwise", "bench", "--time", "e"));
    assertEquals(List.of("network"), offered("pointwise", "bench", "--fuse", "net"));
    assertEquals(List.of("cuda"), offered("pointwise", "verify", "--backend", "cu"));
    assertEquals(List.of("nhwc"), offered("pointwise", "explain", "--layout", "nh"));
    assertEquals(List.of("mobilenetv2"), offered("pointwise", "bench", "--suite", "mobile"));
    assertEquals(List.of("googlenet"), offered("pointwise", "shapes", "show", "goo"));
  }

  @Test
  void zshTakesTheScriptWhereItIsInstalled() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/zsh")), "zsh is not installed");
    String text = shell("zsh", "print -r -- ${_comps[pointwise]}");
    assertTrue(text.contains("_complete_pointwise"), text);
  }

  @Test
  void otherShellsAreRefused() {
    Cli.run("completion", "fish").failed(2, "fish", "BASH, ZSH");
    Cli.run("completion").failed(2, "SHELL");
  }
}
