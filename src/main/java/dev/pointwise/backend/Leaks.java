package dev.pointwise.backend;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What was opened and never closed: backends, layers, tensors, recordings, stopwatches, networks.
 * The log tells of it, as a warning, once it is garbage, or when its backend closes; {@link #open}
 * tells of it at any time. Of what consists of others, such as a network, the log tells as of one.
 * Nothing is freed because of that, except that a backend frees what is its own when it closes.
 * Thread-safe.
 *
 * <p>The system property {@code pointwise.leaks} says how much is done: {@code sampled}, as it is
 * by default, keeps of one resource in {@value #SAMPLED} the stack by which it was created; {@code
 * all} keeps that of each; with {@code off} nothing is reported at all. It is read once.
 */
public final class Leaks {
  /** Of how many resources one has its stack kept. */
  static final int SAMPLED = 128;

  private static final System.Logger LOG = System.getLogger(Leaks.class.getName());
  private static final int MOST_REPORTED = 16;

  private enum Mode {
    OFF,
    SAMPLED,
    ALL
  }

  private static final Mode MODE = mode(System.getProperty("pointwise.leaks", "sampled"));
  private static final Set<Watch> OPEN = ConcurrentHashMap.newKeySet();
  private static final ReferenceQueue<Object> GARBAGE = new ReferenceQueue<>();

  /** Holds true in a thread that opens {@link #parts}. */
  private static final ThreadLocal<@Nullable Boolean> PARTS = new ThreadLocal<>();

  static {
    Thread.ofPlatform()
        .daemon()
        .name("pointwise-leaks")
        .inheritInheritableThreadLocals(false)
        .start(Leaks::reportGarbage);
  }

  private Leaks() {}

  private static Mode mode(String given) {
    for (Mode mode : Mode.values()) {
      if (mode.name().toLowerCase(Locale.ROOT).equals(given)) {
        return mode;
      }
    }
    LOG.log(
        System.Logger.Level.WARNING,
        "pointwise.leaks is ''{0}'', expected sampled, all or off; taken as sampled",
        given);
    return Mode.SAMPLED;
  }

  /** A resource that is watched, until it is closed or garbage; apart from what owns it. */
  static final class Watch extends PhantomReference<Object> {
    private final OpenResource resource;
    private final @Nullable Lifetime backend;
    private final boolean part = PARTS.get() != null;

    Watch(Object owner, OpenResource resource, @Nullable Lifetime backend) {
      super(owner, GARBAGE);
      this.resource = resource;
      this.backend = backend;
    }
  }

  /** A resource that is opened now, with its stack where that is kept. */
  static OpenResource resource(String kind, @Nullable Object detail) {
    boolean kept =
        MODE == Mode.ALL
            || (MODE == Mode.SAMPLED && ThreadLocalRandom.current().nextInt(SAMPLED) == 0);
    return new OpenResource(kind, detail, kept ? new Throwable("created here") : null);
  }

  /**
   * Opens parts of something that closes them and is watched itself. Of what this thread opens
   * meanwhile the log does not tell, only of the whole; {@link #open} lists both.
   */
  public static <T> T parts(Supplier<T> opening) {
    if (PARTS.get() != null) {
      return opening.get();
    }
    PARTS.set(true);
    try {
      return opening.get();
    } finally {
      PARTS.remove();
    }
  }

  /**
   * Watches a resource until {@link #closed}; null if none is watched.
   *
   * @param owner becomes garbage when nobody can close it any more
   * @param backend the lifetime of the backend that it belongs to, or null
   */
  static @Nullable Watch watch(Object owner, OpenResource resource, @Nullable Lifetime backend) {
    if (MODE == Mode.OFF) {
      return null;
    }
    Watch watch = new Watch(owner, resource, backend);
    OPEN.add(watch);
    return watch;
  }

  /** A resource is closed. */
  static void closed(@Nullable Watch watch) {
    if (watch != null) {
      OPEN.remove(watch);
      watch.clear();
    }
  }

  /** Reports what is open of a backend that closes, and then no more. */
  @SuppressWarnings("ReferenceEquality") // the very same backend
  static void closing(Lifetime backend) {
    List<Watch> left =
        OPEN.stream().filter(watch -> watch.backend == backend && !watch.refersTo(null)).toList();
    left.forEach(Leaks::reported);
    List<OpenResource> told =
        left.stream()
            .filter(watch -> !watch.part)
            .map(watch -> watch.resource)
            .sorted(Comparator.comparing(OpenResource::toString))
            .toList();
    for (OpenResource resource : told.subList(0, Math.min(told.size(), MOST_REPORTED))) {
      report(resource, "was still open when its backend, " + backend + ", closed");
    }
    if (told.size() > MOST_REPORTED) {
      LOG.log(
          System.Logger.Level.WARNING,
          "{0} more were still open when their backend, {1}, closed",
          told.size() - MOST_REPORTED,
          backend);
    }
  }

  private static void reportGarbage() {
    while (true) {
      try {
        Watch watch = (Watch) Objects.requireNonNull(GARBAGE.remove());
        reported(watch);
        if (!watch.part) {
          report(watch.resource, "was never closed: its memory is leaked");
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Where every stack is kept, what was never closed stays on the list. */
  private static void reported(Watch watch) {
    watch.clear();
    if (MODE != Mode.ALL) {
      OPEN.remove(watch);
    }
  }

  private static void report(OpenResource resource, String what) {
    String hint =
        resource.created() == null ? "; -Dpointwise.leaks=all tells where it was created" : "";
    LOG.log(System.Logger.Level.WARNING, resource + " " + what + hint, resource.created());
  }

  /**
   * What has been opened and not been closed yet, parts of others included, in no particular order.
   * Where {@code pointwise.leaks} is {@code all}, this includes what was reported already, though
   * it be garbage.
   */
  public static List<OpenResource> open() {
    return OPEN.stream().map(watch -> watch.resource).toList();
  }
}
