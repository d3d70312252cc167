package dev.pointwise.backend;

/** A stopwatch that is refused once it, or its backend, is closed. */
final class OwnedStopwatch implements Stopwatch {
  private final Lifetime owner;
  private final Lifetime own = new Lifetime(this, "stopwatch");
  private final Stopwatch inner;

  @SuppressWarnings("this-escape") // for identity alone
  OwnedStopwatch(Lifetime owner, Stopwatch inner) {
    this.owner = owner;
    this.inner = inner;
  }

  @Override
  public void start() {
    whileOpen(inner::start);
  }

  @Override
  public void stop() {
    whileOpen(inner::stop);
  }

  @Override
  public double seconds() {
    double[] seconds = {0};
    whileOpen(() -> seconds[0] = inner.seconds());
    return seconds[0];
  }

  private void whileOpen(Runnable action) {
    Recorder.refuse("timing");
    owner.enter();
    try {
      own.enter();
      try {
        action.run();
      } finally {
        own.exit();
      }
    } finally {
      owner.exit();
    }
  }

  @Override
  public void close() {
    if (own.close() && owner.tryEnter()) {
      try {
        inner.close();
      } finally {
        owner.exit();
      }
    }
  }
}
