package dev.pointwise.cli;

import dev.pointwise.multi.Devices;
import dev.pointwise.results.Fill;
import dev.pointwise.results.Fuse;
import dev.pointwise.results.Order;
import dev.pointwise.results.Timing;
import dev.pointwise.spec.Activation;
import dev.pointwise.spec.Layout;
import dev.pointwise.spec.Names;
import dev.pointwise.spec.Precision;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The names and texts of the library as option values. */
final class Converters {
  private Converters() {}

  /** Makes the command read them. */
  static CommandLine register(CommandLine command) {
    return command
        .registerConverter(Precision.class, by(Precision::parse))
        .registerConverter(Layout.class, by(Layout::parse))
        .registerConverter(Activation.class, by(Activation::parse))
        .registerConverter(Devices.class, by(Devices::parse))
        .registerConverter(Fuse.class, by(text -> Names.parse(Fuse.class, "fuse", text)))
        .registerConverter(Fill.class, by(text -> Names.parse(Fill.class, "fill", text)))
        .registerConverter(Timing.class, by(text -> Names.parse(Timing.class, "time", text)))
        .registerConverter(Order.class, by(text -> Names.parse(Order.class, "order", text)));
  }

  private static <T> ITypeConverter<T> by(Function<String, T> parser) {
    return text -> {
      try {
        return parser.apply(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    };
  }
}
