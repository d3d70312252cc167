package dev.pointwise.bench;

import dev.pointwise.spec.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The suites that come with Pointwise. */
public final class Suites {
  private static final List<String> NAMES =
      List.of(
          "googlenet",
          "nin-imagenet",
          "nin-cifar10",
          "resnet50",
          "resnet50-v1",
          "mobilenetv2",
          "efficientnet-b0",
          "squeezenet1.1",
          "densenet121",
          "convnext-t");

  private static final List<String> DEFAULTS = List.of("googlenet", "resnet50", "mobilenetv2");

  private Suites() {}

  /** The names of all suites. */
  public static List<String> names() {
    return NAMES;
  }

  /** The names of the suites that are taken where none is asked for. */
  public static List<String> defaults() {
    return DEFAULTS;
  }

  /**
   * The suite of that name.
   *
   * @throws IllegalArgumentException if there is none; the message lists those that there are
   */
  public static Suite get(String name) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "suite is '"
              + name
              + "', expected one of: "
              + String.join(", ", NAMES)
              + Nearest.hint(name, NAMES));
    }
    String resource = "/dev/pointwise/suites/" + name + ".csv";
    try (InputStream in = Suites.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("resource " + resource + " is missing");
      }
      return ShapeCsv.read(new InputStreamReader(in, StandardCharsets.UTF_8), resource, name)
          .getFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
