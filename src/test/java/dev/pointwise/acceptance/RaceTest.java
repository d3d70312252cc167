package dev.pointwise.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class RaceTest {
  private static final JsonArray LINES = new JsonArray();

  static {
    add("pointwise", "hot", "stream", true, 4e-6);
    add("cublasGemmStridedBatchedEx", "hot", "stream", false, 1e-6);
    add("cublasLtMatmul", "hot", "stream", true, 5e-6);
    add("cublasLtMatmul", "hot", "graph", true, 3e-6);
    add("conv2d", "hot", "stream", true, 9e-6);
    add("compile", "hot", "graph", true, 6e-6);
    add("addmm", "hot", "stream", false, 2e-6);
    add("conv2d", "cold", "stream", true, 1e-6);
  }

  private static void add(String peer, String cache, String launch, boolean complete, double time) {
    JsonObject line = new JsonObject();
    line.addProperty("kind", "measurement");
    line.addProperty("peer", peer);
    line.addProperty("shape", "n1c8h7w7k8");
    line.addProperty("dtype", "f16");
    line.addProperty("layout", "nhwc");
    line.addProperty("cache", cache);
    line.addProperty("launch", launch);
    line.addProperty("complete", complete);
    line.addProperty("median", time);
    LINES.add(line);
  }

  private static String row(boolean standIn) {
    List<String> rows =
        new Race(LINES, standIn)
            .table().stream().filter(line -> line.startsWith("| n1c8")).toList();
    assertEquals(1, rows.size());
    return rows.getFirst();
  }

  @Test
  void holdsTheFastestWholeLayersAgainstPointwise() {
    assertEquals(
        "| n1c8h7w7k8 f16 nhwc | 4.00 | 1.00 | 3.00 graph | 6.00 compile graph | 0.75 |",
        row(false));
  }

  @Test
  void comparesNothingOnAStandIn() {
    assertTrue(row(true).startsWith("| n1c8h7w7k8 f16 nhwc | (4.00) |"), row(true));
    assertTrue(row(true).endsWith("|  |"), row(true));
  }
}
