package dev.pointwise.backend;

import dev.pointwise.Refusal;
import org.junit.jupiter.api.Test;

/** A missing argument is refused by its name. */
interface NullContract extends BackendSource {
  /** Null where the compiler would not have it. */
  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T nothing() {
    return null;
  }

  @Test
  default void namesWhatIsMissing() {
    try (SmallLayer small = new SmallLayer(backend())) {
      Refusal.missing(() -> backend().prepare(nothing(), SmallLayer.weights()), "spec");
      Refusal.missing(() -> backend().prepare(SmallLayer.SPEC, nothing()), "weights");
      Refusal.missing(() -> backend().unsupportedReason(nothing()), "spec");
      Refusal.missing(() -> backend().allocate(nothing()), "spec");
      Refusal.missing(() -> backend().upload(nothing()), "host");
      Refusal.missing(() -> backend().copy(nothing(), small.x), "from");
      Refusal.missing(() -> backend().copy(small.x, nothing()), "to");
      Refusal.missing(() -> backend().record(nothing()), "work");
      Refusal.missing(() -> small.x.reshaped(nothing()), "spec");
      Refusal.missing(() -> small.x.write(nothing()), "host");
      Refusal.missing(() -> small.x.read(nothing()), "host");
      Refusal.missing(() -> small.layer.run(nothing()), "x");
      Refusal.missing(() -> small.layer.runInto(nothing(), null, small.y), "x");
      Refusal.missing(() -> small.layer.runInto(small.x, null, nothing()), "y");
    }
  }
}
