package dev.pointwise.cuda;

import dev.pointwise.backend.Closing;

/** The scratch memory of a lane, or of a recording on it, one piece for each use of a layer's. */
final class ScratchSet implements AutoCloseable {
  private final Scratch gathered;
  private final Scratch product;

  ScratchSet(Lane lane, DeviceMemory memory) {
    gathered = new Scratch(lane, memory);
    product = new Scratch(lane, memory);
  }

  Scratch gathered() {
    return gathered;
  }

  Scratch product() {
    return product;
  }

  /** Lets none of it grow any more. */
  void keep() {
    gathered.keep();
    product.keep();
  }

  @Override
  public void close() {
    Closing.closeAll(gathered, product);
  }
}
