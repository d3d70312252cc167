package dev.pointwise.testing;

import dev.pointwise.backend.DeviceMemoryException;
import dev.pointwise.tensor.HostTensor;

/** A backend whose layers fail in a way that their number of output channels says. */
public final class FaultyBackend extends OracleBackend {
  /** Output channels of layers that are wrong by 1 in one element. */
  public static final int WRONG = 7;

  /** Output channels of layers that find no memory. */
  public static final int TOO_LARGE = 9;

  /** Output channels of layers that write nothing. */
  public static final int UNWRITTEN = 11;

  /** The same, and the output channels of the last layer of nin-cifar10. */
  public static final int WRONG_TOO = 10;

  /** A backend of that name on that device. */
  public FaultyBackend(String name, String device) {
    super(name, device);
  }

  @Override
  protected void store(HostTensor result, OracleTensor y) {
    switch (result.spec().shape().c()) {
      case TOO_LARGE -> throw new DeviceMemoryException("output", 1000, 10, 100);
      case UNWRITTEN -> {}
      case WRONG, WRONG_TOO -> {
        result.setAt(0, result.getAt(0) + 1);
        super.store(result, y);
      }
      default -> super.store(result, y);
    }
  }
}
