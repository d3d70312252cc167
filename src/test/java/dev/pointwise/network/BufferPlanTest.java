package dev.pointwise.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BufferPlanTest {
  /** A tensor of so many bytes for each image. */
  private static TensorSpec tensor(int n, int bytes) {
    return TensorSpec.of(new Shape(n, 1, 1, bytes), DType.I8, Layout.NCHW);
  }

  private static List<TensorSpec> tensors(int... bytes) {
    return Arrays.stream(bytes).mapToObj(each -> tensor(1, each)).toList();
  }

  @Test
  void batchesLieApart() {
    BufferPlan plan =
        BufferPlan.of(
            List.of(tensor(2, 4), tensor(1, 4), tensor(2, 4)),
            List.of(new Lifespan(0, 0), new Lifespan(1, 1), new Lifespan(2, 2)));
    assertEquals(List.of(0, 1, 0), plan.assigned());
  }

  @Test
  void aChainNeedsTwoBuffers() {
    BufferPlan plan =
        BufferPlan.of(
            tensors(4, 8, 6, 8),
            List.of(
                new Lifespan(0, 1), new Lifespan(1, 2), new Lifespan(2, 3), new Lifespan(3, 4)));
    assertEquals(List.of(0, 1, 0, 1), plan.assigned());
    assertEquals(List.of(6L, 8L), plan.sizes());
    assertEquals(14, plan.bytes());
  }

  @Test
  void takesTheSmallestFreeBufferThatIsLargeEnough() {
    BufferPlan plan =
        BufferPlan.of(
            tensors(100, 10, 40, 30),
            List.of(
                new Lifespan(0, 1), new Lifespan(0, 1), new Lifespan(0, 1), new Lifespan(2, 3)));
    assertEquals(List.of(0, 1, 2, 2), plan.assigned());
  }

  @Test
  void whatIsReadInAStepIsNotWrittenInIt() {
    BufferPlan plan = BufferPlan.of(tensors(4, 4), List.of(new Lifespan(0, 1), new Lifespan(1, 1)));
    assertEquals(2, plan.sizes().size());
  }

  @Test
  void nothingNeedsNoBuffer() {
    assertEquals(0, BufferPlan.of(List.of(), List.of()).bytes());
  }

  @Test
  void tensorsThatMeetNeverShareABuffer() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 500; round++) {
      List<TensorSpec> tensors = new ArrayList<>();
      List<Lifespan> spans = new ArrayList<>();
      int steps = random.nextInt(1, 40);
      for (int i = random.nextInt(60); i > 0; i--) {
        int first = random.nextInt(steps);
        tensors.add(tensor(random.nextInt(1, 3), random.nextInt(1000)));
        spans.add(new Lifespan(first, random.nextInt(first, steps)));
      }
      check(tensors, spans, BufferPlan.of(tensors, spans));
    }
  }

  private static void check(List<TensorSpec> tensors, List<Lifespan> spans, BufferPlan plan) {
    for (int i = 0; i < spans.size(); i++) {
      assertTrue(plan.sizes().get(plan.assigned().get(i)) >= tensors.get(i).storageBytes());
      for (int k = 0; k < i; k++) {
        boolean shared = plan.assigned().get(i).equals(plan.assigned().get(k));
        assertFalse(shared && spans.get(i).meets(spans.get(k)), plan + " for " + spans);
        assertFalse(shared && tensors.get(i).shape().n() != tensors.get(k).shape().n());
      }
    }
    assertTrue(plan.bytes() <= tensors.stream().mapToLong(TensorSpec::storageBytes).sum());
  }
}
