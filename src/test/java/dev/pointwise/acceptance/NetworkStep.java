package dev.pointwise.acceptance;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Times all pointwise layers of one forward pass, batch 1, FP16, NHWC: Pointwise, then PyTorch on
 * the same layers, then Pointwise again.
 */
final class NetworkStep implements Step.Work {
  /** The first is the one that a target is about. */
  static final List<String> NETWORKS = List.of("googlenet", "resnet50");

  /** Of the time there is: torch.compile takes most of it. */
  private static final double FIRST_SHARE = 0.85;

  /** In less PyTorch starts and measures nothing. */
  private static final double LEAST_SECONDS_FOR_PEERS = 35;

  private static final List<String> CASE = List.of("--dtype", "f16", "--layout", "nhwc");

  @Override
  public Verdict run(Session session, JsonObject detail, Deadline deadline) throws IOException {
    JsonArray lines = new JsonArray();
    detail.add("lines", lines);
    Set<String> notes = new LinkedHashSet<>();
    Set<String> failures = new LinkedHashSet<>();
    for (int i = 0; i < NETWORKS.size() && deadline.left() > 3; i++) {
      String network = NETWORKS.get(i);
      boolean last = i == NETWORKS.size() - 1;
      Deadline end = deadline.within(deadline.left() * (last ? 1 : FIRST_SHARE));
      own(session, detail, end, network, lines, failures);
      peers(session, detail, end, network, lines, notes);
      if (notes.isEmpty()) {
        own(session, detail, end, network, lines, failures);
      }
    }
    long measured =
        lines.asList().stream()
            .filter(line -> JsonLines.text(line.getAsJsonObject(), "kind").equals("measurement"))
            .count();
    String found = measured + " figures" + (notes.isEmpty() ? "" : "; " + String.join("; ", notes));
    if (!failures.isEmpty()) {
      return Verdict.failed(found + "; " + String.join("; ", failures));
    }
    return measured == 0 ? Verdict.incomplete(found) : Verdict.passed(found);
  }

  private static void own(
      Session session,
      JsonObject detail,
      Deadline deadline,
      String network,
      JsonArray lines,
      Set<String> failures)
      throws IOException {
    Path out = session.work().resolve("forward-own-" + lines.size() + ".jsonl");
    Files.deleteIfExists(out);
    List<String> command = new ArrayList<>(List.of("bench", "--backend", "cuda", "--tune"));
    command.addAll(List.of("--suite", network, "--fuse", "network", "-n", "1"));
    command.addAll(CASE);
    command.addAll(List.of("--time-budget", "0.5", "-o", "json=" + out));
    Run run = session.run(detail, deadline, session.bundle().pointwise(command));
    LibraryReport.passes(LibraryReport.read(out)).forEach(lines::add);
    if (!run.ok() && !run.timedOut()) {
      failures.add("Pointwise on " + network + ": " + run.ending());
    }
  }

  private static void peers(
      Session session,
      JsonObject detail,
      Deadline deadline,
      String network,
      JsonArray lines,
      Set<String> notes)
      throws IOException {
    String missing = Contender.noPeers(session);
    if (!missing.isEmpty()) {
      notes.add(missing);
      return;
    }
    if (deadline.left() < LEAST_SECONDS_FOR_PEERS) {
      notes.add("no time for PyTorch on " + network);
      return;
    }
    Path out = session.work().resolve("forward-" + lines.size() + ".jsonl");
    List<String> command =
        new ArrayList<>(
            List.of(
                "python3",
                session.bundle().peers().toString(),
                session.bundle().suite(network).toString(),
                "--network",
                network,
                "--no-layers",
                "--batch",
                "1",
                "--cache",
                "hot"));
    command.addAll(CASE);
    // Pointwise takes a last turn, and PyTorch some time to start.
    double seconds = Math.max(1, deadline.left() - 14);
    command.addAll(List.of("--seconds", String.valueOf(Math.round(seconds))));
    command.addAll(List.of("--out", out.toString()));
    Run run = session.run(detail, deadline, command);
    JsonLines.read(out).forEach(lines::add);
    if (!run.ok()) {
      notes.add("PyTorch on " + network + ": " + run.ending());
    }
  }
}
