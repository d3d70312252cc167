package dev.pointwise.acceptance;

import com.google.gson.JsonObject;
import dev.pointwise.backend.Backend;
import dev.pointwise.backend.ConvLayer;
import dev.pointwise.backend.Tensor;
import dev.pointwise.bench.LayerCase;
import dev.pointwise.bench.LayerShape;
import dev.pointwise.bench.SuiteLayer;
import dev.pointwise.bench.Suites;
import dev.pointwise.cuda.CudaBackend;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import dev.pointwise.tensor.ConvWeights;
import java.util.ArrayList;
import java.util.List;

/**
 * Opens the backend, then prepares each layer of a network and runs it once; prints how long that
 * took, as one line of JSON.
 */
final class Startup {
  private Startup() {}

  public static void main(String[] args) {
    long start = System.nanoTime();
    try (Backend backend = CudaBackend.open()) {
      backend.synchronize();
      double open = since(start);
      List<Double> layers = new ArrayList<>();
      for (SuiteLayer layer : Suites.get("googlenet").layers()) {
        layers.add(prepare(backend, layer.shape()));
      }
      List<Double> later = layers.subList(1, layers.size()).stream().sorted().toList();
      JsonObject json = new JsonObject();
      json.addProperty("open_seconds", open);
      json.addProperty("prepare_first_seconds", layers.getFirst());
      json.addProperty("prepare_median_seconds", later.get(later.size() / 2));
      json.addProperty("prepare_most_seconds", later.getLast());
      System.out.println(json);
    }
  }

  private static double prepare(Backend backend, LayerShape shape) {
    LayerCase layer = new LayerCase(shape, Precision.F16, Layout.NHWC);
    ConvWeights weights =
        ConvWeights.of(new float[(int) shape.weights()]).bias(new float[shape.cOut()]);
    try (Tensor x = backend.allocate(layer.input());
        Tensor y = backend.allocate(layer.output())) {
      backend.synchronize();
      long start = System.nanoTime();
      try (ConvLayer prepared = backend.prepare(layer.spec(), weights)) {
        prepared.runInto(x, null, y);
        backend.synchronize();
        return since(start);
      }
    }
  }

  private static double since(long start) {
    return (System.nanoTime() - start) * 1e-9;
  }
}
