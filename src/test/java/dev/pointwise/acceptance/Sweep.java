package dev.pointwise.acceptance;

import dev.pointwise.bench.LayerCase;
import dev.pointwise.bench.LayerShape;
import dev.pointwise.bench.Suite;
import dev.pointwise.bench.Suites;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * All that is benchmarked: every distinct shape of all suites, with bias and ReLU, in each batch
 * size, type and layout.
 *
 * @param shapes for one image, in the order in which they are taken
 * @param settings what each of them is run in, in the order in which they alternate
 */
record Sweep(List<LayerShape> shapes, List<Setting> settings) {
  private static final String HEADER =
      "model,layer,repeat,cin,cout,h,w,stride,activation,bias,group_of_siblings";

  /** How a shape is run. */
  record Setting(int batch, Precision precision, Layout layout) {
    LayerCase of(LayerShape shape) {
      return new LayerCase(shape.batch(batch), precision, layout);
    }
  }

  /**
   * Layers that are timed together.
   *
   * @param shapes for one image
   * @param setting what all of them run in
   */
  record Chunk(List<LayerShape> shapes, Setting setting) {
    /** What of it is not among those cases. */
    Chunk without(Set<LayerCase> done) {
      return new Chunk(
          shapes.stream().filter(shape -> !done.contains(setting.of(shape))).toList(), setting);
    }

    /** Writes a file of shapes, which all contenders read. */
    Path write(Path file) throws IOException {
      List<String> lines = new ArrayList<>(List.of(HEADER));
      for (LayerShape shape : shapes) {
        lines.add(
            String.join(
                ",",
                "shapes",
                shape.toString(),
                "1",
                String.valueOf(shape.input().c()),
                String.valueOf(shape.cOut()),
                String.valueOf(shape.input().h()),
                String.valueOf(shape.input().w()),
                String.valueOf(shape.stride()),
                "relu",
                "yes",
                ""));
      }
      return Files.write(file, lines);
    }
  }

  static Sweep of(Options options) {
    List<Setting> settings = new ArrayList<>();
    for (Layout layout : options.layouts()) {
      for (Precision precision : options.precisions()) {
        for (int batch : options.batches()) {
          settings.add(new Setting(batch, precision, layout));
        }
      }
    }
    return new Sweep(Spread.of(shapesOfAllSuites()), Spread.of(settings));
  }

  static List<LayerShape> shapesOfAllSuites() {
    return Suites.names().stream()
        .map(Suites::get)
        .map(Suite::layers)
        .flatMap(List::stream)
        .map(layer -> withBiasAndRelu(layer.shape()))
        .distinct()
        .toList();
  }

  private static LayerShape withBiasAndRelu(LayerShape shape) {
    return new LayerShape(
        shape.input(), shape.cOut(), shape.stride(), shape.groups(), true, false, Activation.RELU);
  }

  int cases() {
    return shapes.size() * settings.size();
  }

  /**
   * All cases in chunks of at most that many shapes. Each pass through the shapes takes every chunk
   * in another setting than the passes before, and neighbours in different ones.
   */
  List<Chunk> chunks(int most) {
    List<List<LayerShape>> groups = new ArrayList<>();
    for (int from = 0; from < shapes.size(); from += most) {
      groups.add(shapes.subList(from, Math.min(from + most, shapes.size())));
    }
    List<Chunk> chunks = new ArrayList<>();
    for (int pass = 0; pass < settings.size(); pass++) {
      for (int group = 0; group < groups.size(); group++) {
        chunks.add(new Chunk(groups.get(group), settings.get((group + pass) % settings.size())));
      }
    }
    return chunks;
  }
}
