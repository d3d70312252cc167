package dev.pointwise.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RaceTest {
  private static final Optional<Roofline> ROOF = Optional.of(new Roofline(1e12, Map.of(), 2e-6));

  private static JsonArray lines() {
    JsonArray lines = new JsonArray();
    lines.add(line("pointwise", "hot", "stream", true, 4e-6));
    lines.add(line("cublasGemmStridedBatchedEx", "hot", "stream", false, 1e-6));
    lines.add(line("cublasLtMatmul", "hot", "stream", true, 5e-6));
    lines.add(line("cublasLtMatmul", "hot", "graph", true, 3e-6));
    lines.add(line("conv2d", "hot", "stream", true, 9e-6));
    lines.add(line("compile", "hot", "graph", true, 6e-6));
    lines.add(line("addmm", "hot", "stream", false, 2e-6));
    lines.add(line("conv2d", "cold", "stream", true, 1e-6));
    return lines;
  }

  private static JsonObject line(
      String peer, String cache, String launch, boolean complete, double time) {
    JsonObject line = new JsonObject();
    line.addProperty("kind", "measurement");
    line.addProperty("peer", peer);
    line.addProperty("shape", "n1c8h7w7k8+bias+relu");
    line.addProperty("dtype", "f16");
    line.addProperty("layout", "nhwc");
    line.addProperty("cache", cache);
    line.addProperty("launch", launch);
    line.addProperty("complete", complete);
    line.addProperty("median", time);
    JsonObject plan = new JsonObject();
    plan.addProperty("chosen", "lt#1");
    line.add("plan", plan);
    return line;
  }

  private static String row(boolean measuresSpeed) {
    List<String> rows =
        new RaceTable(Race.of(lines()), ROOF, measuresSpeed)
            .lines().stream().filter(line -> line.startsWith("| n1c8")).toList();
    assertEquals(1, rows.size());
    return rows.getFirst();
  }

  @Test
  void holdsTheFastestWholeLayersAgainstPointwise() {
    assertEquals(
        "| n1c8h7w7k8+bias+relu f16 nhwc | launch-bound, up to 1 MB | 4.00 | 3.00 g | 9.00 |  | 6.00 g |  |"
            + " cuBLASLt in C++ | 0.75 | 50 % |  | lt#1 |",
        row(true));
  }

  @Test
  void comparesNothingOnAStandIn() {
    String row = row(false);
    assertTrue(row.contains("| (4.00) | (3.00 g) |"), row);
    assertTrue(row.endsWith("|  |  |  |  | lt#1 |"), row);
    List<String> lines = new RaceTable(Race.of(lines()), ROOF, false).lines();
    assertTrue(lines.stream().noneMatch(line -> line.contains("Shape classes")), lines::toString);
  }

  @Test
  void saysClassByClassHowItStands() {
    List<String> lines = new RaceTable(Race.of(lines()), ROOF, true).lines();
    assertTrue(
        lines.contains(
            "| launch-bound, up to 1 MB | 0.75× (1) | 1 | 0.75 | 0.75× (1) | 2.25× (1) |  | 1.50× (1) |  |"),
        lines::toString);
  }

  @Test
  void isNoCaseWhatPointwiseDidNotMeasure() {
    JsonArray lines = lines();
    lines.remove(0);
    assertEquals(List.of(), Race.of(lines).cases());
  }

  @Test
  void fp8IsAFigureOfTheCaseInFp16() {
    JsonArray lines = lines();
    JsonObject fp8 = line("pointwise", "hot", "stream", true, 2e-6);
    fp8.addProperty("dtype", "f8");
    lines.add(fp8);
    assertEquals(1, Race.of(lines).cases().size());
    assertEquals(2, Race.of(lines).cases().getFirst().fp8Ratio());
    assertEquals(0.75, Race.of(lines).cases().getFirst().ratio(), 1e-9);
  }

  @Test
  void isCompleteOnlyWithEveryPeer() {
    JsonArray lines = lines();
    assertEquals(false, Race.of(lines).cases().getFirst().complete());
    lines.add(line("cudnn_fused", "hot", "stream", true, 9e-6));
    assertEquals(true, Race.of(lines).cases().getFirst().complete());
  }
}
