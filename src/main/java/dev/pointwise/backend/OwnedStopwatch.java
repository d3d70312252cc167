package dev.pointwise.backend;

/** A stopwatch that is refused once it, or its backend, is closed. */
final class OwnedStopwatch implements Stopwatch {
  private final AbstractBackend owner;
  private final Lifetime own;
  private final Stopwatch inner;

  @SuppressWarnings("this-escape") // for identity alone
  OwnedStopwatch(AbstractBackend owner, Stopwatch inner) {
    this.owner = owner;
    this.inner = inner;
    this.own = new Lifetime(this, owner.lifetime(), "stopwatch", null);
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
    owner.lifetime().enter();
    try {
      own.enter();
      try {
        action.run();
      } finally {
        own.exit();
      }
    } finally {
      owner.lifetime().exit();
    }
  }

  @Override
  public void close() {
    if (own.close()) {
      owner.free(inner::close);
    }
  }
}
