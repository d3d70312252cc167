package dev.pointwise.results;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of a case.
 *
 * @param status the outcome
 * @param reason why there is no measurement; null if there is one
 * @param gates what each comparison with the oracle came to
 */
public record Outcome(Status status, @Nullable String reason, List<String> gates) {
  /** An outcome in a word. */
  public enum Status {
    /** It computes what it should, and was measured. */
    MEASURED,
    /** The backend cannot run it here. */
    UNSUPPORTED,
    /** Its results are wrong, so it was not timed. */
    MISMATCH,
    /** The backend or the machine failed, for example for want of memory. */
    ERROR;

    /** The name in files. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Copies the list. */
  public Outcome {
    gates = List.copyOf(gates);
  }
}
