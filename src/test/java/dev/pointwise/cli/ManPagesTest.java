package dev.pointwise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pointwise.testing.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class ManPagesTest {
  @TempDir Path directory;

  private String rendered(Path page) throws IOException, InterruptedException {
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder man =
        new ProcessBuilder("man", "--warnings=all", "-l", page.toString())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    man.environment().putAll(Map.of("MANWIDTH", "100", "LC_ALL", "C.UTF-8", "PAGER", "cat"));
    Process process = man.start();
    assertTrue(process.waitFor(1, TimeUnit.MINUTES), "still running: man");
    assertEquals(0, process.exitValue(), Files.readString(err));
    assertEquals("", Files.readString(err), page.toString());
    return Files.readString(out).replaceAll(".\b", "").replaceAll("\u001b\\[[\\d;]*m", "");
  }

  private static void checkAll(CommandLine command, Map<String, String> pages) {
    String name = command.getCommandSpec().qualifiedName("-");
    assertTrue(pages.containsKey(name + ".1"), name);
    command.getSubcommands().values().forEach(each -> checkAll(each, pages));
  }

  @Test
  void everyCommandHasOne() {
    Map<String, String> pages = ManPages.pages(Main.commandLine(), "1.2");
    checkAll(Main.commandLine(), pages);
    assertTrue(pages.containsKey("pointwise-shapes-show.1"), pages.keySet()::toString);
    assertTrue(
        pages.getOrDefault("pointwise-bench.1", "").startsWith(".TH \"POINTWISE\\-BENCH\" 1 "));
    pages.values().forEach(page -> assertTrue(page.contains(".SH EXIT STATUS\n.TP\n"), page));
  }

  /** In Turkish, the lower case of I is another letter, which comes behind z. */
  @Test
  void noLocaleChangesThem() throws IOException, InterruptedException {
    assertEquals(runPage("en"), runPage("tr"));
  }

  private String runPage(String language) throws IOException, InterruptedException {
    Path pages = directory.resolve(language);
    JavaProcess.Result result =
        new JavaProcess(directory)
            .option("-Duser.language=" + language)
            .run(ManPages.class.getName(), pages.toString(), "1.2");
    assertEquals(0, result.code(), result::err);
    return Files.readString(pages.resolve("pointwise-run.1"));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void manRendersThemWithoutAWarning() throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/man")), "man is not installed");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/groff")), "groff is not installed");
    ManPages.main(new String[] {directory.resolve("man").toString(), "1.2"});
    String bench = rendered(directory.resolve("man/pointwise-bench.1"));
    CommandLine command = Main.commandLine();
    for (OptionSpec option :
        command.getSubcommands().getOrDefault("bench", command).getCommandSpec().options()) {
      assertTrue(bench.contains(option.longestName()), option.longestName() + " in\n" + bench);
    }
    assertTrue(bench.contains("--fuse"), bench);
    assertTrue(bench.contains("Default: epilogue."), bench);
    assertTrue(bench.contains("+ACTIVATION[:PARAMETER]"), bench);
    String top = rendered(directory.resolve("man/pointwise.1"));
    assertTrue(top.contains("pointwise-bench(1)"), top);
    assertTrue(top.contains("a result does not match the oracle's"), top);
    assertTrue(rendered(directory.resolve("man/pointwise-shapes-show.1")).contains("SUITE"));
  }
}
