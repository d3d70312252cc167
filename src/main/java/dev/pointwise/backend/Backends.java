package dev.pointwise.backend;

import dev.pointwise.spec.Nearest;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;

/** Chooses among the kinds of backends that are there. */
public final class Backends {
  private static final System.Logger LOG = System.getLogger(Backends.class.getName());

  private Backends() {}

  /**
   * An open backend and why it was taken.
   *
   * @param backend the backend; the caller closes it
   * @param reason one line
   */
  public record Choice(Backend backend, String reason) {}

  /** All kinds, most preferred first. */
  public static List<BackendProvider> providers() {
    return ServiceLoader.load(BackendProvider.class, Backends.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparingInt(BackendProvider::preference).reversed())
        .toList();
  }

  /**
   * The kind of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static BackendProvider provider(String name) {
    List<BackendProvider> providers = providers();
    List<String> names = providers.stream().map(BackendProvider::name).toList();
    if (!names.contains(name)) {
      throw new IllegalArgumentException(
          "backend is '"
              + name
              + "', expected one of: "
              + String.join(", ", names)
              + Nearest.hint(name, names));
    }
    return providers.get(names.indexOf(name));
  }

  /**
   * The best backend that is available, on its first device; which one, and why no better one, is
   * logged.
   *
   * @throws BackendUnavailableException if none is
   */
  public static Backend best() {
    Choice choice = choose(provider -> provider.open(0, Tuning.OFF));
    LOG.log(System.Logger.Level.INFO, choice.reason());
    return choice.backend();
  }

  /**
   * The best backend that is available, and why it was taken. One that turns out to be unavailable
   * when it is opened is passed over like one that was known to be.
   *
   * @param opening opens one of a kind, such as {@code provider -> provider.open(0, Tuning.OFF)}
   * @throws IllegalArgumentException if the best one has no such device as is to be opened
   * @throws BackendUnavailableException if none is available
   */
  public static Choice choose(Function<BackendProvider, Backend> opening) {
    return choose(providers(), opening);
  }

  static Choice choose(
      List<BackendProvider> providers, Function<BackendProvider, Backend> opening) {
    StringBuilder passed = new StringBuilder();
    for (BackendProvider provider : providers) {
      String reason = provider.unavailableReason();
      if (reason == null) {
        try {
          return choice(opening.apply(provider), passed.toString());
        } catch (BackendUnavailableException e) {
          reason = e.getMessage();
        }
      }
      passed.append(": ").append(provider.name()).append(" is unavailable: ").append(reason);
    }
    throw new BackendUnavailableException("no backend is available" + passed);
  }

  private static Choice choice(Backend backend, String passed) {
    String why = passed.isEmpty() ? ": the best of its kind available" : passed;
    return new Choice(backend, "using " + backend.info() + why);
  }
}
