package dev.pointwise.backend;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Whether a resource is open, and how many calls are using it. Closing waits for those calls; who
 * comes later is refused. A resource that is garbage before it was closed is reported in the log,
 * and never freed behind its owner's back.
 */
public final class Lifetime {
  private static final System.Logger LOG = System.getLogger(Lifetime.class.getName());
  private static final Cleaner CLEANER = Cleaner.create();
  private static final long CLOSED = Long.MIN_VALUE;
  private static final long PAUSE_NANOS = 20_000;

  private final Uses uses;
  private final Cleaner.Cleanable report;

  /**
   * The lifetime of {@code owner}, which is open.
   *
   * @param owner the resource
   * @param what how messages name it
   */
  public Lifetime(Object owner, String what) {
    uses = new Uses(what);
    report = CLEANER.register(owner, uses);
  }

  /** The count of running calls, offset by {@link #CLOSED} once closed; apart from the owner. */
  private static final class Uses implements Runnable {
    private final String what;
    private final AtomicLong count = new AtomicLong();

    Uses(String what) {
      this.what = what;
    }

    IllegalStateException closed() {
      return new IllegalStateException(what + " is closed");
    }

    @Override
    public void run() {
      if (count.get() >= 0) {
        LOG.log(System.Logger.Level.WARNING, "{0} was never closed: its memory is leaked", what);
      }
    }
  }

  /**
   * Begins a use, ended by {@link #exit}.
   *
   * @throws IllegalStateException if the resource is closed, unless this thread replays what uses
   *     it: whoever closes it waits for that
   */
  public void enter() {
    if (!tryEnter()) {
      if (!Recorder.holds(this)) {
        throw uses.closed();
      }
      uses.count.incrementAndGet();
    }
    Recorder.entered(this);
  }

  /** Begins a use, ended by {@link #exit}, unless the resource is closed. */
  public boolean tryEnter() {
    boolean open = uses.count.incrementAndGet() >= 0;
    if (!open) {
      uses.count.decrementAndGet();
    }
    return open;
  }

  /** Ends a use. */
  public void exit() {
    uses.count.decrementAndGet();
  }

  /**
   * Refuses a closed resource.
   *
   * @throws IllegalStateException if the resource is closed
   */
  public void check() {
    if (uses.count.get() < 0) {
      throw uses.closed();
    }
  }

  /**
   * Closes, and waits for the uses under way; true for the first caller alone. An interrupt does
   * not end the wait; the thread is then still interrupted.
   *
   * @throws IllegalStateException if this thread records
   */
  public boolean close() {
    Recorder.refuse("closing the " + uses.what);
    long before = uses.count.getAndUpdate(count -> count < 0 ? count : count + CLOSED);
    if (before < 0) {
      return false;
    }
    awaitUses();
    report.clean();
    return true;
  }

  /** Interrupted threads do not park: one of them would keep its processor from those it awaits. */
  private void awaitUses() {
    boolean interrupted = false;
    while (uses.count.get() != CLOSED) {
      interrupted |= Thread.interrupted();
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
