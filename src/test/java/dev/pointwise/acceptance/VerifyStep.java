package dev.pointwise.acceptance;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pointwise.bench.LayerCase;
import dev.pointwise.bench.Network;
import dev.pointwise.bench.Suites;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Runs {@code pointwise verify} part by part; the cases of a part that time did not allow are
 * counted.
 *
 * @param parts what is verified, in that order
 */
record VerifyStep(List<Part> parts) implements Step.Work {
  /**
   * Suites with one batch size, in every type that is not quantized and both layouts.
   *
   * @param suites their names
   * @param batch images per run
   */
  record Part(List<String> suites, int batch) {
    /** How many cases the command makes of it. */
    long cases() {
      return suites.stream()
          .map(Suites::get)
          .flatMap(
              suite ->
                  Stream.of(Precision.values())
                      .filter(precision -> !precision.quantized())
                      .flatMap(
                          type ->
                              Stream.of(Layout.NCHW, Layout.NHWC)
                                  .map(
                                      layout ->
                                          new Network(suite, OptionalInt.of(batch), type, layout))))
          .map(Network::cases)
          .flatMap(List<LayerCase>::stream)
          .distinct()
          .count();
    }

    List<String> arguments() {
      return List.of(
          "verify",
          "--backend",
          "cuda",
          "--suite",
          String.join(",", suites),
          "-n",
          String.valueOf(batch),
          "--dtype",
          "f32,tf32,f16,bf16",
          "--layout",
          "nchw,nhwc");
    }
  }

  static VerifyStep first() {
    return new VerifyStep(List.of(new Part(Suites.defaults(), 1)));
  }

  static VerifyStep rest() {
    List<String> others =
        Suites.names().stream().filter(name -> !Suites.defaults().contains(name)).toList();
    return new VerifyStep(
        List.of(new Part(others, 1), new Part(Suites.defaults(), 8), new Part(others, 8)));
  }

  @Override
  public Verdict run(Session session, JsonObject detail, Deadline deadline) throws IOException {
    JsonArray results = new JsonArray();
    detail.add("parts", results);
    long wrong = 0;
    long undone = 0;
    long passed = 0;
    String trouble = "";
    for (Part part : parts) {
      VerifyLog log = new VerifyLog();
      if (deadline.left() > 1) {
        Run run = session.run(detail, deadline, session.bundle().pointwise(part.arguments()));
        log = VerifyLog.of(run.lines());
        if (!run.ok() && !run.timedOut() && log.passed() == log.done()) {
          trouble = "; " + run.ending();
        }
      }
      JsonObject json = log.json();
      json.addProperty("suites", String.join(",", part.suites()));
      json.addProperty("batch", part.batch());
      json.addProperty("cases", part.cases());
      results.add(json);
      session.save();
      passed += log.passed();
      wrong += log.done() - log.passed();
      undone += part.cases() - log.done();
    }
    String counts = passed + " cases passed, " + wrong + " did not, " + undone + " not done";
    if (wrong > 0 || !trouble.isEmpty()) {
      return Verdict.failed(counts + trouble);
    }
    return undone > 0 ? Verdict.incomplete(counts + ": time was up") : Verdict.passed(counts);
  }
}
