package dev.pointwise.backend;

/**
 * A recording where nothing is gained by one: the work itself.
 *
 * @param work runs layers
 */
record RepeatedWork(Runnable work) implements Recording {
  @Override
  public void replay() {
    work.run();
  }

  @Override
  public void close() {}
}
