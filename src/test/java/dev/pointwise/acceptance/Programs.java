package dev.pointwise.acceptance;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs programs one after the other, each within its time, and keeps what they print. A program
 * whose time is up is ended with all that it started.
 */
final class Programs {
  private static final int GRACE_MILLIS = 2_000;

  private final Path work;
  private final Path log;
  private final Map<String, String> environment;
  private int count;
  private volatile @Nullable Process running;

  /**
   * Runs programs.
   *
   * @param work where each one's output goes
   * @param log where all of it is gathered
   * @param environment added to this process's own
   */
  Programs(Path work, Path log, Map<String, String> environment) {
    this.work = work;
    this.log = log;
    this.environment = Map.copyOf(environment);
  }

  /** Runs a program; one that cannot be started is a run, too. */
  Run run(Deadline deadline, List<String> command) throws IOException {
    count++;
    Path out = work.resolve(count + ".out");
    Path err = work.resolve(count + ".err");
    long start = System.nanoTime();
    int exit = Run.NOT_STARTED;
    boolean timedOut = false;
    try {
      ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile());
      builder.environment().putAll(environment);
      builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      running = process;
      timedOut = !process.waitFor((long) (deadline.left() * 1e9), TimeUnit.NANOSECONDS);
      end();
      exit = process.waitFor();
    } catch (IOException e) {
      Files.writeString(out, "", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      Files.writeString(err, e.getMessage() + "\n");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      end();
      throw new IOException("interrupted", e);
    } finally {
      running = null;
    }
    Run run = new Run(command, exit, timedOut, (System.nanoTime() - start) * 1e-9, out, err);
    append(run);
    return run;
  }

  /** Ends the program under way and all that it started. */
  void end() {
    Process process = running;
    if (process == null) {
      return;
    }
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroy);
    await(all);
    all.forEach(ProcessHandle::destroyForcibly);
  }

  private static void await(List<ProcessHandle> all) {
    long until = System.nanoTime() + GRACE_MILLIS * 1_000_000L;
    while (all.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < until) {
      LockSupport.parkNanos(10_000_000);
    }
  }

  private void append(Run run) throws IOException {
    String head = "\n$ " + String.join(" ", run.command()) + "\n";
    try (OutputStream all =
        Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      all.write(head.getBytes(StandardCharsets.UTF_8));
      Files.copy(run.out(), all);
      Files.copy(run.err(), all);
      all.write(("[" + run.ended() + "]\n").getBytes(StandardCharsets.UTF_8));
    }
  }
}
