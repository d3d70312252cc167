package dev.pointwise.acceptance;

import com.google.gson.JsonObject;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A program that times layers. */
enum Contender {
  POINTWISE {
    @Override
    List<String> command(Session session, Turn turn) {
      return session
          .bundle()
          .pointwise(
              turn.with(
                  List.of(
                      "bench", "--backend", "cuda", "--tune", "--shapes", turn.shapes().toString()),
                  List.of("--recorded", "--time-budget", "0.1", "-o", "json=" + turn.out())));
    }

    @Override
    List<JsonObject> read(Path out) throws IOException {
      return LibraryReport.figures(LibraryReport.read(out));
    }
  },

  /** Pointwise in FP8, where it takes the layers in FP16 and enough of them to matter. */
  POINTWISE_FP8 {
    private static final int LEAST_BATCH = 32;

    @Override
    boolean takes(int round, Sweep.Setting setting) {
      return setting.precision() == Precision.F16
          && setting.layout() == Layout.NHWC
          && setting.batch() >= LEAST_BATCH;
    }

    @Override
    List<String> command(Session session, Turn turn) {
      return POINTWISE.command(session, turn.in(Precision.F8));
    }

    @Override
    List<JsonObject> read(Path out) throws IOException {
      return POINTWISE.read(out);
    }

    @Override
    boolean optional() {
      return true;
    }
  },

  CUBLAS {
    @Override
    String missing(Session session, JsonObject detail, Deadline deadline) throws IOException {
      Verdict built = CublasBench.build(session, detail, deadline);
      return built.state() == State.PASSED ? "" : built.reason();
    }

    @Override
    List<String> command(Session session, Turn turn) {
      return CublasBench.command(
          session,
          turn.with(
              List.of(turn.shapes().toString(), "--peer", "lt", "--cache", "hot"),
              List.of("--seconds", turn.seconds(), "--out", turn.out().toString())));
    }
  },

  PYTORCH {
    @Override
    List<String> command(Session session, Turn turn) {
      return peers(session, turn, "conv2d,cudnn_fused,addmm", List.of());
    }

    @Override
    String missing(Session session, JsonObject detail, Deadline deadline) {
      return noPeers(session);
    }
  },

  /** Compiling takes many seconds per layer, so there is one layer in every third round. */
  PYTORCH_COMPILED {
    private static final int ROUNDS = 3;

    @Override
    boolean takes(int round, Sweep.Setting setting) {
      return round % ROUNDS == 1;
    }

    @Override
    List<String> command(Session session, Turn turn) {
      return peers(session, turn, "compile,compile_graphs", List.of("--limit", "1"));
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
   * @param setting what they are run in
   * @param out where figures go
   * @param time seconds to stop after
   */
  record Turn(Path shapes, Sweep.Setting setting, Path out, double time) {
    /** The same layers in another precision. */
    Turn in(Precision precision) {
      return new Turn(
          shapes, new Sweep.Setting(setting.batch(), precision, setting.layout()), out, time);
    }

    String seconds() {
      return String.valueOf(Math.max(1, Math.round(time)));
    }

    List<String> with(List<String> before, List<String> after) {
      List<String> all = new ArrayList<>(before);
      all.addAll(
          List.of(
              "--dtype",
              setting.precision().name().toLowerCase(Locale.ROOT),
              "--layout",
              setting.layout().name().toLowerCase(Locale.ROOT),
              "--batch",
              String.valueOf(setting.batch())));
      all.addAll(after);
      return all;
    }
  }

  /** Whether it ends when it is done, and not when its time is up. */
  boolean isPointwise() {
    return this == POINTWISE || this == POINTWISE_FP8;
  }

  boolean isPyTorch() {
    return this == PYTORCH || this == PYTORCH_COMPILED;
  }

  /** Whether what it cannot do is noted, and no failure. */
  boolean optional() {
    return isPyTorch();
  }

  /** Whether it takes part in that round; they count from 1. */
  boolean takes(int round, Sweep.Setting setting) {
    return true;
  }

  /** Why it cannot run here at all, or nothing. */
  String missing(Session session, JsonObject detail, Deadline deadline) throws IOException {
    return "";
  }

  abstract List<String> command(Session session, Turn turn);

  /** The lines of figures that a turn left. */
  List<JsonObject> read(Path out) throws IOException {
    return JsonLines.read(out);
  }

  private static List<String> peers(Session session, Turn turn, String peers, List<String> more) {
    List<String> arguments = new ArrayList<>(more);
    arguments.addAll(List.of("--peer", peers, "--cache", "hot"));
    arguments.addAll(List.of("--seconds", turn.seconds(), "--out", turn.out().toString()));
    String program = session.bundle().peers().toString();
    return turn.with(List.of("python3", program, turn.shapes().toString()), arguments);
  }

  /** Why PyTorch cannot run here, or nothing. */
  static String noPeers(Session session) {
    if (session.device().standIn()) {
      return "PyTorch cannot run on a stand-in";
    }
    return Files.exists(session.bundle().peers()) ? "" : "native-tests/peers is not in this bundle";
  }
}
