package dev.pointwise.cuda;

import dev.pointwise.io.PrivateDirectory;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The tuned plans for one kind of device, driver and libraries: in memory, and, where that can be
 * written, in one file that processes share. Whoever adds a plan locks the file's neighbour, reads
 * what others wrote meanwhile, and moves the whole in. A file that cannot be used is ignored with
 * one warning, and replaced, unless a newer version wrote it. Thread-safe.
 */
final class TunedPlans {
  private static final System.Logger LOG = System.getLogger(TunedPlans.class.getName());

  /** A hundred thousand plans. */
  private static final int MOST_BYTES = 16 << 20;

  /** A file lock is the process', so its threads take turns here. */
  private static final Object WITHIN_THE_PROCESS = new Object();

  private final String name;
  private final String identity;
  private final @Nullable PrivateDirectory directory;
  private final Map<String, TunedPlan> plans = new ConcurrentHashMap<>();
  private boolean warned;

  /**
   * Reads what is there.
   *
   * @param name the file's
   * @param identity what the plans are tuned for, in words; a file for anything else is ignored
   */
  TunedPlans(String name, String identity) {
    this.name = name;
    this.identity = identity;
    PrivateDirectory opened = null;
    try {
      opened = PrivateDirectory.open("tuned");
      plans.putAll(read(opened).plans());
    } catch (IOException e) {
      warn("tuned plans are not kept: " + e.getMessage());
    }
    directory = opened;
  }

  private TunedFile read(PrivateDirectory from) throws IOException {
    TunedFile file = TunedFile.of(from.read(name, MOST_BYTES), identity);
    if (file.fault() != null) {
      warn("tuned plans in " + from.path().resolve(name) + " are ignored: " + file.fault());
    }
    return file;
  }

  private void warn(String text) {
    if (!warned) {
      warned = true;
      LOG.log(System.Logger.Level.WARNING, text);
    }
  }

  /** The plan that is kept under a key, or null. */
  @Nullable TunedPlan get(String key) {
    return plans.get(key);
  }

  /** Keeps a plan, for other processes too if that can be. */
  void put(String key, TunedPlan plan) {
    plans.put(key, plan);
    if (directory != null) {
      synchronized (WITHIN_THE_PROCESS) {
        try {
          mergeUninterrupted(directory);
        } catch (IOException e) {
          warn("tuned plans are not kept: " + e.getMessage());
        }
      }
    }
  }

  /** Merges even if the thread is, or will be, interrupted; it still is afterwards. */
  private void mergeUninterrupted(PrivateDirectory into) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      while (!mergeUnlessInterrupted(into)) {
        interrupted |= Thread.interrupted();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean mergeUnlessInterrupted(PrivateDirectory into) throws IOException {
    try {
      merge(into);
      return true;
    } catch (ClosedByInterruptException | FileLockInterruptionException e) {
      return false;
    }
  }

  private void merge(PrivateDirectory into) throws IOException {
    try (FileChannel neighbour =
            FileChannel.open(
                into.path().resolve(name + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = neighbour.lock()) {
      TunedFile file = read(into);
      if (lock.isValid() && !file.newer()) {
        Map<String, TunedPlan> all = new TreeMap<>(file.plans());
        all.putAll(plans);
        plans.putAll(all);
        into.store(name, TunedFile.bytes(identity, all));
      }
    }
  }
}
