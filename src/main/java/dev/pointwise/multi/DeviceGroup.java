package dev.pointwise.multi;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendException;
import dev.pointwise.backend.BackendProvider;
import dev.pointwise.backend.BackendUnavailableException;
import dev.pointwise.backend.Closing;
import dev.pointwise.backend.Leaks;
import dev.pointwise.backend.Tuning;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The backends of several devices, numbered from 0 on by their place in the group. A failure on one
 * of them names the device.
 */
final class DeviceGroup {
  private final List<Integer> devices;
  private final List<Backend> backends;

  private DeviceGroup(List<Integer> devices, List<Backend> backends) {
    this.devices = devices;
    this.backends = backends;
  }

  /** Opens devices of one kind; if one cannot be opened, those before it are closed again. */
  static DeviceGroup open(BackendProvider provider, List<Integer> devices, Tuning tuning) {
    List<Backend> backends = new ArrayList<>();
    DeviceGroup group = new DeviceGroup(List.copyOf(devices), backends);
    try {
      for (int place = 0; place < devices.size(); place++) {
        int next = place;
        backends.add(Leaks.parts(() -> group.open(provider, next, tuning)));
      }
      return group;
    } catch (Throwable failure) {
      Closing.close(() -> group.close(backends), failure);
      throw failure;
    }
  }

  private Backend open(BackendProvider provider, int place, Tuning tuning) {
    try {
      return provider.open(devices.get(place), tuning);
    } catch (BackendUnavailableException e) {
      throw e;
    } catch (BackendException e) {
      throw e.on(name(place));
    }
  }

  int size() {
    return devices.size();
  }

  List<Integer> devices() {
    return devices;
  }

  List<Backend> backends() {
    return backends;
  }

  /** How messages name a device. */
  String name(int place) {
    return "device " + devices.get(place);
  }

  /** Does something on the first {@code count} devices in turn, until it fails on one. */
  void onFirst(int count, IntConsumer work) {
    for (int place = 0; place < count; place++) {
      try {
        work.accept(place);
      } catch (BackendException e) {
        throw e.on(name(place));
      }
    }
  }

  /** Does something on every device, though it fail on some; later failures are suppressed. */
  void onAll(IntConsumer work) {
    closeAll(IntStream.range(0, size()), work::accept);
  }

  /** Makes something on every device; if that fails on one, what was made before is closed. */
  <T extends AutoCloseable> List<T> make(IntFunction<T> maker) {
    return make(size(), maker);
  }

  /** The same on the first {@code count} devices. */
  <T extends AutoCloseable> List<T> make(int count, IntFunction<T> maker) {
    List<T> made = new ArrayList<>();
    try {
      onFirst(count, place -> made.add(Leaks.parts(() -> maker.apply(place))));
      return List.copyOf(made);
    } catch (Throwable failure) {
      Closing.close(() -> close(made), failure);
      throw failure;
    }
  }

  /** Closes what was made on the devices, the last first, though some fail. */
  void close(List<? extends AutoCloseable> made) {
    int last = made.size() - 1;
    closeAll(IntStream.rangeClosed(0, last).map(i -> last - i), place -> made.get(place).close());
  }

  private interface Action {
    void on(int place) throws Exception;
  }

  private void closeAll(IntStream places, Action action) {
    Closing.closeAll(places.mapToObj(place -> named(place, action)).toArray(AutoCloseable[]::new));
  }

  private AutoCloseable named(int place, Action action) {
    return () -> {
      try {
        action.on(place);
      } catch (BackendException e) {
        throw e.on(name(place));
      }
    };
  }
}
