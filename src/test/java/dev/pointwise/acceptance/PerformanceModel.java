package dev.pointwise.acceptance;

import dev.pointwise.bench.LayerCase;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The tables of docs/PERFORMANCE.md that are computed and not measured.
 *
 * @param roofline of the device they are about
 */
record PerformanceModel(Roofline roofline) {
  private static final List<Integer> BATCHES = List.of(1, 8, 32, 128);

  /** The pairs whose intermediate nobody else reads. */
  private static final List<BottleneckPair> PAIRS =
      List.of(
          BottleneckPair.of("nin-imagenet", "cccp1", "cccp2"),
          BottleneckPair.of("nin-imagenet", "cccp3", "cccp4"),
          BottleneckPair.of("nin-imagenet", "cccp5", "cccp6"),
          BottleneckPair.of("nin-imagenet", "cccp7", "cccp8"),
          BottleneckPair.of("nin-cifar10", "cccp1", "cccp2"),
          BottleneckPair.of("nin-cifar10", "cccp3", "cccp4"),
          BottleneckPair.of("nin-cifar10", "cccp5", "cccp6"),
          BottleneckPair.of("convnext-t", "stage0.pwconv1", "stage0.pwconv2"),
          BottleneckPair.of("convnext-t", "stage1.pwconv1", "stage1.pwconv2"),
          BottleneckPair.of("convnext-t", "stage2.pwconv1", "stage2.pwconv2"),
          BottleneckPair.of("convnext-t", "stage3.pwconv1", "stage3.pwconv2"),
          BottleneckPair.of("efficientnet-b0", "features.1.0.se_reduce", "features.1.0.se_expand"),
          BottleneckPair.of("efficientnet-b0", "features.7.0.se_reduce", "features.7.0.se_expand"));

  private static Stream<LayerCase> cases(int batch) {
    return Sweep.shapesOfAllSuites().stream()
        .map(shape -> new LayerCase(shape.batch(batch), Precision.F16, Layout.NHWC));
  }

  /** What FP8 could gain. */
  List<String> fp8() {
    return Fp8Model.of(roofline, BATCHES.stream().flatMap(PerformanceModel::cases)).table();
  }

  /** How many shapes are of each class, batch by batch. */
  List<String> classes() {
    Map<ShapeClass, int[]> counts = new TreeMap<>();
    for (int i = 0; i < BATCHES.size(); i++) {
      for (LayerCase layer : cases(BATCHES.get(i)).toList()) {
        counts.computeIfAbsent(ShapeClass.of(layer, roofline), key -> new int[BATCHES.size()])[i]++;
      }
    }
    List<String> lines = new ArrayList<>();
    header(lines, "class", BATCHES.stream().map(batch -> "batch " + batch).toList());
    counts.forEach((key, each) -> Summary.row(lines, cells(key.toString(), each)));
    int[] all = new int[BATCHES.size()];
    counts.values().forEach(each -> IntStream.range(0, all.length).forEach(i -> all[i] += each[i]));
    Summary.row(lines, cells("all", all));
    return lines;
  }

  private static String[] cells(String name, int[] counts) {
    List<String> cells = new ArrayList<>(List.of(name));
    IntStream.of(counts).mapToObj(String::valueOf).forEach(cells::add);
    return cells.toArray(String[]::new);
  }

  /** What two layers in one kernel would save. */
  List<String> bottlenecks() {
    List<String> lines = new ArrayList<>();
    header(
        lines,
        "pair",
        List.of(
            "channels",
            "pixels",
            "both W",
            "between, batch 32",
            "batch 1",
            "batch 32",
            "batch 128"));
    for (BottleneckPair pair : PAIRS) {
      Summary.row(
          lines,
          pair.name(),
          pair.reduce().input().c() + " → " + pair.reduce().cOut() + " → " + pair.expand().cOut(),
          String.valueOf(pair.reduce().output().pixels()),
          String.format(Locale.ROOT, "%.0f KiB", pair.weightBytes() / 1024.0),
          String.format(Locale.ROOT, "%.2f MB", pair.intermediateBytes(32) / 1e6),
          times(pair, 1),
          times(pair, 32),
          times(pair, 128));
    }
    return lines;
  }

  private String times(BottleneckPair pair, int batch) {
    return String.format(
        Locale.ROOT,
        "%.1f → %.1f µs",
        pair.apart(roofline, batch) * 1e6,
        pair.fused(roofline, batch) * 1e6);
  }

  private static void header(List<String> lines, String first, List<String> others) {
    List<String> header = new ArrayList<>(List.of(first));
    header.addAll(others);
    Summary.row(lines, header.toArray(String[]::new));
    Summary.row(
        lines,
        IntStream.range(0, header.size())
            .mapToObj(i -> i == 0 ? "---" : "--:")
            .collect(Collectors.toList())
            .toArray(String[]::new));
  }
}
