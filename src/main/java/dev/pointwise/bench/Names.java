package dev.pointwise.bench;

import dev.pointwise.results.CaseKey;
import dev.pointwise.results.Fuse;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What cases are called on the command line. */
final class Names {
  private Names() {}

  static CaseKey key(Fuse fuse, String shape, Precision precision, Layout layout) {
    return new CaseKey(
        fuse,
        shape,
        precision.name().toLowerCase(Locale.ROOT),
        layout.name().toLowerCase(Locale.ROOT));
  }

  /** The options that select a case which its shape tells all about. */
  static List<String> options(CaseKey key) {
    List<String> options =
        new ArrayList<>(
            List.of("--shape", key.shape(), "--dtype", key.dtype(), "--layout", key.layout()));
    if (key.fuse() != Fuse.EPILOGUE) {
      options.addAll(List.of("--fuse", key.fuse().toString()));
    }
    return List.copyOf(options);
  }
}
