package dev.pointwise.acceptance;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Times all pointwise layers of one forward pass, batch 1, as PyTorch runs them. */
final class NetworkStep implements Step.Work {
  /** The first is the one that a target is about. */
  static final List<String> NETWORKS = List.of("googlenet", "resnet50");

  @Override
  public Verdict run(Session session, JsonObject detail, Deadline deadline) throws IOException {
    JsonArray lines = new JsonArray();
    detail.add("lines", lines);
    String missing = Contender.noPeers(session);
    if (!missing.isEmpty()) {
      return Verdict.absent(missing);
    }
    for (int i = 0; i < NETWORKS.size() && deadline.left() > 10; i++) {
      double seconds = deadline.left() / (NETWORKS.size() - i) - 5;
      Path out = session.work().resolve("forward-" + NETWORKS.get(i) + ".jsonl");
      Run run = session.run(detail, deadline, peers(session, NETWORKS.get(i), seconds, out));
      JsonLines.read(out).forEach(lines::add);
      if (run.exit() == Results.NO_GPU || run.exit() == Run.NOT_STARTED) {
        return Verdict.absent(run.ending());
      }
    }
    return Verdict.passed(lines.size() + " lines of figures");
  }

  private static List<String> peers(Session session, String network, double seconds, Path out) {
    return List.of(
        "python3",
        session.bundle().peers().toString(),
        session.bundle().suite(network).toString(),
        "--network",
        network,
        "--no-layers",
        "--dtype",
        "f16",
        "--layout",
        "nhwc",
        "--batch",
        "1",
        "--cache",
        "hot",
        "--seconds",
        String.valueOf(Math.max(1, Math.round(seconds))),
        "--out",
        out.toString());
  }
}
