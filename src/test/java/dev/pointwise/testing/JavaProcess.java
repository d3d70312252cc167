package dev.pointwise.testing;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Java process on the class path of the tests, in an almost empty environment. One that ends with
 * a crash or does not end fails the test.
 */
public final class JavaProcess {
  private static final int FIRST_SIGNAL = 128;

  private long patienceSeconds = 120;
  private final Path directory;
  private final List<String> prefix = new ArrayList<>();
  private final List<String> options = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();
  private String nativeAccess = "--enable-native-access=ALL-UNNAMED";

  /** A process that runs in that directory, which is the test's own. */
  public JavaProcess(Path directory) {
    this.directory = directory;
    environment.put("PATH", System.getenv().getOrDefault("PATH", ""));
    environment.put("HOME", directory.toString());
  }

  /**
   * What a process did.
   *
   * @param code its exit code
   * @param out what it printed
   * @param err what it printed on the error stream
   */
  public record Result(int code, String out, String err) {}

  /** A process that may still run. */
  public final class Running {
    private final Process process;
    private final Path out;
    private final Path err;
    private boolean signalled;

    private Running(Process process, Path out, Path err) {
      this.process = process;
      this.out = out;
      this.err = err;
    }

    /** Sends it a signal, such as INT, as another process does; it may end by it. */
    public void signal(String name) throws IOException, InterruptedException {
      signalled = true;
      String pid = String.valueOf(process.pid());
      assertTrue(
          new ProcessBuilder("kill", "-" + name, pid).inheritIO().start().waitFor() == 0
              || !process.isAlive());
    }

    /** What it has printed on the error stream so far. */
    public String err() throws IOException {
      return Files.readString(err);
    }

    /** Whether it still runs. */
    public boolean alive() {
      return process.isAlive();
    }

    /** Waits for its end. */
    public Result result() throws IOException, InterruptedException {
      boolean ended = process.waitFor(patienceSeconds, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly();
      }
      String errors = Files.readString(err);
      assertTrue(ended, () -> "the process ends: " + errors);
      assertTrue(
          signalled || process.exitValue() < FIRST_SIGNAL,
          () -> "the JVM ended by a signal: " + errors);
      assertFalse(crashed(), () -> "the JVM crashed: " + errors);
      return new Result(process.exitValue(), Files.readString(out), errors);
    }
  }

  private boolean crashed() {
    try (DirectoryStream<Path> reports = Files.newDirectoryStream(directory, "hs_err*")) {
      return reports.iterator().hasNext();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds options of the JVM. */
  public JavaProcess option(String... more) {
    options.addAll(Arrays.asList(more));
    return this;
  }

  /** Waits that long for its end, instead of two minutes. */
  public JavaProcess patience(long seconds) {
    patienceSeconds = seconds;
    return this;
  }

  /** Denies native access instead of enabling it. */
  public JavaProcess denyNativeAccess() {
    nativeAccess = "--illegal-native-access=deny";
    return this;
  }

  /** Sets an environment variable. */
  public JavaProcess variable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Lets a program start the JVM, whose command follows these words. */
  public JavaProcess through(List<String> command) {
    prefix.addAll(command);
    return this;
  }

  /** Starts a main class. */
  public Running start(String main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            nativeAccess,
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-CreateCoredumpOnCrash"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    command.addAll(Arrays.asList(arguments));
    Path out = Files.createTempFile(directory, "out", ".txt");
    Path err = Files.createTempFile(directory, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return new Running(builder.start(), out, err);
  }

  /** Runs a main class to its end. */
  public Result run(String main, String... arguments) throws IOException, InterruptedException {
    return start(main, arguments).result();
  }
}
