package dev.pointwise.cli;

import dev.pointwise.bench.Suites;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** What a shell is to offer as the value of an option. */
final class Candidates {
  private Candidates() {}

  /** The suites that come with Pointwise. */
  static final class OfSuites implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Suites.names().iterator();
    }
  }

  /** Types and multiplications. */
  static final class OfPrecisions implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return names(Precision.values());
    }
  }

  /** Layouts. */
  static final class OfLayouts implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return names(Layout.values());
    }
  }

  /** Backends that measure, and the choice among them. */
  static final class OfBackends implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of(BackendOptions.AUTO, "cuda", "cpu").iterator();
    }
  }

  private static Iterator<String> names(Enum<?>[] values) {
    return Arrays.stream(values).map(each -> each.name().toLowerCase(Locale.ROOT)).iterator();
  }
}
