package dev.pointwise.acceptance;

import dev.pointwise.bench.LayerCase;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoublePredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What FP8 can gain over FP16 on compute-bound cases.
 *
 * @param roofline of the device
 * @param cases in FP16, those that are compute-bound
 */
record Fp8Model(Roofline roofline, List<LayerCase> cases) {
  private static final double WANTED = 1.6;

  static Fp8Model of(Roofline roofline, Stream<LayerCase> cases) {
    return new Fp8Model(
        roofline, cases.filter(each -> roofline.bound(each) == Bound.COMPUTE).toList());
  }

  private static LayerCase inFp8(LayerCase layer) {
    return new LayerCase(layer.shape(), Precision.F8, Layout.NHWC);
  }

  /** The least that two kernels take, between which the sums lie in memory in binary32. */
  double apart(LayerCase layer) {
    LayerCase fp8 = inFp8(layer);
    long elements = layer.shape().output().elements();
    long output = elements * Precision.F8.output().bytes();
    long sums = elements * DType.F32.bytes();
    return roofline.seconds(fp8.bytes() - output + sums, fp8.flops(), Precision.F8)
        + roofline.seconds(sums + output, 0, Precision.F8);
  }

  /** The least that one kernel takes. */
  double whole(LayerCase layer) {
    return roofline.seconds(inFp8(layer));
  }

  List<String> table() {
    List<String> lines = new ArrayList<>();
    Summary.row(
        lines,
        "FP8 on the " + cases.size() + " compute-bound cases",
        "faster than FP16",
        "1.6 times or more",
        "at most");
    Summary.row(lines, "---", "--:", "--:", "--:");
    row(lines, "sums through memory, for scales per channel", this::apart);
    row(lines, "in one call, with one scale for all channels", this::whole);
    return lines;
  }

  private void row(List<String> lines, String name, ToDoubleFunction<LayerCase> seconds) {
    double[] gains =
        cases.stream()
            .mapToDouble(each -> roofline.seconds(each) / seconds.applyAsDouble(each))
            .sorted()
            .toArray();
    Summary.row(
        lines,
        name,
        count(gains, gain -> gain > 1),
        count(gains, gain -> gain >= WANTED),
        String.format(Locale.ROOT, "%.2f times", gains[gains.length - 1]));
  }

  private static String count(double[] gains, DoublePredicate which) {
    return String.valueOf(Arrays.stream(gains).filter(which).count());
  }
}
