package dev.pointwise.cli;

import dev.pointwise.bench.LayerShape;
import dev.pointwise.bench.Network;
import dev.pointwise.bench.ShapeCsv;
import dev.pointwise.bench.ShapeFileException;
import dev.pointwise.bench.SiblingCase;
import dev.pointwise.bench.Suite;
import dev.pointwise.bench.SuiteLayer;
import dev.pointwise.bench.Suites;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which layers to take, with which batches, types and layouts. */
final class Selection {
  @Option(
      names = "--suite",
      completionCandidates = Candidates.OfSuites.class,
      paramLabel = "SUITE",
      split = ",",
      description =
          "Networks; `pointwise shapes list` names them."
              + " Default: googlenet,resnet50,mobilenetv2, unless shapes are given.")
  List<String> suites = new ArrayList<>();

  @Option(
      names = "--shapes",
      paramLabel = "FILE.csv",
      description =
          "Layers from a file with the columns layer, repeat, cin, cout, h, w, stride, activation,"
              + " bias, group_of_siblings and optionally model.")
  @Nullable Path file;

  @Option(
      names = "--shape",
      paramLabel = "SHAPE",
      description = {
        "One layer, such as n8c256h56w56k64s1+bias+relu: batch, input channels, height, width,"
            + " output channels, stride, g groups, then any of +bias, +add (a residual) and"
            + " +ACTIVATION[:PARAMETER]. n, s and g are 1 where left out. May be repeated."
            + " Layers that read the same tensor: a /, then k and what follows, for each more."
      })
  List<String> shapes = new ArrayList<>();

  @Option(
      names = {"-n", "--batch"},
      paramLabel = "N",
      split = ",",
      description = "Images per run. Default: 1.")
  List<Integer> batches = new ArrayList<>();

  @Option(
      names = "--dtype",
      completionCandidates = Candidates.OfPrecisions.class,
      paramLabel = "TYPE",
      split = ",",
      defaultValue = "f32",
      description =
          "f32, tf32, f16, bf16, and for nhwc f8 (E4M3) and i8, whose inputs are calibrated from"
              + " themselves. Default: ${DEFAULT-VALUE}.")
  List<Precision> precisions = new ArrayList<>();

  @Option(
      names = "--layout",
      completionCandidates = Candidates.OfLayouts.class,
      paramLabel = "LAYOUT",
      split = ",",
      defaultValue = "nchw",
      description = "nchw, nhwc. Default: ${DEFAULT-VALUE}.")
  List<Layout> layouts = new ArrayList<>();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Which operands. Default: ${DEFAULT-VALUE}.")
  long seed;

  /**
   * Everything selected, in the order of the options.
   *
   * @throws ShapeFileException if the file of shapes cannot be used
   */
  List<Network> networks() throws ShapeFileException {
    for (int n : batches) {
      if (n < 1) {
        throw new UsageException("-n is " + n + ", expected at least 1");
      }
    }
    List<Suite> all = new ArrayList<>();
    List<String> names = suites.isEmpty() && onlySuites() ? Suites.defaults() : suites;
    for (String name : names.stream().distinct().toList()) {
      all.add(UsageException.check(() -> Suites.get(name)));
    }
    if (file != null) {
      all.addAll(ShapeCsv.read(file));
    }
    List<OptionalInt> each = batches.stream().distinct().map(OptionalInt::of).toList();
    List<OptionalInt> ofSuites = each.isEmpty() ? List.of(OptionalInt.of(1)) : each;
    List<Network> networks = new ArrayList<>();
    all.forEach(suite -> add(networks, suite, ofSuites));
    if (!shapes.isEmpty()) {
      add(networks, shapes(), each.isEmpty() ? List.of(OptionalInt.empty()) : each);
    }
    UsageException.check("", () -> networks.forEach(Network::cases));
    return networks;
  }

  private boolean onlySuites() {
    return file == null && shapes.isEmpty();
  }

  private Suite shapes() {
    List<SuiteLayer> layers = new ArrayList<>();
    for (String text : shapes) {
      List<LayerShape> siblings = UsageException.check(() -> SiblingCase.parse(text));
      if (!batches.isEmpty() && text.matches("[^+]*n\\d.*")) {
        throw new UsageException("shape '" + text + "' has an n, expected none beside -n");
      }
      String tag = siblings.size() == 1 ? "" : text;
      siblings.forEach(shape -> layers.add(new SuiteLayer("--shape", 1, shape, tag)));
    }
    return new Suite("shapes", layers);
  }

  private void add(List<Network> networks, Suite suite, List<OptionalInt> each) {
    for (OptionalInt batch : each) {
      for (Precision precision : precisions.stream().distinct().toList()) {
        for (Layout layout : layouts.stream().distinct().toList()) {
          networks.add(new Network(suite, batch, precision, layout));
        }
      }
    }
  }
}
