package dev.pointwise.backend;

import org.jspecify.annotations.Nullable;

/** A resource that was opened and has not been closed. */
public final class OpenResource {
  private final String kind;
  private final @Nullable Object detail;
  private final @Nullable Throwable created;

  OpenResource(String kind, @Nullable Object detail, @Nullable Throwable created) {
    this.kind = kind;
    this.detail = detail;
    this.created = created;
  }

  /** Where it was created, as the stack of this exception; null where that was not kept. */
  public @Nullable Throwable created() {
    return created;
  }

  /** What it is, as messages name it. */
  @Override
  public String toString() {
    return detail == null ? kind : kind + " " + detail;
  }
}
