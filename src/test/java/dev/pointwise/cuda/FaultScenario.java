package dev.pointwise.cuda;

import dev.pointwise.backend.Backend;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A sequence of calls, and what is right.
 *
 * @param name what it is about
 * @param opening opens the backend
 * @param work runs on it and closes what it makes; fails if an answer is wrong
 * @param most how many of the calls from one site are to fail, where timing repeats them
 */
record FaultScenario(
    String name, Supplier<? extends Backend> opening, Consumer<Backend> work, int most) {
  /** All of it, the backend's opening and closing included. */
  void run() {
    try (Backend backend = opening.get()) {
      work.accept(backend);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
