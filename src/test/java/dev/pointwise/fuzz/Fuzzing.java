package dev.pointwise.fuzz;

import com.code_intelligence.jazzer.Jazzer;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs Jazzer, and ends the process with it: 0 if nothing was found. */
public final class Fuzzing {
  /** Ends what hangs; what is slow fails by the processor's time, long before. */
  private static final int HANGING_SECONDS = 120;

  private Fuzzing() {}

  /**
   * {@code TARGET LIMIT FOLDER KEPT}: mutates the inputs in {@code KEPT}, and in {@code FOLDER},
   * where new ones are added.
   *
   * @param args the target, or {@code all}; a limit, such as {@code -runs=1000} or {@code
   *     -max_total_time=60}; two folders
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Path.of(args[2]));
    Path kept = Path.of(args[3]);
    if (args[0].equals("all")) {
      for (Target target : Target.values()) {
        seeds(target, kept.resolve(target.toString()), folder);
      }
    } else {
      Target target = Target.of(args[0]);
      System.setProperty(AllTargets.ONE, target.toString());
      copy(kept.resolve(target.toString()), folder);
    }
    Path findings = Files.createDirectories(folder.resolveSibling("findings"));
    Jazzer.main(
        new String[] {
          "--target_class=" + AllTargets.class.getName(),
          "--instrumentation_includes=dev.pointwise.**:com.google.gson.**:de.siegmar.**",
          "--instrumentation_excludes=dev.pointwise.fuzz.**",
          "--reproducer_path=" + findings,
          "-artifact_prefix=" + findings + "/",
          "-timeout=" + HANGING_SECONDS,
          "-rss_limit_mb=0",
          "-max_len=16384",
          "-print_final_stats=1",
          args[1],
          folder.toString()
        });
  }

  /** All kept inputs of a target. */
  static List<Path> kept(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
        entries.forEach(files::add);
      }
    }
    files.sort(null);
    return files;
  }

  private static void seeds(Target target, Path kept, Path folder) throws IOException {
    for (Path file : kept(kept)) {
      Files.write(
          folder.resolve(target + "-" + file.getFileName()),
          AllTargets.input(target, Files.readAllBytes(file)));
    }
  }

  private static void copy(Path kept, Path folder) throws IOException {
    for (Path file : kept(kept)) {
      Files.write(folder.resolve(String.valueOf(file.getFileName())), Files.readAllBytes(file));
    }
  }
}
