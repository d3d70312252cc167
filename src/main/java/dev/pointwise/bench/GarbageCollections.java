package dev.pointwise.bench;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;

/** Notices garbage collections of this process. */
final class GarbageCollections implements Disturbances {
  private final List<GarbageCollectorMXBean> collectors =
      ManagementFactory.getGarbageCollectorMXBeans();

  @Override
  public Watch begin() {
    long before = count();
    return () -> count() > before ? Optional.of("garbage collection") : Optional.empty();
  }

  private long count() {
    return collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionCount).sum();
  }
}
