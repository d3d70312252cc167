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
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs {@code pointwise verify} part by part; the cases of a part that time did not allow are
 * counted.
 *
 * @param parts what is verified, in that order
 */
record VerifyStep(List<Part> parts) implements Step.Work {
  /**
   * Suites with one batch size, in some types and layouts.
   *
   * @param suites their names
   * @param batch images per run
   * @param types in which precisions
   * @param layouts in which layouts
   */
  record Part(List<String> suites, int batch, List<Precision> types, List<Layout> layouts) {
    /** In every type that is not quantized, and both layouts. */
    static Part plain(List<String> suites, int batch) {
      List<Precision> types =
          Stream.of(Precision.values()).filter(type -> !type.quantized()).toList();
      return new Part(suites, batch, types, List.of(Layout.NCHW, Layout.NHWC));
    }

    /** In every quantized type, which there is in NHWC alone. */
    static Part quantized(List<String> suites, int batch) {
      List<Precision> types = Stream.of(Precision.values()).filter(Precision::quantized).toList();
      return new Part(suites, batch, types, List.of(Layout.NHWC));
    }

    /** How many cases the command makes of it. */
    long cases() {
      return suites.stream()
          .map(Suites::get)
          .flatMap(
              suite ->
                  types.stream()
                      .flatMap(
                          type ->
                              layouts.stream()
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
          names(types),
          "--layout",
          names(layouts));
    }

    private static String names(List<? extends Enum<?>> values) {
      return values.stream()
          .map(value -> value.name().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(","));
    }
  }

  static VerifyStep first() {
    return new VerifyStep(
        List.of(Part.plain(Suites.defaults(), 1), Part.quantized(Suites.defaults(), 1)));
  }

  static VerifyStep rest() {
    List<String> others =
        Suites.names().stream().filter(name -> !Suites.defaults().contains(name)).toList();
    return new VerifyStep(
        List.of(
            Part.plain(others, 1),
            Part.plain(Suites.defaults(), 8),
            Part.quantized(others, 1),
            Part.plain(others, 8)));
  }

  @Override
  public Verdict run(Session session, JsonObject detail, Deadline deadline) throws IOException {
    JsonArray results = new JsonArray();
    detail.add("parts", results);
    long wrong = 0;
    long undone = 0;
    long passed = 0;
    long unsupported = 0;
    String trouble = "";
    for (Part part : parts) {
      VerifyLog log = new VerifyLog();
      if (deadline.left() > 1) {
        Run run = session.run(detail, deadline, session.bundle().pointwise(part.arguments()));
        log = VerifyLog.of(run.lines());
        if (!run.ok() && !run.timedOut() && log.passed() == log.done() && log.unsupported() == 0) {
          trouble = "; " + run.ending();
        }
      }
      JsonObject json = log.json();
      json.addProperty("suites", String.join(",", part.suites()));
      json.addProperty("batch", part.batch());
      json.addProperty("dtypes", Part.names(part.types()));
      json.addProperty("cases", part.cases());
      results.add(json);
      session.save();
      passed += log.passed();
      wrong += log.done() - log.passed();
      unsupported += log.unsupported();
      undone += part.cases() - log.done() - log.unsupported();
    }
    String counts =
        passed
            + " cases passed, "
            + wrong
            + " did not, "
            + undone
            + " not done"
            + (unsupported == 0 ? "" : ", " + unsupported + " not supported here");
    if (wrong > 0 || !trouble.isEmpty()) {
      return Verdict.failed(counts + trouble);
    }
    return undone > 0 ? Verdict.incomplete(counts + ": time was up") : Verdict.passed(counts);
  }
}
