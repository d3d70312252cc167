package dev.pointwise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.bench.LayerCase;
import dev.pointwise.bench.LayerShape;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressLogTest {
  @Test
  void saysWhereItIsAtOnceAndEveryTenSeconds() {
    AtomicLong seconds = new AtomicLong(Long.MAX_VALUE / 1_000_000_000L);
    StringWriter text = new StringWriter();
    ProgressLog log =
        new ProgressLog(new PrintWriter(text), 30, () -> seconds.get() * 1_000_000_000L);
    LayerCase layerCase = new LayerCase(LayerShape.parse("c1h1w1k1"), Precision.F32, Layout.NCHW);
    for (int i = 0; i < 30; i++) {
      log.begin(layerCase);
      seconds.incrementAndGet();
      log.end();
    }
    String expected = "pointwise: case %d of 30: " + layerCase + "\n";
    assertEquals(
        expected.formatted(1) + expected.formatted(11) + expected.formatted(21), text.toString());
  }
}
