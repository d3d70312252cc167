package dev.pointwise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's Java compiles and runs as it stands, on the library's own class path. */
class ReadmeTest {
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path directory;

  @Test
  void theSnippetsRun() throws IOException, InterruptedException {
    List<String> snippets =
        JAVA.matcher(Files.readString(Path.of("README.md")))
            .results()
            .map(snippet -> snippet.group(1))
            .filter(snippet -> snippet.startsWith("import "))
            .toList();
    assertEquals(2, snippets.size());
    for (String snippet : snippets) {
      run(snippet.split("\n\n", 2));
    }
  }

  private void run(String[] parts) throws IOException, InterruptedException {
    Path source =
        Files.writeString(
            directory.resolve("Snippet.java"),
            parts[0]
                + "\npublic class Snippet { public static void main(String[] args) {\n"
                + parts[1]
                + "}}\n");
    Path log = directory.resolve("log");
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dpointwise.cuda.path=" + System.getProperty("pointwise.cuda.path"),
                "-Dpointwise.cache=" + directory.resolve("cache"),
                "-cp",
                System.getProperty("java.class.path"),
                source.toString())
            .redirectError(log.toFile())
            .redirectOutput(directory.resolve("out").toFile())
            .start();
    assertTrue(java.waitFor(2, TimeUnit.MINUTES), "the snippet ends");
    assertEquals(0, java.exitValue(), () -> read(log));
    assertEquals("0.0", Files.readString(directory.resolve("out")).strip());
    assertTrue(read(log).contains("using "), () -> "says which backend it took: " + read(log));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
