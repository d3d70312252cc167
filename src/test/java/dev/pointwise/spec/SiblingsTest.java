package dev.pointwise.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.Refusal;
import java.util.List;
import org.junit.jupiter.api.Test;

class SiblingsTest {
  private static final ConvSpec LIKE =
      ConvSpec.of(6, 4).stride(2).precision(Precision.F16).outputLayout(Layout.NHWC);

  private static ConvSpec wide(int cOut, Activation activation) {
    return new ConvSpec(6, cOut, 1, 2, activation, Precision.F16, Layout.NCHW, Layout.NHWC);
  }

  @Test
  void stacksOutputChannels() {
    Siblings siblings =
        new Siblings(List.of(LIKE, wide(1, Activation.NONE), wide(5, Activation.NONE)));
    assertEquals(wide(10, Activation.NONE), siblings.stacked());
    assertEquals(3, siblings.count());
    assertEquals(0, siblings.firstChannel(0));
    assertEquals(4, siblings.firstChannel(1));
    assertEquals(5, siblings.firstChannel(2));
  }

  @Test
  void sharesAnActivationOnlyIfItIsTheSame() {
    Siblings same =
        new Siblings(List.of(wide(2, Activation.clip(0, 1)), wide(3, Activation.clip(0, 1))));
    assertTrue(same.shareActivation());
    assertEquals(wide(5, Activation.clip(0, 1)), same.stacked());
    Siblings differing =
        new Siblings(List.of(wide(2, Activation.clip(0, 1)), wide(3, Activation.clip(0, 2))));
    assertFalse(differing.shareActivation());
    assertEquals(wide(5, Activation.NONE), differing.stacked());
  }

  @Test
  void refusesMoreChannelsThanATensorHas() {
    ConvSpec half = ConvSpec.of(1, 1 << 30);
    Refusal.argument(
        () -> new Siblings(List.of(half, half)), "sum of C_out is 2147483648", "2^31-1");
  }
}
