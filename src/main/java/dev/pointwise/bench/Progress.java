package dev.pointwise.bench;

/** Is told how far the work has come. */
public interface Progress extends AutoCloseable {
  /** Ignores everything. */
  Progress NONE =
      new Progress() {
        @Override
        public void begin(LayerCase layerCase) {}

        @Override
        public void end() {}
      };

  /** That case is next. */
  void begin(LayerCase layerCase);

  /** That case is done. */
  void end();

  @Override
  default void close() {}
}
