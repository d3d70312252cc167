package dev.pointwise.acceptance;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pointwise.bench.LayerCase;
import java.io.IOException;
import java.nio.file.Files;
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
  private static final int LAYERS = 16;
  private static final double TURN_SECONDS = 30;
  private static final double OWN_TURN_SECONDS = 90;

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
    Sweep sweep = Sweep.of(session.options());
    Rounds rounds = new Rounds(session, detail, deadline, missing, sweep.cases());
    double longest = 2;
    for (Sweep.Chunk chunk : sweep.chunks(LAYERS)) {
      Sweep.Chunk left = chunk.without(rounds.earlier);
      if (left.shapes().isEmpty() || deadline.left() <= longest) {
        continue;
      }
      double before = deadline.left();
      rounds.round(contenders, left);
      contenders.removeAll(missing.keySet());
      Collections.rotate(contenders, 1);
      longest = Math.max(longest, 0.8 * (before - deadline.left()));
    }
    return rounds.verdict();
  }

  /** The rounds so far. */
  private static final class Rounds {
    private final Session session;
    private final JsonObject detail;
    private final Deadline deadline;
    private final Map<Contender, String> missing;
    private final int cases;
    private final JsonArray rounds = new JsonArray();
    private final JsonArray figures = new JsonArray();
    private final List<String> failures = new ArrayList<>();
    private final Set<String> notes = new LinkedHashSet<>();

    /** What an earlier run measured. */
    private final Set<LayerCase> earlier;

    Rounds(
        Session session,
        JsonObject detail,
        Deadline deadline,
        Map<Contender, String> missing,
        int cases) {
      this.session = session;
      this.detail = detail;
      this.deadline = deadline;
      this.missing = missing;
      this.cases = cases;
      if (session.earlier() != null) {
        JsonObject before = new ResultsReader(session.earlier()).detail(Plan.BENCHMARK);
        rounds.addAll(ResultsReader.array(before, "rounds"));
        figures.addAll(ResultsReader.array(before, "lines"));
      }
      earlier = Race.of(figures).measured();
      detail.addProperty("cases", cases);
      detail.add("rounds", rounds);
      detail.add("lines", figures);
    }

    void round(List<Contender> contenders, Sweep.Chunk chunk) throws IOException {
      JsonObject round = new JsonObject();
      rounds.add(round);
      List<Contender> taking =
          contenders.stream()
              .filter(contender -> contender.takes(rounds.size(), chunk.setting()))
              .toList();
      round.addProperty("order", taking.toString());
      round.add("clocks_before", NvidiaSmi.moment(session));
      Path shapes = chunk.write(session.work().resolve("round-" + rounds.size() + ".csv"));
      for (Contender contender : taking) {
        turn(contender, shapes, chunk.setting());
      }
      round.add("clocks_after", NvidiaSmi.moment(session));
      session.save();
    }

    private void turn(Contender contender, Path shapes, Sweep.Setting setting) throws IOException {
      double seconds = Math.min(TURN_SECONDS, deadline.left() - STARTING_SECONDS);
      if (seconds < 1) {
        return;
      }
      Path out = session.work().resolve(contender + "-" + rounds.size() + ".jsonl");
      Files.deleteIfExists(out);
      Contender.Turn turn = new Contender.Turn(shapes, setting, out, seconds);
      double limit = contender.isPointwise() ? OWN_TURN_SECONDS : seconds + 15;
      Run run = session.run(detail, deadline.within(limit), contender.command(session, turn));
      contender.read(out).forEach(line -> keep(contender, line));
      judge(contender, run);
    }

    private void keep(Contender contender, JsonObject line) {
      line.addProperty("program", contender.name());
      line.addProperty("round", rounds.size());
      figures.add(line);
    }

    /**
     * What PyTorch or FP8 cannot do is noted; what else Pointwise or the program on raw cuBLAS
     * cannot, fails.
     */
    private void judge(Contender contender, Run run) throws IOException {
      if (run.ok() || run.timedOut()) {
        return;
      }
      if (!contender.optional()) {
        failures.add(contender + ": " + run.ending());
      } else if (contender.isPyTorch()
          && (run.exit() == Results.NO_GPU || run.exit() == Run.NOT_STARTED)) {
        missing.put(contender, run.ending());
      } else {
        notes.add(contender + ": " + run.ending());
      }
    }

    Verdict verdict() {
      JsonObject absent = new JsonObject();
      missing.forEach((contender, reason) -> absent.addProperty(contender.name(), reason));
      detail.add("not_there", absent);
      int measured = Race.of(figures).measured().size();
      String found =
          measured
              + " of "
              + cases
              + " cases measured in "
              + rounds.size()
              + " rounds"
              + (missing.isEmpty() ? "" : "; not there: " + missing.keySet())
              + (notes.isEmpty() ? "" : "; " + String.join("; ", notes));
      if (!failures.isEmpty()) {
        return Verdict.failed(found + "; " + String.join("; ", failures));
      }
      return measured == 0 ? Verdict.incomplete(found) : Verdict.passed(found);
    }
  }
}
