package dev.pointwise.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.pointwise.Refusal;
import dev.pointwise.testing.AbsentProvider;
import dev.pointwise.testing.ExactProvider;
import dev.pointwise.testing.PatchyProvider;
import dev.pointwise.testing.TestProvider;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Holds whichever kinds of backends are on the class path, none included. */
class BackendsTest {
  private static Backend first(BackendProvider provider) {
    return provider.open(0, Tuning.OFF);
  }

  @Test
  void listsThePreferredFirst() {
    List<BackendProvider> providers = Backends.providers();
    Comparator<BackendProvider> order =
        Comparator.comparingInt(BackendProvider::preference).reversed();
    assertEquals(
        providers.stream().sorted(order).map(BackendProvider::name).toList(),
        providers.stream().map(BackendProvider::name).toList());
  }

  @Test
  void findsEachKindByItsName() {
    for (BackendProvider provider : Backends.providers()) {
      assertSame(provider.getClass(), Backends.provider(provider.name()).getClass());
    }
    Refusal.argument(() -> Backends.provider("abacus"), "backend is 'abacus'", "expected one of");
  }

  @Test
  void takesTheBestThatIsAvailableAndSaysWhy() {
    List<BackendProvider> usable =
        Backends.providers().stream()
            .filter(provider -> provider.unavailableReason() == null)
            .toList();
    if (usable.isEmpty()) {
      assertThrows(BackendUnavailableException.class, () -> Backends.choose(BackendsTest::first));
      return;
    }
    Backends.Choice choice = Backends.choose(BackendsTest::first);
    try (Backend backend = choice.backend()) {
      assertEquals(usable.getFirst().name(), backend.info().backend());
      assertTrue(choice.reason().contains(backend.info().toString()), choice.reason());
    }
  }

  @Test
  void passesOverWhatCannotBeOpenedAndSaysWhy() {
    List<BackendProvider> providers =
        List.of(new AbsentProvider(), new PatchyProvider(), new ExactProvider());
    Backends.Choice choice = Backends.choose(providers, BackendsTest::first);
    try (Backend backend = choice.backend()) {
      assertEquals("exact", backend.info().backend());
      assertEquals(
          "using exact (a device of tests): absent is unavailable: no such hardware; install some:"
              + " patchy is unavailable: device 0 is another's alone",
          choice.reason());
    }
    BackendUnavailableException none =
        assertThrows(
            BackendUnavailableException.class,
            () -> Backends.choose(List.of(new PatchyProvider()), BackendsTest::first));
    assertEquals(
        "no backend is available: patchy is unavailable: device 0 is another's alone",
        none.getMessage());
  }

  @Test
  void otherFailuresToOpenAreNotPassedOver() {
    BackendProvider full =
        new TestProvider("full") {
          @Override
          protected Backend open() {
            throw new DeviceMemoryException("open", 30, 20, 100);
          }
        };
    List<BackendProvider> providers = List.of(full, new ExactProvider());
    assertThrows(
        DeviceMemoryException.class, () -> Backends.choose(providers, BackendsTest::first));
    assertThrows(
        IllegalArgumentException.class,
        () -> Backends.choose(providers, provider -> provider.open(1, Tuning.OFF)));
  }

  @Test
  void infoKeepsACopyOfItsDetails() {
    Map<String, String> details = new HashMap<>(Map.of("a", "1"));
    BackendInfo info = new BackendInfo("kind", "device", details);
    details.put("b", "2");
    assertEquals(Map.of("a", "1"), info.details());
    assertEquals("kind (device)", info.toString());
  }

  @Test
  void memoryExceptionsSayHowMuch() {
    DeviceMemoryException e = new DeviceMemoryException("allocate x", 30, 20, 100);
    assertEquals(30, e.requested());
    assertEquals(20, e.free());
    assertEquals(100, e.total());
    assertEquals(
        "allocate x: out of device memory: requested 30 bytes, free 20, total 100, limit none",
        e.getMessage());
  }
}
