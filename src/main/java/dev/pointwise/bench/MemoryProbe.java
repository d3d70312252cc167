package dev.pointwise.bench;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.Stopwatch;
import dev.pointwise.backend.Tensor;
import dev.pointwise.results.Roofline.Bandwidth;
import dev.pointwise.spec.ConvSpec;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.TensorSpec;
import dev.pointwise.tensor.ConvWeights;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What memory delivers at most, by how much of it is used again and again: the best of copying it,
 * of reading it as the input of a layer with one output channel, and, where it is small, of reading
 * it as the weights of a layer on one pixel. Copying alone is no upper bound: a processor reads
 * what it is to overwrite, so a copy moves three bytes where two are counted, and a layer that
 * mostly reads does not.
 */
final class MemoryProbe implements AutoCloseable {
  private static final long SMALLEST = 64 << 10;
  private static final long SMALLEST_PIECE = 512 << 10;
  private static final long LARGEST_PIECE = 256 << 20;
  private static final long LARGEST_WEIGHTS = 16 << 20;
  private static final int CHANNELS = 256;
  private static final int STEP = 4;

  /** How many times the cache the largest set is. */
  private static final int BEYOND_CACHE = 4;

  /** A piece takes so long to copy, so that one disturbance spoils few of them. */
  private static final double PIECE_SECONDS = 250e-6;

  private static final double BUDGET = 0.03;

  /** The largest set is the ceiling of every cold run. */
  private static final double LARGEST_BUDGET = 0.15;

  private final Backend backend;
  private final Stopwatch stopwatch;
  private final WorkingSet all;
  private final NavigableMap<Long, Double> rates = new TreeMap<>();

  /** Takes memory four times as large as the cache, or as much as there is. */
  MemoryProbe(Backend backend, Stopwatch stopwatch) {
    this.backend = backend;
    this.stopwatch = stopwatch;
    long piece = pieceBytes();
    long largest = Math.max(BEYOND_CACHE * backend.cacheBytes(), BEYOND_CACHE * piece);
    all = new WorkingSet(backend, largest, piece);
  }

  /** Measures each set once more. */
  void measure() {
    for (long bytes = SMALLEST; 2 * bytes <= all.bytes(); bytes *= STEP) {
      measure(bytes, BUDGET);
    }
    measure(all.bytes(), LARGEST_BUDGET);
  }

  /** The best so far, of the smallest set first. */
  List<Bandwidth> bandwidths() {
    return rates.entrySet().stream()
        .map(each -> new Bandwidth(each.getKey(), each.getValue()))
        .toList();
  }

  private long pieceBytes() {
    long bytes = SMALLEST_PIECE;
    while (bytes < LARGEST_PIECE && copySeconds(bytes) < PIECE_SECONDS) {
      bytes *= 2;
    }
    return bytes;
  }

  private double copySeconds(long bytes) {
    try (WorkingSet pair = new WorkingSet(backend, 2 * bytes, bytes)) {
      return BestTime.of(stopwatch, 0, () -> copy(pair));
    }
  }

  private void copy(WorkingSet set) {
    backend.copy(set.next(), set.opposite());
  }

  private void measure(long bytes, double budget) {
    try (WorkingSet set = all.first(bytes)) {
      double rate = 2 * set.pieceBytes() / BestTime.of(stopwatch, budget, () -> copy(set));
      if (set.pieceBytes() >= SMALLEST_PIECE) {
        rate = Math.max(rate, readingInput(set, budget));
      }
      if (bytes <= LARGEST_WEIGHTS) {
        rate = Math.max(rate, readingWeights(bytes));
      }
      rates.merge(set.bytes(), rate, Math::max);
    }
  }

  private double readingInput(WorkingSet set, double budget) {
    ConvSpec spec = ConvSpec.of(CHANNELS, 1);
    long pixels = set.pieceBytes() / Float.BYTES / CHANNELS / WorkingSet.IMAGES;
    TensorSpec x = spec.input(WorkingSet.IMAGES, 1, Math.toIntExact(pixels));
    try (ConvLayer layer = backend.prepare(spec, ConvWeights.of(Numbers.uniform(CHANNELS)));
        WorkingSet inputs = set.as(x);
        Tensor y = backend.allocate(spec.output(x))) {
      return (set.pieceBytes() + y.spec().storageBytes())
          / BestTime.of(stopwatch, budget, () -> layer.runInto(inputs.next(), null, y));
    }
  }

  private double readingWeights(long bytes) {
    int channels = (int) Math.sqrt((double) bytes / Float.BYTES);
    ConvSpec spec = ConvSpec.of(channels, channels).layout(Layout.NHWC);
    TensorSpec x = spec.input(1, 1, 1);
    try (ConvLayer layer =
            backend.prepare(spec, ConvWeights.of(Numbers.uniform(channels * channels)));
        Tensor input = backend.upload(Numbers.uniform(x));
        Tensor y = backend.allocate(spec.output(x))) {
      return (double) Float.BYTES
          * channels
          * (channels + 2)
          / BestTime.of(stopwatch, BUDGET, () -> layer.runInto(input, null, y));
    }
  }

  @Override
  public void close() {
    all.close();
  }
}
