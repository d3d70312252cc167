package dev.pointwise.acceptance;

/** How many bytes a layer has to move at least. */
enum Traffic {
  SMALL("up to 1 MB"),
  MEDIUM("up to 32 MB"),
  /** More than caches hold. */
  LARGE("above 32 MB");

  private final String text;

  Traffic(String text) {
    this.text = text;
  }

  static Traffic of(long bytes) {
    return bytes <= 1_000_000 ? SMALL : bytes <= 32_000_000 ? MEDIUM : LARGE;
  }

  @Override
  public String toString() {
    return text;
  }
}
