package dev.pointwise.cuda;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.GemmShape;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.spec.TensorSpec;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which quantized layers a device runs. Whether its cuBLASLt multiplies a type at all is asked once
 * for each type, by a product of ordinary extents. Thread-safe.
 */
final class QuantizedSupport {
  private static final int LEAST_FOR_F8 = 89;
  private static final int LEAST_FOR_I8 = 75;
  private static final int PROBE_EXTENT = 64;

  private final int capability;
  private final @Nullable CublasLt lt;
  private final Map<Precision, String> reasons = new EnumMap<>(Precision.class);

  /**
   * The support of a device.
   *
   * @param capability ten times its compute capability
   * @param lt its cuBLASLt, or null where that is not used
   */
  QuantizedSupport(int capability, @Nullable CublasLt lt) {
    this.capability = capability;
    this.lt = lt;
  }

  /** Why a layer in a quantized precision cannot run, or null if it can. */
  @Nullable String unsupportedReason(ConvSpec spec) {
    Precision precision = spec.precision();
    int least = precision == Precision.F8 ? LEAST_FOR_F8 : LEAST_FOR_I8;
    if (capability < least) {
      return precision
          + " needs compute capability "
          + text(least)
          + ", but the device has "
          + text(capability);
    }
    if (lt == null) {
      return precision + " needs cuBLASLt, which is " + CublasLt.unavailableReason();
    }
    if (spec.inputLayout() != Layout.NHWC || spec.outputLayout() != Layout.NHWC) {
      return precision + " needs the layout NHWC for input and output";
    }
    if (spec.groups() != 1) {
      return precision + " needs groups = 1";
    }
    String reason = probed(precision, lt);
    return reason.isEmpty() ? null : reason;
  }

  private static String text(int capability) {
    return capability / 10 + "." + capability % 10;
  }

  private String probed(Precision precision, CublasLt library) {
    synchronized (reasons) {
      return Objects.requireNonNull(
          reasons.computeIfAbsent(precision, each -> probe(each, library)));
    }
  }

  private static String probe(Precision precision, CublasLt library) {
    ConvSpec spec =
        ConvSpec.of(PROBE_EXTENT, PROBE_EXTENT).precision(precision).layout(Layout.NHWC);
    TensorSpec x = spec.input(1, PROBE_EXTENT, 1);
    LtProblem problem = LtProblem.sums(precision, GemmShape.of(spec, x, spec.output(x)));
    try (LtDescriptors descriptors = library.describe(problem)) {
      return library.heuristics(problem, descriptors, 1).isEmpty()
          ? "cuBLASLt names no algorithm for " + precision
          : "";
    }
  }
}
