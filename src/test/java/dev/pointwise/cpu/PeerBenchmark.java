package dev.pointwise.cpu;

import ai.onnxruntime.OrtException;
import dev.pointwise.bench.LayerShape;
import dev.pointwise.bench.SuiteLayer;
import dev.pointwise.bench.Suites;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The distinct layers of some networks on this backend and in ONNX Runtime, one after the other in
 * one process, in binary32 and NCHW. See scripts/bench-peers-cpu.
 */
public final class PeerBenchmark {
  private PeerBenchmark() {}

  /**
   * Prints a line per layer, then the geometric means; the last line is that of all.
   *
   * @param args networks and batches, each comma-separated; the defaults where left out
   * @throws OrtException if ONNX Runtime refuses
   */
  public static void main(String[] args) throws OrtException {
    List<String> networks = args.length > 0 ? split(args[0]) : Suites.defaults();
    List<Integer> batches =
        (args.length > 1 ? split(args[1]) : List.of("1", "8"))
            .stream().map(Integer::valueOf).toList();
    List<PeerResult> all = new ArrayList<>();
    StringBuilder summary = new StringBuilder();
    try (CpuBackend backend = CpuBackend.open()) {
      int threads = backend.pool().threads();
      header(backend);
      compile(backend, threads, networks);
      for (int batch : batches) {
        List<PeerResult> results = run(backend, threads, networks, batch);
        summarize(summary, networks, batch, results);
        all.addAll(results);
      }
    }
    System.out.print(summary);
    System.out.printf(Locale.ROOT, "geomean %.3f%n", PeerResult.geomean(all));
  }

  private static List<String> split(String text) {
    return Arrays.asList(text.split(",", -1));
  }

  private static void header(CpuBackend backend) {
    System.out.println("ours: " + backend.info());
    backend
        .info()
        .details()
        .forEach((name, value) -> System.out.println("  " + name + ": " + value));
    System.out.println("peer: ONNX Runtime " + OrtLayer.version());
    System.out.println("  " + OrtLayer.SETTINGS + ", intra-op threads " + backend.pool().threads());
    System.out.println(
        "Java "
            + Runtime.version()
            + ", "
            + System.getProperty("os.name")
            + ", "
            + Runtime.getRuntime().availableProcessors()
            + " processors");
    System.out.println("FP32, NCHW; medians of alternating samples; R = peer's time / ours");
  }

  /**
   * Runs a few layers untimed, so that the first ones timed are not those that the JIT compiles.
   */
  private static void compile(CpuBackend backend, int threads, List<String> networks)
      throws OrtException {
    for (String network : networks) {
      for (SuiteLayer each : Suites.get(network).layers().subList(0, 3)) {
        new PeerCase(backend, threads, each.shape()).measure();
      }
    }
  }

  private static List<PeerResult> run(
      CpuBackend backend, int threads, List<String> networks, int batch) throws OrtException {
    System.out.printf("%nbatch %d%n%s%n", batch, PeerResult.HEADER);
    List<PeerResult> results = new ArrayList<>();
    Set<LayerShape> seen = new LinkedHashSet<>();
    for (String network : networks) {
      for (SuiteLayer each : Suites.get(network).layers()) {
        LayerShape layer = each.shape().batch(batch);
        if (seen.add(layer)) {
          double[] seconds = new PeerCase(backend, threads, layer).measure();
          PeerResult result = new PeerResult(network, each.name(), layer, seconds[0], seconds[1]);
          System.out.println(result);
          results.add(result);
        }
      }
    }
    return results;
  }

  private static void summarize(
      StringBuilder summary, List<String> networks, int batch, List<PeerResult> results) {
    summary.append(System.lineSeparator());
    for (String network : networks) {
      List<PeerResult> own =
          results.stream().filter(result -> result.network().equals(network)).toList();
      if (!own.isEmpty()) {
        line(summary, network, batch, own);
      }
    }
    line(summary, "all", batch, results);
  }

  private static void line(
      StringBuilder summary, String name, int batch, List<PeerResult> results) {
    summary.append(
        String.format(
            Locale.ROOT,
            "%-14s batch %d: geomean %.3f over %d layers, least %.3f%n",
            name,
            batch,
            PeerResult.geomean(results),
            results.size(),
            results.stream().mapToDouble(PeerResult::ratio).min().orElseThrow()));
  }
}
