package dev.pointwise.acceptance;

import com.google.gson.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Verifies a few small layers under compute-sanitizer's memory checker. */
final class SanitizerStep implements Step.Work {
  private static final String FOUND = "99";

  @Override
  public Verdict run(Session session, JsonObject detail, Deadline deadline) throws IOException {
    if (session.device().standIn()) {
      return Verdict.absent("a stand-in has no device code to check");
    }
    Optional<Path> tool = find();
    if (tool.isEmpty()) {
      return Verdict.absent("compute-sanitizer is neither on PATH nor in a CUDA toolkit");
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                tool.get().toString(),
                "--tool",
                "memcheck",
                "--target-processes",
                "all",
                "--error-exitcode",
                FOUND));
    command.addAll(
        session
            .bundle()
            .pointwise(
                List.of(
                    "verify",
                    "--backend",
                    "cuda",
                    "--shape",
                    "n2c24h7w7k40+bias+add+relu",
                    "--shape",
                    "n1c17h14w14k33s2+bias+silu",
                    "--dtype",
                    "f32,f16,bf16",
                    "--layout",
                    "nchw,nhwc")));
    Run run = session.run(detail, deadline, command);
    String said = run.tail(Integer.MAX_VALUE);
    if (said.contains("Device not supported")) {
      return Verdict.absent("compute-sanitizer does not support this device here");
    }
    if (run.timedOut()) {
      return Verdict.incomplete(run.ending());
    }
    return run.ok() && said.contains("ERROR SUMMARY: 0 errors")
        ? Verdict.passed("0 errors")
        : Verdict.failed(run.ending());
  }

  private static Optional<Path> find() {
    Stream<String> path =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1));
    Stream<String> toolkits =
        Stream.of("CUDA_HOME", "CUDA_PATH").map(System.getenv()::get).filter(home -> home != null);
    return Stream.of(path, toolkits.map(home -> home + "/bin"), Stream.of("/usr/local/cuda/bin"))
        .flatMap(each -> each)
        .map(directory -> Path.of(directory, "compute-sanitizer"))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
