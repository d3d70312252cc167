package dev.pointwise.backend;

import org.jspecify.annotations.Nullable;

/**
 * What a thread may do while it records, or replays by running the work again, and what it uses by
 * that. Calls that no recording can hold are refused; the recording then fails even if the work
 * catches the refusal.
 *
 * <p>A recorder is its thread's from the start of {@link #run} to its end, but for the time that a
 * layer computes: what a backend does within a layer is its own business.
 */
public final class Recorder {
  private static final ThreadLocal<@Nullable Recorder> CURRENT = new ThreadLocal<>();

  private final AbstractBackend backend;
  private final RecordedUses uses;
  private @Nullable IllegalStateException refusal;

  private Recorder(AbstractBackend backend, RecordedUses uses) {
    this.backend = backend;
    this.uses = uses;
  }

  /**
   * Runs work that may run layers of {@code backend} and nothing else.
   *
   * @param uses to which the lifetimes and views are added that the work enters
   * @throws IllegalStateException if the work did anything else
   */
  static void run(AbstractBackend backend, RecordedUses uses, Runnable work) {
    Recorder recorder = new Recorder(backend, uses);
    CURRENT.set(recorder);
    try {
      work.run();
    } finally {
      CURRENT.remove();
    }
    if (recorder.refusal != null) {
      throw recorder.refusal;
    }
  }

  /**
   * Refuses a call, named so, if this thread records.
   *
   * @throws IllegalStateException if it does; the recording fails, too
   */
  public static void refuse(String call) {
    Recorder recorder = CURRENT.get();
    if (recorder != null) {
      throw recorder.refused(call);
    }
  }

  /** Refuses likewise a call whose name ends in what is put into words only then. */
  static void refuse(String call, Object what) {
    Recorder recorder = CURRENT.get();
    if (recorder != null) {
      throw recorder.refused(call + what);
    }
  }

  /** Refuses layers of other backends than the recording one. */
  @SuppressWarnings("ReferenceEquality") // the very same backend
  static void refuseOther(AbstractBackend owner) {
    Recorder recorder = CURRENT.get();
    if (recorder != null && recorder.backend != owner) {
      throw recorder.refused("a run of another backend's layer, on " + owner.info() + ",");
    }
  }

  private IllegalStateException refused(String call) {
    IllegalStateException exception =
        new IllegalStateException(
            call
                + " while this thread records on "
                + backend.info()
                + ", expected runs of its layers into tensors that exist, and nothing else");
    if (refusal == null) {
      refusal = exception;
    }
    return exception;
  }

  /** Whether what this thread records or replays is using a resource anyway, until it ends. */
  @SuppressWarnings("ReferenceEquality") // the very same lifetime
  static boolean holds(Lifetime lifetime) {
    Recorder recorder = CURRENT.get();
    return recorder != null
        && (lifetime == recorder.backend.lifetime() || recorder.uses.holds(lifetime));
  }

  /** Whether this thread replays what uses a view: it was open when the replay began. */
  static boolean holds(AbstractTensor view) {
    Recorder recorder = CURRENT.get();
    return recorder != null && recorder.uses.holds(view);
  }

  /** Notes that this thread, if it records, uses a resource. */
  @SuppressWarnings("ReferenceEquality") // the very same lifetime
  static void entered(Lifetime lifetime) {
    Recorder recorder = CURRENT.get();
    if (recorder != null && lifetime != recorder.backend.lifetime()) {
      recorder.uses.add(lifetime);
    }
  }

  /** Notes that this thread, if it records, uses a view. */
  static void entered(AbstractTensor view) {
    Recorder recorder = CURRENT.get();
    if (recorder != null) {
      recorder.uses.add(view);
    }
  }

  /** Lets this thread do anything until {@link #resume}; returns what to resume. */
  static @Nullable Recorder pause() {
    Recorder recorder = CURRENT.get();
    if (recorder != null) {
      CURRENT.remove();
    }
    return recorder;
  }

  /** Undoes {@link #pause}. */
  static void resume(@Nullable Recorder paused) {
    if (paused != null) {
      CURRENT.set(paused);
    }
  }
}
