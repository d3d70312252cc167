package dev.pointwise.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PerformanceModelTest {
  private static final PerformanceModel H200 = new PerformanceModel(Roofline.H200);

  @Test
  void theDocumentSaysWhatTheModelSays() throws IOException {
    String document = Files.readString(Path.of("docs/PERFORMANCE.md"));
    for (List<String> table : List.of(H200.classes(), H200.fp8(), H200.bottlenecks())) {
      String text = String.join("\n", table);
      assertTrue(document.contains(text), () -> "docs/PERFORMANCE.md has this table:\n" + text);
    }
  }

  @Test
  void countsEveryShape() {
    assertEquals("| all | 178 | 178 | 178 | 178 |", H200.classes().getLast());
  }

  @Test
  void fusingSavesALaunchAndTheTrafficBetween() {
    BottleneckPair pair = BottleneckPair.of("nin-imagenet", "cccp1", "cccp2");
    Roofline memory = new Roofline(1e12, Map.of(), 0);
    assertEquals(2 * 54 * 54 * 96 * 32, pair.intermediateBytes(32));
    assertEquals(
        2 * pair.intermediateBytes(32) / 1e12,
        pair.apart(memory, 32) - pair.fused(memory, 32),
        1e-12);
    Roofline launch = new Roofline(1e30, Map.of(), 1);
    assertEquals(2, pair.apart(launch, 1));
    assertEquals(1, pair.fused(launch, 1));
  }

  @Test
  void pairsFit() {
    assertThrows(
        IllegalArgumentException.class, () -> BottleneckPair.of("nin-imagenet", "cccp1", "cccp3"));
  }
}
