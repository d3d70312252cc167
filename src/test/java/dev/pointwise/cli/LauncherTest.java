package dev.pointwise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs a copy of the launcher with a java and a Maven that only print how they are called. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  @TempDir Path temporary;
  private Path root = Path.of("");
  private Path jar = Path.of("");

  @BeforeEach
  void copy() throws IOException {
    root = Files.createDirectories(temporary.resolve("a b").resolve("c"));
    jar = Files.createDirectory(root.resolve("target")).resolve("pointwise-cli.jar");
    Files.createDirectory(root.resolve("scripts"));
    Files.copy(Path.of("scripts", "pointwise"), launcher());
    assertTrue(launcher().toFile().setExecutable(true));
    jdk("new", "25.0.3");
    jdk("old", "17.0.15");
  }

  private Path launcher() {
    return root.resolve("scripts").resolve("pointwise");
  }

  private void jdk(String name, String version) throws IOException {
    Path home = root.resolve(name);
    executable(home.resolve("bin").resolve("java"), "printf '%s|' " + name + " \"$@\"");
    executable(home.resolve("bin").resolve("javac"), "");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
  }

  private static void executable(Path file, String body) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    assertTrue(file.toFile().setExecutable(true));
  }

  private record Result(int code, String text) {}

  private Result launch(Path script, String javaHome, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(temporary.toFile());
    builder.environment().put("JAVA_HOME", root.resolve(javaHome).toString());
    String path = builder.environment().get("PATH");
    builder
        .environment()
        .put(
            "PATH",
            root.resolve("new/bin")
                + File.pathSeparator
                + root.resolve("maven")
                + File.pathSeparator
                + path);
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), text);
  }

  private String expected(String arguments) {
    return "new|-XX:+UseSerialGC|-jar|" + jar + "|" + arguments;
  }

  @Test
  void passesArgumentsOnThroughALink() throws Exception {
    Files.writeString(jar, "");
    Path link = Files.createSymbolicLink(temporary.resolve("link"), launcher());
    Result result = launch(link, "new", "run", "a b", "");
    assertEquals(new Result(0, expected("run|a b||")), result);
  }

  @Test
  void passesOverAJavaThatIsTooOld() throws Exception {
    Files.writeString(jar, "");
    assertEquals(expected("info|"), launch(launcher(), "old", "info").text());
  }

  @Test
  void buildsWhatIsMissingOrOlderThanItsSources() throws Exception {
    executable(
        root.resolve("maven").resolve("mvn"), "echo \"mvn $*\"; touch target/pointwise-cli.jar");
    Result built = launch(launcher(), "new", "info");
    assertTrue(built.text().contains("mvn -q -DskipTests package"), built.text());
    assertTrue(built.text().endsWith(expected("info|")), built.text());
    assertEquals(expected("info|"), launch(launcher(), "new", "info").text());
    Files.writeString(root.resolve("pom.xml"), "");
    Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));
    assertTrue(launch(launcher(), "new", "info").text().contains("mvn -q"));
  }

  @Test
  void aFailedBuildLeavesNoJarAndSaysSo() throws Exception {
    executable(
        root.resolve("maven").resolve("mvn"), "echo half > target/pointwise-cli.jar; exit 1");
    Result failed = launch(launcher(), "new", "info");
    assertEquals(1, failed.code());
    assertTrue(failed.text().contains("pointwise: the build failed"), failed.text());
    assertFalse(Files.exists(jar));
  }
}
