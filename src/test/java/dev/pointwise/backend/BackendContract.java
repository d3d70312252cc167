package dev.pointwise.backend;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * What every backend must do. A backend's test extends this and says how to open one; the instance
 * is shared by all tests of the class.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class BackendContract
    implements ResultContract,
        ConcatContract,
        SiblingContract,
        SpecialValueContract,
        TensorContract,
        CopyContract,
        MemoryContract,
        ConditionContract,
        QuantizedContract,
        OrderContract,
        ThreadContract,
        InterruptionContract,
        DeterminismContract,
        SharedTensorContract,
        LifetimeContract,
        RecordingContract,
        RecordingOrderContract,
        RecordingRefusalContract,
        ShapeRefusalContract,
        AliasRefusalContract,
        ExplanationContract,
        ConcatRefusalContract,
        SiblingRefusalContract,
        NullContract {
  private @Nullable Backend backend;

  /** Opens a backend of the kind under test; called more than once. */
  @Override
  public abstract Backend open();

  @Override
  public Backend backend() {
    return Objects.requireNonNull(backend);
  }

  @BeforeAll
  void openShared() {
    backend = open();
  }

  @AfterAll
  void closeShared() {
    if (backend != null) {
      System.out.println("The contract ran on " + backend.info());
      backend.close();
      afterClosing();
    }
  }

  /** What must hold once every backend of the class is closed. */
  protected void afterClosing() {}
}
