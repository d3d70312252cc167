package dev.pointwise.bench;

/** Is told how far the work has come. */
public interface Progress extends AutoCloseable {
  /** Ignores everything. */
  Progress NONE =
      new Progress() {
        @Override
        public void begin(Object work) {}

        @Override
        public void end() {}
      };

  /** That is next: a case, or a network as a whole; its text says what. */
  void begin(Object work);

  /** It is done. */
  void end();

  @Override
  default void close() {}
}
