package dev.pointwise.cpu;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.pointwise.backend.Closing;
import dev.pointwise.bench.LayerShape;
import dev.pointwise.spec.Shape;
import dev.pointwise.tensor.HostTensor;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A layer in ONNX Runtime's CPU provider at its best: inputs and output bound to native memory, all
 * graph optimizations.
 */
final class OrtLayer implements AutoCloseable {
  /** How the sessions are set up, for reports. */
  static final String SETTINGS =
      "CPU provider, Java API with pinned direct buffers, ALL_OPT, SEQUENTIAL, inter-op threads 1,"
          + " allow_spinning 0";

  private static final OrtEnvironment ENVIRONMENT =
      OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);

  private final OrtSession session;
  private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
  private final Map<String, OnnxTensor> outputs = new LinkedHashMap<>();

  OrtLayer(
      LayerShape layer,
      int threads,
      float[] weight,
      float[] bias,
      HostTensor x,
      @Nullable HostTensor residual,
      HostTensor y)
      throws OrtException {
    session = session(OnnxModel.of(layer, weight, bias), threads);
    inputs.put("x", tensor(x));
    if (residual != null) {
      inputs.put("r", tensor(residual));
    }
    outputs.put("y", tensor(y));
  }

  static String version() {
    return ENVIRONMENT.getVersion();
  }

  private static OrtSession session(byte[] model, int threads) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      options.addConfigEntry("session.inter_op.allow_spinning", "0");
      return ENVIRONMENT.createSession(model, options);
    }
  }

  private static OnnxTensor tensor(HostTensor host) throws OrtException {
    Shape shape = host.spec().shape();
    return OnnxTensor.createTensor(
        ENVIRONMENT,
        host.data().asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer(),
        new long[] {shape.n(), shape.c(), shape.h(), shape.w()});
  }

  void run() {
    try {
      session.run(inputs, outputs).close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    inputs.values().forEach(OnnxTensor::close);
    outputs.values().forEach(OnnxTensor::close);
    Closing.closeAll(session);
  }
}
