package dev.pointwise.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.testing.OracleBackend;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SpanPlanCacheTest {
  private record Plan(List<Span> spans, TensorSpec other) {}

  private static final TensorSpec WIDE = ConvSpec.of(9, 1).input(1, 2, 3);

  private final OracleBackend backend = new OracleBackend();
  private final AbstractTensor tensor = backend.allocate(WIDE);
  private final AbstractTensor stranger = backend.allocate(WIDE);
  private final SpanPlanCache<Plan> cache =
      new SpanPlanCache<>((spans, other, residual) -> new Plan(spans, other));

  @AfterEach
  void close() {
    Closing.closeAll(stranger, tensor, backend);
  }

  private List<Span> spans(AbstractTensor... tensors) {
    return cache.get(List.of(tensors), WIDE, null).spans;
  }

  @Test
  void joinsNeighboursInTheirOrderAlone() {
    AbstractTensor low = tensor.slice(1, 2);
    AbstractTensor middle = tensor.slice(3, 1);
    AbstractTensor high = tensor.slice(4, 5);
    assertEquals(List.of(new Span(0, 3, WIDE.slice(1, 8))), spans(low, middle, high));
    assertEquals(
        List.of(new Span(0, 2, WIDE.slice(3, 6)), new Span(2, 1, WIDE.slice(1, 2))),
        spans(middle, high, low));
    assertEquals(
        List.of(
            new Span(0, 1, WIDE.slice(4, 5)),
            new Span(1, 1, WIDE.slice(3, 1)),
            new Span(2, 1, WIDE.slice(1, 2))),
        spans(high, middle, low));
    assertEquals(
        List.of(new Span(0, 1, WIDE.slice(1, 2)), new Span(1, 1, WIDE.slice(1, 2))),
        spans(low, low));
    assertEquals(List.of(new Span(0, 1, WIDE)), spans(tensor));
  }

  @Test
  void joinsNothingAcrossTensors() {
    List<Span> apart = List.of(new Span(0, 1, WIDE.slice(0, 3)), new Span(1, 1, WIDE.slice(3, 6)));
    for (int turn = 0; turn < 2; turn++) {
      assertEquals(apart, spans(tensor.slice(0, 3), stranger.slice(3, 6)));
      assertEquals(
          List.of(new Span(0, 2, WIDE)), spans(stranger.slice(0, 3), stranger.slice(3, 6)));
    }
  }

  /** A view of the same memory with other extents has its channels elsewhere. */
  @Test
  void joinsNothingAcrossExtents() {
    AbstractTensor other = tensor.reshaped(ConvSpec.of(6, 1).input(1, 3, 3));
    assertEquals(2, spans(other.slice(0, 3), tensor.slice(3, 2)).size());
    AbstractTensor narrow = tensor.reshaped(ConvSpec.of(8, 1).input(1, 2, 3));
    assertEquals(2, spans(narrow.slice(0, 3), tensor.slice(3, 2)).size());
  }

  @Test
  void keepsThePlansOfEqualNeighbourhoods() {
    List<AbstractTensor> mine = List.of(tensor.slice(0, 3), tensor.slice(3, 6));
    List<AbstractTensor> others = List.of(stranger.slice(0, 3), stranger.slice(3, 6));
    Plan plan = cache.get(mine, WIDE, null);
    assertSame(plan, cache.get(others, WIDE, null));
    assertNotSame(plan, cache.get(mine, WIDE, WIDE));
    assertNotSame(plan, cache.get(mine, WIDE.slice(0, 2), null));
    assertSame(plan, cache.get(mine, WIDE, null));
  }
}
