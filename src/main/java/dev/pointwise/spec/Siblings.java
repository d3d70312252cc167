package dev.pointwise.spec;

import java.util.List;
import java.util.Objects;

/**
 * Layers that read the same tensor, and so are one layer with all their output channels: the rows
 * of their W's stacked, in the order of the list.
 *
 * @param specs the layers: alike but for C_out and activation, without groups; at least one
 */
public record Siblings(List<ConvSpec> specs) {
  /**
   * Checks that the layers are siblings.
   *
   * @throws IllegalArgumentException if there are none, they are quantized, one has groups or
   *     differs from the first in more than C_out and activation, or their C_out's sum exceeds
   *     2³¹−1
   */
  public Siblings {
    for (int i = 0; i < Objects.requireNonNull(specs, "specs").size(); i++) {
      Objects.requireNonNull(specs.get(i), "specs[" + i + "]");
    }
    specs = List.copyOf(specs);
    Check.that(!specs.isEmpty(), "specs", "empty", "at least one layer");
    Precision precision = specs.getFirst().precision();
    Check.that(!precision.quantized(), "siblings' precision", precision, "one without scales");
    for (int i = 0; i < specs.size(); i++) {
      check("sibling " + i + " ", specs.get(i), specs.getFirst());
    }
    long channels = specs.stream().mapToLong(ConvSpec::cOut).sum();
    Check.that(channels <= Integer.MAX_VALUE, "sum of C_out", channels, "at most 2^31-1");
  }

  private static void check(String name, ConvSpec spec, ConvSpec first) {
    Check.that(spec.groups() == 1, name + "groups", spec.groups(), "1");
    same(name + "C_in", spec.cIn(), first.cIn());
    same(name + "stride", spec.stride(), first.stride());
    same(name + "precision", spec.precision(), first.precision());
    same(name + "input layout", spec.inputLayout(), first.inputLayout());
    same(name + "output layout", spec.outputLayout(), first.outputLayout());
  }

  private static void same(String name, Object value, Object first) {
    Check.that(value.equals(first), name, value, first + ", as of sibling 0");
  }

  /** How many layers. */
  public int count() {
    return specs.size();
  }

  /** The first channel of a sibling in the stacked output. */
  public int firstChannel(int sibling) {
    int first = 0;
    for (int i = 0; i < sibling; i++) {
      first += specs.get(i).cOut();
    }
    return first;
  }

  /** Whether one activation serves all channels. */
  public boolean shareActivation() {
    Activation first = specs.getFirst().activation();
    return specs.stream().allMatch(spec -> spec.activation().equals(first));
  }

  /** The one layer: its activation is the siblings' where they share it, else none. */
  public ConvSpec stacked() {
    ConvSpec first = specs.getFirst();
    return new ConvSpec(
        first.cIn(),
        firstChannel(count()),
        1,
        first.stride(),
        shareActivation() ? first.activation() : Activation.NONE,
        first.precision(),
        first.inputLayout(),
        first.outputLayout());
  }
}
