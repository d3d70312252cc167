package dev.pointwise.bench;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendInfo;
import dev.pointwise.io.PrivateDirectory;
import dev.pointwise.results.Roofline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rooflines that were measured before, a file for each device with its driver, libraries and
 * threads, in the user's cache. A file that cannot be used is ignored with a warning, and replaced,
 * unless a newer version wrote it; where nothing can be kept, it is measured each time. Not
 * thread-safe.
 */
public final class RooflineCache {
  private static final System.Logger LOG = System.getLogger(RooflineCache.class.getName());

  private static final int MOST_BYTES = 1 << 20;

  private final Ceilings meter;
  private final String identity;
  private final String name;
  private final @Nullable PrivateDirectory directory;
  private boolean warned;

  /** That of a backend's device. */
  public static RooflineCache of(Backend backend) {
    return new RooflineCache(new RooflineMeter(backend), backend.info());
  }

  RooflineCache(Ceilings meter, BackendInfo info) {
    this.meter = meter;
    this.identity = identity(info);
    this.name =
        info.backend()
            + "-"
            + UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8))
            + ".json";
    PrivateDirectory opened = null;
    try {
      opened = PrivateDirectory.open("roofline");
    } catch (IOException e) {
      warn("the roofline is not kept: " + e.getMessage());
    }
    directory = opened;
  }

  /** All that the backend tells of itself but for paths: they say nothing about speed. */
  static String identity(BackendInfo info) {
    Map<String, String> details = new TreeMap<>(info.details());
    details.values().removeIf(value -> Path.of(value.split("[ ,]", 2)[0]).isAbsolute());
    return info + " " + details;
  }

  /** The roofline that was measured before; null if none was. */
  public @Nullable Roofline kept() {
    return read().roofline();
  }

  /**
   * The roofline with at least the peaks of those dtypes that the backend has layers in; measured
   * now, as far as it was not before.
   *
   * @param dtypes as in {@code --dtype}
   * @param measuring run before anything is measured; that takes seconds
   * @throws IllegalArgumentException if there is no such dtype
   * @throws dev.pointwise.backend.BackendException if the device fails
   */
  public Roofline getOrMeasure(Set<String> dtypes, Runnable measuring) {
    Roofline before = read().roofline();
    Set<String> missing = new TreeSet<>(meter.supported(dtypes));
    if (before != null) {
      missing.removeAll(before.peaks().keySet());
      if (missing.isEmpty()) {
        return before;
      }
    }
    measuring.run();
    Roofline now = before == null ? meter.measure(missing) : meter.add(before, missing);
    store(now);
    return now;
  }

  /**
   * The roofline, measured now and kept in the place of an older one, from which it has the peaks
   * of other dtypes.
   *
   * @param dtypes whose peaks to measure
   * @throws IllegalArgumentException if there is no such dtype
   * @throws dev.pointwise.backend.BackendException if the device fails
   */
  public Roofline measure(Set<String> dtypes) {
    Roofline now = meter.measure(dtypes);
    Roofline before = read().roofline();
    Map<String, Double> peaks = new TreeMap<>(before == null ? Map.of() : before.peaks());
    peaks.putAll(now.peaks());
    store(new Roofline(now.measured(), now.bandwidths(), peaks, now.launch()));
    return now;
  }

  /** The file where it is kept; null if nothing can be kept. */
  public @Nullable Path file() {
    return directory == null ? null : directory.path().resolve(name);
  }

  private RooflineFile read() {
    RooflineFile file = new RooflineFile(null, null, false);
    if (directory != null) {
      try {
        file = RooflineFile.of(directory.read(name, MOST_BYTES), identity);
        if (file.fault() != null) {
          warn("the roofline in " + file() + " is ignored: " + file.fault());
        }
      } catch (IOException e) {
        warn("the roofline in " + file() + " is ignored: " + e.getMessage());
      }
    }
    return file;
  }

  private void store(Roofline roofline) {
    if (directory != null && !read().newer()) {
      try {
        directory.store(name, RooflineFile.bytes(identity, roofline));
      } catch (IOException e) {
        warn("the roofline is not kept: " + e.getMessage());
      }
    }
  }

  private void warn(String text) {
    if (!warned) {
      warned = true;
      LOG.log(System.Logger.Level.WARNING, text);
    }
  }
}
