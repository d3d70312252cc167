package dev.pointwise.multi;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendProvider;
import dev.pointwise.backend.Tuning;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which devices of a kind to use as one: some, by number, or all there are. */
public final class Devices {
  /** The first device alone. */
  public static final Devices FIRST = of(List.of(0));

  /** All there are. */
  public static final Devices ALL = new Devices(List.of());

  /** Empty for all. */
  private final List<Integer> numbers;

  private Devices(List<Integer> numbers) {
    this.numbers = numbers;
  }

  /**
   * Those devices, in that order.
   *
   * @throws IllegalArgumentException if a number is negative or listed twice, or none is listed
   */
  public static Devices of(List<Integer> numbers) {
    if (numbers.isEmpty()) {
      throw new IllegalArgumentException("devices are [], expected at least one");
    }
    for (int place = 0; place < numbers.size(); place++) {
      int number = numbers.get(place);
      if (number < 0) {
        throw new IllegalArgumentException("device is " + number + ", expected at least 0");
      }
      if (numbers.indexOf(number) < place) {
        throw new IllegalArgumentException(
            "device " + number + " is listed twice in " + numbers + ", expected each once");
      }
    }
    return new Devices(List.copyOf(numbers));
  }

  /**
   * The devices that a text names: numbers with commas in between, or {@code all}.
   *
   * @throws IllegalArgumentException if it is no such text, or as {@link #of}
   */
  public static Devices parse(String text) {
    if (text.equals("all")) {
      return ALL;
    }
    try {
      return of(Stream.of(text.split(",", -1)).map(Integer::valueOf).toList());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "device is '" + text + "', expected a number, several with commas in between, or all", e);
    }
  }

  /** Whether these are others than a kind has, if it has any, at all events. */
  public boolean mayBeMissing() {
    return !numbers.isEmpty() && !numbers.equals(FIRST.numbers);
  }

  /** Their numbers, among the devices of a kind; where all are meant, 0 at least. */
  public List<Integer> among(BackendProvider provider) {
    return numbers.isEmpty()
        ? IntStream.range(0, Math.max(1, provider.deviceCount())).boxed().toList()
        : numbers;
  }

  /**
   * Opens them: a {@link MultiBackend} if they are several.
   *
   * @throws IllegalArgumentException if one is not there
   * @throws dev.pointwise.backend.BackendUnavailableException if one cannot be opened
   */
  public Backend open(BackendProvider provider, Tuning tuning) {
    List<Integer> devices = among(provider);
    return devices.size() == 1
        ? provider.open(devices.getFirst(), tuning)
        : MultiBackend.open(provider, devices, tuning);
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return numbers.isEmpty()
        ? "all"
        : numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
