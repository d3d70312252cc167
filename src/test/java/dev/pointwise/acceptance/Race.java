package dev.pointwise.acceptance;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pointwise.bench.LayerCase;
import dev.pointwise.bench.LayerShape;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The benchmark's figures side by side: each case that Pointwise measured, with the fastest figure
 * of each peer that computed the whole layer, all with a warm cache.
 *
 * @param cases in the order in which they were first met
 */
record Race(List<RaceCase> cases) {
  private static final String OWN = "pointwise";
  private static final String FP8 = "f8";

  Race {
    cases = List.copyOf(cases);
  }

  /** What was found of one case so far. */
  private static final class Found {
    private final Map<Peer, Time> peers = new EnumMap<>(Peer.class);
    private Optional<Time> own = Optional.empty();
    private Optional<Time> fp8 = Optional.empty();
    private String plan = "";

    void add(JsonObject line, Time time) {
      String peer = JsonLines.text(line, "peer");
      if (peer.equals(OWN) && JsonLines.text(line, "dtype").equals(FP8)) {
        fp8 = Optional.of(fp8.map(before -> before.orFaster(time)).orElse(time));
      } else if (peer.equals(OWN)) {
        own = Optional.of(own.map(before -> before.orFaster(time)).orElse(time));
        if (line.get("plan") instanceof JsonObject explained) {
          plan = JsonLines.text(explained, "chosen");
        }
      } else {
        Peer.named(peer).ifPresent(known -> peers.merge(known, time, Time::orFaster));
      }
    }
  }

  /** The lines of figures of all contenders. */
  static Race of(JsonArray lines) {
    Map<LayerCase, Found> found = new LinkedHashMap<>();
    for (JsonElement element : lines) {
      JsonObject line = element.getAsJsonObject();
      if (isWholeWarmLayer(line)) {
        Time time =
            new Time(
                JsonLines.number(line, "median"), JsonLines.text(line, "launch").equals("graph"));
        found.computeIfAbsent(layer(line), each -> new Found()).add(line, time);
      }
    }
    List<RaceCase> cases = new ArrayList<>();
    found.forEach(
        (layer, each) ->
            each.own.ifPresent(
                own -> cases.add(new RaceCase(layer, own, each.plan, each.fp8, each.peers))));
    return new Race(cases);
  }

  private static boolean isWholeWarmLayer(JsonObject line) {
    return JsonLines.text(line, "kind").equals("measurement")
        && line.has("shape")
        && JsonLines.text(line, "cache").equals("hot")
        && JsonLines.text(line, "complete").equals("true")
        && JsonLines.number(line, "median") > 0;
  }

  /** The case that a line is about; FP8 is a figure of the case in FP16. */
  private static LayerCase layer(JsonObject line) {
    String dtype = JsonLines.text(line, "dtype");
    return new LayerCase(
        LayerShape.parse(JsonLines.text(line, "shape")),
        dtype.equals(FP8) ? Precision.F16 : Precision.parse(dtype),
        Layout.parse(JsonLines.text(line, "layout")));
  }

  /** What Pointwise measured. */
  Set<LayerCase> measured() {
    return cases.stream().map(RaceCase::layer).collect(Collectors.toSet());
  }
}
