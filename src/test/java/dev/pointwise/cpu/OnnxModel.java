package dev.pointwise.cpu;

import dev.pointwise.bench.LayerShape;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One layer as an ONNX model: Conv [Add] [Relu | Clip], with the inputs {@code x} and {@code r} and
 * the output {@code y}.
 */
final class OnnxModel {
  private static final int IR_VERSION = 9;
  private static final int OPSET = 20;
  private static final int FLOAT = 1;
  private static final int INTS = 7;

  private OnnxModel() {}

  /**
   * The model's bytes.
   *
   * @throws IllegalArgumentException if the activation is none of none, relu and relu6
   */
  static byte[] of(LayerShape layer, float[] weight, float[] bias) {
    Protobuf graph = new Protobuf();
    boolean activated = layer.activation().kind() != Activation.Kind.NONE;
    String sum = activated ? "sum" : "y";
    String product = layer.residual() ? "product" : sum;
    graph.message(
        1,
        node("Conv", product, "x", "w", "b")
            .message(5, ints("kernel_shape", 1, 1))
            .message(5, ints("strides", layer.stride(), layer.stride())));
    if (layer.residual()) {
      graph.message(1, node("Add", sum, product, "r"));
    }
    if (activated) {
      graph.message(1, activation(layer.activation(), sum));
    }
    graph
        .text(2, "layer")
        .message(5, tensor("w", weight, layer.cOut(), layer.input().c(), 1, 1))
        .message(5, tensor("b", bias, layer.cOut()))
        .message(5, tensor("lo", new float[] {0}))
        .message(5, tensor("hi", new float[] {6}))
        .message(11, value("x", layer.input()));
    if (layer.residual()) {
      graph.message(11, value("r", layer.output()));
    }
    graph.message(12, value("y", layer.output()));
    return new Protobuf()
        .number(1, IR_VERSION)
        .message(7, graph)
        .message(8, new Protobuf().text(1, "").number(2, OPSET))
        .toByteArray();
  }

  private static Protobuf activation(Activation activation, String input) {
    return switch (activation.kind()) {
      case RELU -> node("Relu", "y", input);
      case RELU6 -> node("Clip", "y", input, "lo", "hi");
      default -> throw new IllegalArgumentException("activation is " + activation);
    };
  }

  private static Protobuf node(String operator, String output, String... inputs) {
    Protobuf node = new Protobuf();
    for (String input : inputs) {
      node.text(1, input);
    }
    return node.text(2, output).text(3, operator).text(4, operator);
  }

  private static Protobuf ints(String name, long... values) {
    Protobuf attribute = new Protobuf().text(1, name);
    for (long value : values) {
      attribute.number(8, value);
    }
    return attribute.number(20, INTS);
  }

  private static Protobuf tensor(String name, float[] values, long... extents) {
    Protobuf tensor = new Protobuf();
    for (long extent : extents) {
      tensor.number(1, extent);
    }
    ByteBuffer raw = ByteBuffer.allocate(Float.BYTES * values.length);
    raw.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    return tensor.number(2, FLOAT).text(8, name).bytes(9, raw.array());
  }

  private static Protobuf value(String name, Shape shape) {
    Protobuf extents = new Protobuf();
    for (long extent : new long[] {shape.n(), shape.c(), shape.h(), shape.w()}) {
      extents.message(1, new Protobuf().number(1, extent));
    }
    Protobuf type = new Protobuf().number(1, FLOAT).message(2, extents);
    return new Protobuf().text(1, name).message(2, new Protobuf().message(1, type));
  }
}
