package dev.pointwise.cli;

/** What results are written as. */
enum OutputKind {
  /** JSON lines, a row at once when it is finished. */
  JSON
}
