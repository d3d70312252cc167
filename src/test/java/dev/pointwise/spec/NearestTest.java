package dev.pointwise.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class NearestTest {
  private static final List<String> NAMES = List.of("googlenet", "resnet50", "f16", "f32", "h");

  @Test
  void findsWhatWasMistyped() {
    assertEquals(Optional.of("resnet50"), Nearest.of("resnet", NAMES));
    assertEquals(Optional.of("resnet50"), Nearest.of("RESNET-50", NAMES));
    assertEquals(Optional.of("googlenet"), Nearest.of("gogglenett", NAMES));
    assertEquals(Optional.of("f16"), Nearest.of("f61", NAMES));
    assertEquals(" (did you mean f32?)", Nearest.hint("fp32", NAMES));
  }

  @Test
  void saysNothingWhereNothingIsNear() {
    assertEquals("", Nearest.hint("vgg", NAMES));
    assertEquals("", Nearest.hint("x", NAMES));
    assertEquals("", Nearest.hint("", NAMES));
    assertEquals("", Nearest.hint("anything", List.of()));
  }

  @Test
  void everyNameIsItsOwnNearest() {
    NAMES.forEach(name -> assertEquals(Optional.of(name), Nearest.of(name, NAMES)));
  }

  @Test
  void namesOfTheLibraryAreSuggested() {
    refused("nhvc", "(did you mean nhwc?)", () -> Layout.parse("nhvc"));
    refused("bf1", "(did you mean bf16?)", () -> Precision.parse("bf1"));
    refused("rleu", "(did you mean relu?)", () -> Activation.parse("rleu"));
  }

  private static void refused(String given, String hint, Executable step) {
    String message =
        String.valueOf(assertThrows(IllegalArgumentException.class, step).getMessage());
    assertTrue(message.contains("'" + given + "'") && message.endsWith(hint), message);
  }
}
