package dev.pointwise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is no file is refused at once, by every command that reads one, and never waited for.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NoFilesTest {
  @TempDir private Path directory;
  private final List<Path> noFiles = new ArrayList<>();

  @BeforeEach
  void makeThem() throws Exception {
    Path pipe = pipe("pipe");
    Path loop = directory.resolve("loop");
    Files.createSymbolicLink(loop, directory.resolve("loop2"));
    Files.createSymbolicLink(directory.resolve("loop2"), loop);
    Path dangling = Files.createSymbolicLink(directory.resolve("dangling"), Path.of("/no/such"));
    Path toPipe = Files.createSymbolicLink(directory.resolve("to-pipe"), pipe);
    noFiles.addAll(
        List.of(
            directory, pipe, loop, dangling, toPipe, Path.of("/dev/zero"), Path.of("/dev/full")));
  }

  private Path pipe(String name) throws Exception {
    Path pipe = directory.resolve(name);
    if (!Files.exists(pipe)) {
      assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    }
    return pipe;
  }

  @Test
  void asShapes() {
    noFiles.forEach(each -> Cli.run("bench", "--dry-run", "--shapes", each).failed(8, name(each)));
  }

  @Test
  void asResults() {
    noFiles.forEach(
        each ->
            Cli.run("report", each, "-o", "md=" + directory.resolve("x.md")).failed(8, name(each)));
    noFiles.forEach(each -> Cli.run("replay", each + "#1").failed(8, name(each)));
  }

  @Test
  void asArrays() {
    noFiles.forEach(
        each ->
            Cli.run(
                    "run",
                    "--weights",
                    each,
                    "--input",
                    each,
                    "--output",
                    directory.resolve("y.npy"))
                .failed(8, name(each)));
  }

  @Test
  void asArguments() {
    noFiles.stream()
        .filter(Files::exists)
        .forEach(each -> Cli.run("@" + each).failed(8, name(each)));
  }

  /** Wherever Picocli ends a word, and sees a quotation or a comment. */
  @ParameterizedTest
  @ValueSource(strings = {"@%s", "-v\0@%s\u000b-v", "'@%s'", "\"@%s", "-v#\n@%s#", "-v'@%s'-v"})
  void asArgumentsInAFile(String text) throws Exception {
    Path arguments = directory.resolve("arguments");
    for (String file : List.of("pipe", "a loud pipe", "p\u00efpe")) {
      if (text.contains("'") || text.contains("\"") || !file.contains(" ")) {
        Path pipe = pipe(file);
        Files.writeString(arguments, String.format(text, pipe));
        Cli.run("@" + arguments).failed(8, name(pipe));
      }
    }
  }

  @Test
  void asDefaults() {
    for (Path each : List.of(directory, directory.resolve("pipe"), Path.of("/dev/zero"))) {
      assertThrows(
          DefaultsFileException.class, () -> new DefaultsFile(each).apply(Main.commandLine()));
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
