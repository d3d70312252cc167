package dev.pointwise.cpu;

import dev.pointwise.backend.Closing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Threads that help a caller with the chunks of its job. Thread-safe.
 *
 * <p>Chunks are claimed from a counter, by the caller as well, which waits for no helper but those
 * in the middle of a chunk: a helper that wakes late finds nothing and costs nothing. One job at a
 * time has the helpers; whoever calls meanwhile, from a job's own chunk even, works alone. Helpers
 * park when there is nothing to do; nobody spins for long.
 */
final class WorkerPool implements AutoCloseable {
  /** A job. */
  interface Job {
    /** Does one chunk, whatever the order, on any thread, with scratch memory of that thread. */
    void run(long chunk, Workspace workspace);
  }

  private static final int SPINS = 200;

  private final NativeHeap heap;
  private final AtomicReference<@Nullable Run> current = new AtomicReference<>();
  private final List<Thread> helpers = new ArrayList<>();
  private final ArrayDeque<Workspace> idle = new ArrayDeque<>();
  private volatile boolean closed;

  /**
   * A pool where a caller and {@code threads − 1} helpers work together.
   *
   * @param heap where scratch memory comes from
   */
  WorkerPool(int threads, NativeHeap heap) {
    this.heap = heap;
    for (int i = 1; i < threads; i++) {
      helpers.add(
          Thread.ofPlatform().daemon().name("pointwise-cpu-" + i).unstarted(this::helpUntilClosed));
    }
    helpers.forEach(Thread::start);
  }

  int threads() {
    return helpers.size() + 1;
  }

  /** Scratch memory for the calling thread, which gives it back by {@link #release}. */
  Workspace acquire() {
    synchronized (idle) {
      Workspace workspace = idle.pollLast();
      return workspace == null ? new Workspace(heap) : workspace;
    }
  }

  void release(Workspace workspace) {
    synchronized (idle) {
      idle.addLast(workspace);
    }
  }

  /** Frees the scratch memory that nobody has acquired. */
  void freeIdle() {
    synchronized (idle) {
      Closing.closeAll(idle.toArray(AutoCloseable[]::new));
    }
  }

  /** Runs all chunks on the calling thread. */
  static void runAlone(long chunks, Workspace own, Job job) {
    for (long chunk = 0; chunk < chunks; chunk++) {
      job.run(chunk, own);
    }
  }

  /**
   * Runs all chunks and returns when the last is done. What a chunk throws is thrown here, once
   * none is running any more; chunks not yet begun are left out then.
   *
   * @param own the caller's scratch memory
   */
  void run(long chunks, Workspace own, Job job) {
    if (chunks <= 1 || helpers.isEmpty()) {
      runAlone(chunks, own, job);
      return;
    }
    Run run = new Run(job, chunks, Thread.currentThread());
    if (!current.compareAndSet(null, run)) {
      runAlone(chunks, own, job);
      return;
    }
    for (int i = 0; i < helpers.size() && i < chunks - 1; i++) {
      LockSupport.unpark(helpers.get(i));
    }
    run.drain(own);
    run.await();
    current.set(null);
    run.rethrow();
  }

  private void helpUntilClosed() {
    Workspace own = acquire();
    try {
      while (!closed) {
        Run run = current.get();
        if (run == null || run.isDrained()) {
          LockSupport.park(this);
        } else if (run.drain(own)) {
          LockSupport.unpark(run.caller);
        }
      }
    } finally {
      release(own);
    }
  }

  /** The chunks of one job: how many are claimed, how many are done. */
  private static final class Run {
    private final Job job;
    private final long chunks;
    private final Thread caller;
    private final AtomicLong claimed = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Run(Job job, long chunks, Thread caller) {
      this.job = job;
      this.chunks = chunks;
      this.caller = caller;
    }

    boolean isDrained() {
      return claimed.get() >= chunks;
    }

    /** Claims chunks until there are no more; true if this thread finished the last. */
    boolean drain(Workspace own) {
      boolean last = false;
      while (!isDrained()) {
        long chunk = claimed.getAndIncrement();
        if (chunk < chunks) {
          attempt(chunk, own);
          last = done.incrementAndGet() == chunks;
        }
      }
      return last;
    }

    private void attempt(long chunk, Workspace own) {
      if (failure.get() != null) {
        return;
      }
      try {
        job.run(chunk, own);
      } catch (Throwable t) {
        Throwable first = failure.compareAndExchange(null, t);
        if (first != null) {
          first.addSuppressed(t);
        }
      }
    }

    /** An interrupt does not end the wait; without the flag, which is kept, the thread parks. */
    void await() {
      boolean interrupted = false;
      for (int i = 0; done.get() < chunks; i++) {
        if (i < SPINS) {
          Thread.onSpinWait();
        } else {
          interrupted |= Thread.interrupted();
          LockSupport.park(this);
        }
      }
      if (interrupted) {
        caller.interrupt();
      }
    }

    void rethrow() {
      Throwable thrown = failure.get();
      if (thrown instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      if (thrown instanceof Error error) {
        throw error;
      }
    }
  }

  /** Ends the helpers and frees all scratch memory; nothing may be running. */
  @Override
  public void close() {
    closed = true;
    for (Thread helper : helpers) {
      LockSupport.unpark(helper);
    }
    for (Thread helper : helpers) {
      join(helper);
    }
    Closing.closeAll(idle.toArray(AutoCloseable[]::new));
    idle.clear();
  }

  private static void join(Thread helper) {
    boolean interrupted = false;
    while (helper.isAlive()) {
      try {
        helper.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
