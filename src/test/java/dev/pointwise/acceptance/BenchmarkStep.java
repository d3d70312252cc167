package dev.pointwise.acceptance;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pointwise.bench.Suites;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Times layers with every contender in turn, a few layers at a time and each time in another order,
 * so that a clock that drifts is the same for all.
 */
final class BenchmarkStep implements Step.Work {
  private static final int LAYERS = 4;
  private static final double TURN_SECONDS = 20;

  /** What a program needs besides: to start, and to write down. */
  private static final double STARTING_SECONDS = 8;

  @Override
  public Verdict run(Session session, JsonObject detail, Deadline deadline) throws IOException {
    Map<Contender, String> missing = new LinkedHashMap<>();
    List<Contender> contenders = new ArrayList<>();
    for (Contender contender : Contender.values()) {
      String reason = contender.missing(session, detail, deadline);
      if (reason.isEmpty()) {
        contenders.add(contender);
      } else {
        missing.put(contender, reason);
      }
    }
    LayerRows layers = LayerRows.of(session.bundle(), Suites.defaults());
    Rounds rounds = new Rounds(session, detail, deadline, missing);
    double longest = 2;
    for (int from = 0; from < layers.rows().size() && deadline.left() > longest; from += LAYERS) {
      double before = deadline.left();
      Path shapes = layers.write(session.work().resolve("layers-" + from + ".csv"), from, LAYERS);
      rounds.round(contenders, shapes);
      contenders.removeAll(missing.keySet());
      Collections.rotate(contenders, 1);
      longest = Math.max(longest, 0.8 * (before - deadline.left()));
    }
    return rounds.verdict(layers.rows().size());
  }

  /** The rounds so far. */
  private static final class Rounds {
    private final Session session;
    private final JsonObject detail;
    private final Deadline deadline;
    private final Map<Contender, String> missing;
    private final JsonArray rounds = new JsonArray();
    private final JsonArray figures = new JsonArray();
    private final List<String> failures = new ArrayList<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private int measured;

    Rounds(Session session, JsonObject detail, Deadline deadline, Map<Contender, String> missing) {
      this.session = session;
      this.detail = detail;
      this.deadline = deadline;
      this.missing = missing;
      detail.add("rounds", rounds);
      detail.add("lines", figures);
    }

    void round(List<Contender> contenders, Path shapes) throws IOException {
      JsonObject round = new JsonObject();
      round.addProperty("order", contenders.toString());
      round.add("clocks_before", NvidiaSmi.moment(session));
      rounds.add(round);
      for (Contender contender : contenders) {
        turn(contender, shapes);
      }
      round.add("clocks_after", NvidiaSmi.moment(session));
      session.save();
    }

    private void turn(Contender contender, Path shapes) throws IOException {
      double seconds = Math.min(TURN_SECONDS, deadline.left() - STARTING_SECONDS);
      if (seconds < 1) {
        return;
      }
      Path out = session.work().resolve(contender + "-" + rounds.size() + ".json");
      Contender.Chunk chunk = new Contender.Chunk(shapes, out, seconds);
      Deadline end = deadline.within(contender == Contender.POINTWISE ? 60 : seconds + 15);
      Run run = session.run(detail, end, contender.command(session, chunk));
      List<JsonObject> lines = contender.read(out);
      lines.forEach(line -> keep(contender, line));
      if (contender == Contender.POINTWISE) {
        measured += (int) lines.stream().filter(line -> line.has("median")).count();
      }
      judge(contender, run);
    }

    private void keep(Contender contender, JsonObject line) {
      line.addProperty("program", contender.name());
      line.addProperty("round", rounds.size());
      figures.add(line);
    }

    /**
     * What PyTorch cannot do is noted; what Pointwise or the program on raw cuBLAS cannot, fails.
     */
    private void judge(Contender contender, Run run) throws IOException {
      if (run.ok() || run.timedOut()) {
        return;
      }
      if (!contender.isPyTorch()) {
        failures.add(contender + ": " + run.ending());
      } else if (run.exit() == Results.NO_GPU || run.exit() == Run.NOT_STARTED) {
        missing.put(contender, run.ending());
      } else {
        notes.add(contender + ": " + run.ending());
      }
    }

    Verdict verdict(int layers) {
      JsonObject absent = new JsonObject();
      missing.forEach((contender, reason) -> absent.addProperty(contender.name(), reason));
      detail.add("not_there", absent);
      String found =
          measured
              + " cases of Pointwise measured in "
              + rounds.size()
              + " rounds, "
              + Math.min(layers, rounds.size() * LAYERS)
              + " of "
              + layers
              + " layers"
              + (missing.isEmpty() ? "" : "; not there: " + missing.keySet())
              + (notes.isEmpty() ? "" : "; " + String.join("; ", notes));
      if (!failures.isEmpty()) {
        return Verdict.failed(found + "; " + String.join("; ", failures));
      }
      return measured == 0 ? Verdict.incomplete(found) : Verdict.passed(found);
    }
  }
}
