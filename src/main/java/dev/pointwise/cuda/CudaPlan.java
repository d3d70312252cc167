package dev.pointwise.cuda;

import dev.pointwise.backend.Closing;
import dev.pointwise.backend.PlanExplanation;
import dev.pointwise.spec.TensorSpec;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What a layer does for tensors of some specs, decided once. It counts its users, the cache that
 * keeps it among them: the last to leave closes what the plan holds.
 */
final class CudaPlan {
  private final TensorSpec x;
  private final @Nullable TensorSpec residual;
  private final TensorSpec y;
  private final Variant variant;
  private final PlanExplanation explanation;
  private final AutoCloseable resources;
  private final AtomicInteger users = new AtomicInteger(1);

  /**
   * A plan, used by whoever makes it.
   *
   * @param variant what runs
   * @param explanation why
   * @param resources what the variant needs while it runs
   */
  CudaPlan(
      TensorSpec x,
      @Nullable TensorSpec residual,
      TensorSpec y,
      Variant variant,
      PlanExplanation explanation,
      AutoCloseable resources) {
    this.x = x;
    this.residual = residual;
    this.y = y;
    this.variant = variant;
    this.explanation = explanation;
    this.resources = resources;
  }

  Variant variant() {
    return variant;
  }

  PlanExplanation explanation() {
    return explanation;
  }

  /** Begins a use, ended by {@link #exit}, unless the plan is closed already. */
  boolean tryEnter() {
    int count = users.get();
    while (count > 0 && !users.compareAndSet(count, count + 1)) {
      count = users.get();
    }
    return count > 0;
  }

  /** Ends a use. */
  void exit() {
    if (users.decrementAndGet() == 0) {
      Closing.closeAll(resources);
    }
  }

  @Override
  public String toString() {
    return "x " + x + ", y " + y + (residual == null ? "" : ", residual " + residual);
  }
}
