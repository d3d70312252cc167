package dev.pointwise.bench;

import dev.pointwise.backend.Closing;
import java.util.ArrayList;
import java.util.List;

/** What belongs to one owner and is closed with it, the latest first. */
final class Resources implements AutoCloseable {
  private final List<AutoCloseable> all = new ArrayList<>();

  <T extends AutoCloseable> T add(T resource) {
    all.add(resource);
    return resource;
  }

  @Override
  public void close() {
    AutoCloseable[] reversed = all.reversed().toArray(AutoCloseable[]::new);
    all.clear();
    Closing.closeAll(reversed);
  }
}
