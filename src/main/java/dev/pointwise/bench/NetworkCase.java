package dev.pointwise.bench;

import dev.pointwise.backend.Backend;
import dev.pointwise.network.Footprint;
import dev.pointwise.network.NetworkSpec;
import dev.pointwise.results.CaseKey;
import dev.pointwise.results.Fill;
import dev.pointwise.results.Fuse;
import dev.pointwise.results.Work;
import dev.pointwise.spec.GemmShape;
import dev.pointwise.spec.TensorSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All 1×1 layers of a network as one forward pass. For one thread. */
public final class NetworkCase implements BenchCase {
  private final ForwardPass pass;
  private @Nullable Footprint footprint;

  /** The pass of that network. */
  public NetworkCase(Network network) {
    pass = ForwardPass.of(network);
  }

  /** What the network comes to. */
  private Footprint footprint() {
    if (footprint == null) {
      PassOperands operands = PassFilling.of(pass, Fill.ZEROS, 0);
      NetworkSpec spec = pass.spec(operands.specs(), operands.weights(), false);
      footprint =
          spec.footprint(spec.inputs().stream().map(name -> pass.inputs().get(name)).toList());
    }
    return footprint;
  }

  @Override
  public CaseKey key() {
    Network network = pass.network();
    String batch = network.batch().isPresent() ? " n" + network.batch().getAsInt() : "";
    return Names.key(
        Fuse.NETWORK, network.suite().name() + batch, network.precision(), network.layout());
  }

  @Override
  public List<GemmShape> products() {
    return pass.layers().stream().flatMap(layer -> layer.layerCase().products().stream()).toList();
  }

  @Override
  public Work work() {
    Map<String, Long> inputs = new HashMap<>();
    long bytes = 0;
    long parameters = 0;
    for (PassLayer layer : pass.layers()) {
      LayerCase each = layer.layerCase();
      long input = each.shape().inputBytes(each.precision());
      bytes += each.shape().bytes(each.precision()) - input;
      bytes -= layer.feeds() ? each.output().storageBytes() : 0;
      parameters += each.shape().parameters();
      if (!layer.fed()) {
        inputs.merge(layer.source(), input, Math::max);
      }
    }
    bytes += inputs.values().stream().mapToLong(Long::longValue).sum();
    return new Work(pass.flops(), bytes, parameters);
  }

  /** With what measuring layer by layer takes besides: their weights once more. */
  @Override
  public long deviceBytes() {
    long bytes = footprint().bytes();
    bytes += pass.inputs().values().stream().mapToLong(TensorSpec::storageBytes).sum();
    for (PassLayer layer : pass.layers()) {
      LayerCase each = layer.layerCase();
      bytes += 2 * each.weightBytes() + 2 * each.output().storageBytes();
    }
    return bytes;
  }

  @Override
  public List<String> options() {
    Network network = pass.network();
    List<String> options = new ArrayList<>(network.suite().options());
    network.batch().ifPresent(n -> options.addAll(List.of("-n", String.valueOf(n))));
    options.addAll(List.of("--dtype", key().dtype(), "--layout", key().layout()));
    options.addAll(List.of("--fuse", key().fuse().toString()));
    return List.copyOf(options);
  }

  @Override
  public Map<String, Long> facts() {
    Footprint all = footprint();
    return Map.of(
        "layers", (long) all.layers(),
        "calls", (long) all.steps(),
        "products", (long) all.products(),
        "buffers", (long) all.buffers(),
        "buffer_bytes", all.bytes());
  }

  @Override
  public Verification verify(Backend backend, long seed) {
    return new PassVerifier(backend, seed).verify(this, pass);
  }

  @Override
  public Workload open(Backend backend, long seed, Fill fill) {
    return new NetworkWorkload(backend, pass, PassFilling.of(pass, fill, seed));
  }

  @Override
  public String toString() {
    return key().toString();
  }
}
