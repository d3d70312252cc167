package dev.pointwise.acceptance;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program native-tests/cublas, built where it runs. */
final class CublasBench {
  private CublasBench() {}

  /** Builds it, unless that was done. */
  static Verdict build(Session session, JsonObject detail, Deadline deadline) throws IOException {
    if (Files.isExecutable(program(session))) {
      return Verdict.passed("built before");
    }
    if (!Files.isDirectory(session.bundle().cublas())) {
      return Verdict.absent("native-tests/cublas is not in this bundle");
    }
    Run run =
        session.run(
            detail,
            deadline,
            List.of(
                "make",
                "-j4",
                "-C",
                session.bundle().cublas().toString(),
                "OUT=" + session.work().resolve("cublas")));
    if (run.ok()) {
      return Verdict.passed("built");
    }
    State state =
        run.timedOut()
            ? State.INCOMPLETE
            : run.exit() == Run.NOT_STARTED ? State.ABSENT : State.FAILED;
    return new Verdict(state, "building it: " + run.ending());
  }

  private static Path program(Session session) {
    return session.work().resolve("cublas/cublas-bench");
  }

  /** Its command line, on the very libraries that Pointwise loaded. */
  static List<String> command(Session session, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(program(session).toString()));
    if (!session.device().libraries().isEmpty()) {
      command.addAll(List.of("--cuda-path", session.device().libraries()));
    }
    if (session.device().standIn()) {
      command.addAll(List.of("--samples", "3", "--warm-up", "0", "--sample", "0"));
    }
    command.addAll(arguments);
    return command;
  }
}
