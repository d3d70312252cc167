package dev.pointwise.acceptance;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program that times layers. */
enum Contender {
  POINTWISE {
    @Override
    List<String> command(Session session, Chunk chunk) {
      return session
          .bundle()
          .pointwise(
              with(
                  List.of("bench", "--backend", "cuda", "--shapes", chunk.shapes().toString()),
                  session,
                  List.of("--layout", "nchw,nhwc", "--time-budget", "0.3", "--json", chunk.out())));
    }

    @Override
    List<JsonObject> read(Path out) throws IOException {
      return Files.exists(out) ? LibraryReport.figures(Files.readString(out)) : List.of();
    }
  },

  CUBLAS {
    @Override
    String missing(Session session, JsonObject detail, Deadline deadline) throws IOException {
      Verdict built = CublasBench.build(session, detail, deadline);
      return built.state() == State.PASSED ? "" : built.reason();
    }

    @Override
    List<String> command(Session session, Chunk chunk) {
      return CublasBench.command(
          session,
          with(
              List.of(chunk.shapes().toString()),
              session,
              List.of(
                  "--layout", "nchw,nhwc", "--seconds", chunk.seconds(), "--out", chunk.out())));
    }
  },

  PYTORCH {
    @Override
    List<String> command(Session session, Chunk chunk) {
      return peers(session, chunk, "conv2d,cudnn_fused,addmm", "nchw,nhwc", List.of());
    }

    @Override
    String missing(Session session, JsonObject detail, Deadline deadline) {
      return noPeers(session);
    }
  },

  /** Compiling takes many seconds per layer, so there is one layer in each turn. */
  PYTORCH_COMPILED {
    @Override
    List<String> command(Session session, Chunk chunk) {
      return peers(session, chunk, "compile,compile_graphs", "nhwc", List.of("--limit", "1"));
    }

    @Override
    String missing(Session session, JsonObject detail, Deadline deadline) {
      return noPeers(session);
    }
  };

  /**
   * A turn.
   *
   * @param shapes the file of the layers
   * @param outFile where figures go
   * @param time seconds to stop after
   */
  record Chunk(Path shapes, Path outFile, double time) {
    String out() {
      return outFile.toString();
    }

    String seconds() {
      return String.valueOf(Math.max(1, Math.round(time)));
    }
  }

  boolean isPyTorch() {
    return this == PYTORCH || this == PYTORCH_COMPILED;
  }

  /** Why it cannot run here at all, or nothing. */
  String missing(Session session, JsonObject detail, Deadline deadline) throws IOException {
    return "";
  }

  abstract List<String> command(Session session, Chunk chunk);

  /** The lines of figures that a turn left. */
  List<JsonObject> read(Path out) throws IOException {
    return JsonLines.read(out);
  }

  private static List<String> with(List<String> before, Session session, List<String> after) {
    List<String> all = new ArrayList<>(before);
    Options options = session.options();
    all.addAll(List.of("--dtype", options.dtypes(), "--batch", options.batches()));
    all.addAll(after);
    return all;
  }

  private static List<String> peers(
      Session session, Chunk chunk, String peers, String layouts, List<String> more) {
    List<String> arguments = new ArrayList<>(more);
    arguments.addAll(
        List.of(
            "--peer",
            peers,
            "--layout",
            layouts,
            "--seconds",
            chunk.seconds(),
            "--out",
            chunk.out()));
    String program = session.bundle().peers().toString();
    return with(List.of("python3", program, chunk.shapes().toString()), session, arguments);
  }

  private static String noPeers(Session session) {
    if (session.device().standIn()) {
      return "PyTorch cannot run on a stand-in";
    }
    return Files.exists(session.bundle().peers()) ? "" : "native-tests/peers is not in this bundle";
  }
}
