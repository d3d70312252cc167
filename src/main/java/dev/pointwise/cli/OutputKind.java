package dev.pointwise.cli;

/** What results are written as. */
enum OutputKind {
  /** JSON lines, a row at once when it is finished. */
  JSON,
  /** Comma-separated values. */
  CSV,
  /** Markdown. */
  MD,
  /** One page that shows everything. */
  HTML
}
