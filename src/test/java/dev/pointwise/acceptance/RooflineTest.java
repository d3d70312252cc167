package dev.pointwise.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pointwise.bench.LayerCase;
import dev.pointwise.bench.LayerShape;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RooflineTest {
  /** 1,000 bytes or 100,000 operations in a nanosecond, and a kernel takes a microsecond. */
  private static final Roofline ROOF = new Roofline(1e12, Map.of(Precision.F16, 1e14), 1e-6);

  private static LayerCase layer(String shape) {
    return new LayerCase(LayerShape.parse(shape), Precision.F16, Layout.NHWC);
  }

  @Test
  void saysWhatBoundsALayer() {
    assertEquals(Bound.LAUNCH, ROOF.bound(layer("n1c8h7w7k8")));
    assertEquals(Bound.MEMORY, ROOF.bound(layer("n8c64h56w56k64")));
    assertEquals(Bound.COMPUTE, ROOF.bound(layer("n8c1024h56w56k1024")));
  }

  @Test
  void measuresByTheBound() {
    LayerCase memory = layer("n1c100h100w100k100");
    assertEquals(2 * (2_000_000 + 10_000), memory.bytes());
    assertEquals(0.5, ROOF.share(memory, 2 * 4.02e-6), 1e-9);
    LayerCase compute = layer("n1c1000h100w100k1000");
    assertEquals(0.5, ROOF.share(compute, 2 * 2e10 / 1e14), 1e-9);
    assertEquals(0.5, ROOF.share(layer("n1c8h7w7k8"), 2e-6), 1e-9);
  }

  @Test
  void takesTheBestOfWhatWasMeasured() {
    JsonArray lines = new JsonArray();
    lines.add(ceiling("copy", "", 2e12));
    lines.add(ceiling("write", "", 9e12));
    lines.add(ceiling("gemm", "f16", 5e14));
    lines.add(ceiling("gemm", "f16", 6e14));
    assertEquals(Optional.empty(), Roofline.measured(lines));
    lines.add(ceiling("launch", "f16", 3e-6));
    lines.add(ceiling("launch", "f16", 2e-6));
    assertEquals(
        Optional.of(new Roofline(2e12, Map.of(Precision.F16, 6e14), 2e-6)),
        Roofline.measured(lines));
  }

  private static JsonObject ceiling(String what, String dtype, double value) {
    JsonObject line = new JsonObject();
    line.addProperty("kind", "ceiling");
    line.addProperty("ceiling", what);
    line.addProperty("dtype", dtype);
    line.addProperty("value", value);
    return line;
  }

  @Test
  void keepsOutWhatIsImpossible() {
    LayerCase layer = layer("n16c256h56w56k256");
    double bound = new Roofline(1e12, Map.of(), 1e-6).seconds(layer);
    Race race =
        new Race(
            List.of(
                new RaceCase(layer, new Time(bound / 0.8, false), "", Optional.empty(), Map.of()),
                new RaceCase(layer, new Time(bound / 0.9, false), "", Optional.empty(), Map.of()),
                new RaceCase(layer, new Time(bound / 1.1, false), "", Optional.empty(), Map.of())));
    Shares shares = Shares.ofMemory(race, new Roofline(1e12, Map.of(), 1e-6));
    assertEquals(1, shares.below(0.85));
    assertEquals(2, shares.possible().size());
    assertEquals(1, shares.impossible().size());
    assertEquals(0.8, shares.worst(1).getFirst().reached(), 1e-9);
  }

  @Test
  void classesGoByBoundTrafficAndAlignment() {
    assertEquals(
        "memory-bound, above 32 MB", ShapeClass.of(layer("n32c256h56w56k64"), ROOF).toString());
    assertEquals(
        "launch-bound, up to 1 MB, unaligned",
        ShapeClass.of(layer("n1c12h7w7k8"), ROOF).toString());
  }
}
