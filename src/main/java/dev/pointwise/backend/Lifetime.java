package dev.pointwise.backend;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Whether a resource is open, and how many calls are using it. Closing waits for those calls; who
 * comes later is refused. A resource that is never closed is reported ({@link Leaks}), and not
 * freed behind its owner's back.
 */
public final class Lifetime {
  private static final long CLOSED = Long.MIN_VALUE;
  private static final long PAUSE_NANOS = 20_000;

  private final OpenResource resource;
  private final Leaks.@Nullable Watch watch;

  /** The count of running calls, offset by {@link #CLOSED} once closed. */
  private final AtomicLong count = new AtomicLong();

  /**
   * The lifetime of {@code owner}, which is open and belongs to no backend.
   *
   * @param owner the resource
   * @param what how messages name it
   */
  public Lifetime(Object owner, String what) {
    this(owner, (Lifetime) null, what, null);
  }

  /**
   * The lifetime of {@code owner}, which is open.
   *
   * @param owner the resource
   * @param backend what it belongs to
   * @param what how messages name it
   */
  public Lifetime(Object owner, Backend backend, String what) {
    this(owner, backend instanceof AbstractBackend own ? own.lifetime() : null, what, null);
  }

  /**
   * The lifetime likewise of something that belongs to the backend of that lifetime, or to none.
   *
   * @param detail which one of its kind it is, put into words when it is asked for; without a
   *     reference to the owner
   */
  Lifetime(Object owner, @Nullable Lifetime backend, String kind, @Nullable Object detail) {
    resource = Leaks.resource(kind, detail);
    watch = Leaks.watch(owner, resource, backend);
  }

  private IllegalStateException refusal() {
    return new IllegalStateException(resource + " is closed");
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
        throw refusal();
      }
      count.incrementAndGet();
    }
    Recorder.entered(this);
  }

  /** Begins a use, ended by {@link #exit}, unless the resource is closed. */
  public boolean tryEnter() {
    boolean open = count.incrementAndGet() >= 0;
    if (!open) {
      count.decrementAndGet();
    }
    return open;
  }

  /** Ends a use. */
  public void exit() {
    count.decrementAndGet();
  }

  /**
   * Refuses a closed resource.
   *
   * @throws IllegalStateException if the resource is closed
   */
  public void check() {
    if (count.get() < 0) {
      throw refusal();
    }
  }

  /**
   * Closes, and waits for the uses under way; true for the first caller alone. An interrupt does
   * not end the wait; the thread is then still interrupted.
   *
   * @throws IllegalStateException if this thread records
   */
  public boolean close() {
    Recorder.refuse("closing the ", resource);
    long before = count.getAndUpdate(uses -> uses < 0 ? uses : uses + CLOSED);
    if (before < 0) {
      return false;
    }
    awaitUses();
    Leaks.closed(watch);
    return true;
  }

  /** Interrupted threads do not park: one of them would keep its processor from those it awaits. */
  private void awaitUses() {
    boolean interrupted = false;
    while (count.get() != CLOSED) {
      interrupted |= Thread.interrupted();
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return resource.toString();
  }
}
