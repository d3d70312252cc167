package dev.pointwise.bench;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendException;
import dev.pointwise.backend.Closing;
import dev.pointwise.results.Order;
import dev.pointwise.results.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Verifies cases one after the other and measures them in blocks. */
final class Session implements AutoCloseable {
  /** The most cases that are sampled in turn. */
  private static final int MOST_CASES = 16;

  /**
   * The most memory of a block of more than one case: a quarter of what the smallest GPUs that are
   * of use for this have.
   */
  private static final long MOST_BYTES = 1L << 30;

  private final Backend backend;
  private final int devices;
  private final Settings settings;
  private final Sampling sampling;
  private final Consumer<CaseRun> ended;
  private final Progress progress;
  private final BooleanSupplier interrupted;
  private final double started;
  private final List<CaseRun> block = new ArrayList<>();
  private long blockBytes;
  private int blockSize;
  private @Nullable CacheFlush flush;
  private boolean warm;

  Session(
      Backend backend,
      int devices,
      Settings settings,
      Sampling sampling,
      Consumer<CaseRun> ended,
      Progress progress,
      BooleanSupplier interrupted) {
    this.backend = backend;
    this.devices = devices;
    this.settings = settings;
    this.sampling = sampling;
    this.ended = ended;
    this.progress = progress;
    this.interrupted = interrupted;
    this.started = sampling.now();
  }

  /**
   * How many cases are a block: as many as may be, but so that no block is left over that is much
   * smaller than the others, whose few cases would have a short disturbance to themselves.
   */
  static int blockSize(int cases, Order order) {
    int most = order == Order.SEQUENTIAL ? 1 : MOST_CASES;
    return cases <= most ? most : Math.ceilDiv(cases, Math.ceilDiv(cases, most));
  }

  /** Verifies and measures all of them, unless somebody interrupts. */
  void run(List<PlannedCase> cases) {
    blockSize = blockSize(cases.size(), settings.order());
    for (PlannedCase planned : cases) {
      if (interrupted.getAsBoolean()) {
        return;
      }
      CaseRun next = new CaseRun(planned);
      progress.begin(next.benchCase().key());
      Block.attempt(next, () -> verify(next));
      if (next.failed()) {
        ended.accept(next);
      } else {
        add(next);
      }
    }
    measure();
  }

  private void verify(CaseRun next) {
    double start = sampling.now();
    Verification verification = next.benchCase().verify(backend, settings.seed());
    next.verified(verification, sampling.now() - start);
    if (!next.failed()) {
      next.sized(next.benchCase().deviceBytes() * (settings.twice() ? 2 : 1));
    }
  }

  private void add(CaseRun next) {
    if (!block.isEmpty() && blockBytes + next.deviceBytes() > MOST_BYTES) {
      measure();
    }
    block.add(next);
    blockBytes += next.deviceBytes();
    if (block.size() == blockSize) {
      measure();
    }
  }

  /** Measures the cases of the block, which is empty then. */
  private void measure() {
    List<CaseRun> cases = List.copyOf(block);
    block.clear();
    blockBytes = 0;
    try {
      for (CaseRun each : cases) {
        if (interrupted.getAsBoolean()) {
          return;
        }
        Block.attempt(each, () -> prepare(each));
      }
      new Block(
              cases,
              runs -> openFlush().run(runs),
              backend::condition,
              sampling,
              started,
              progress,
              interrupted)
          .run(ended);
    } finally {
      Closing.closeAll(cases.toArray(AutoCloseable[]::new));
    }
  }

  private void prepare(CaseRun each) {
    for (int instance = 0; instance < (settings.twice() ? 2 : 1); instance++) {
      double start = sampling.now();
      openFlush();
      double warmUp = warm ? sampling.warmUp() : sampling.firstWarmUp();
      Subject subject =
          new Subject(backend, each.benchCase(), settings, instance == 1, sampling, warmUp);
      each.prepared(subject, sampling.now() - start);
      warm = true;
    }
  }

  /**
   * What fills the cache with something else; opened before samples are taken, whose time that
   * would use up.
   *
   * @throws BackendException if there is no memory for it
   */
  private CacheFlush openFlush() {
    if (flush == null) {
      flush = new CacheFlush(backend, devices);
    }
    return flush;
  }

  @Override
  public void close() {
    if (flush != null) {
      flush.close();
    }
  }
}
