package dev.pointwise.testing;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.Tuning;
import java.util.function.IntFunction;

/** Has several devices. */
public final class SeveralProvider extends TestProvider {
  private final int count;
  private final IntFunction<Backend> opening;

  /** Three devices that compute what the oracle does, but for what {@link FaultyBackend} spoils. */
  public SeveralProvider() {
    this(3, device -> new FaultyBackend("several", "device of tests"));
  }

  /** So many devices, opened so. */
  public SeveralProvider(int count, IntFunction<Backend> opening) {
    super("several");
    this.count = count;
    this.opening = opening;
  }

  @Override
  public int deviceCount() {
    return count;
  }

  @Override
  protected Backend open() {
    return opening.apply(0);
  }

  @Override
  public Backend open(int device, Tuning tuning) {
    return device > 0 && device < count ? opening.apply(device) : super.open(device, tuning);
  }
}
