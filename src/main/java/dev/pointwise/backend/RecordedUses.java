package dev.pointwise.backend;

import java.util.LinkedHashSet;
import java.util.Set;

/** The layers, tensors and views that a recording uses. Complete, it is immutable. */
final class RecordedUses {
  private final Set<Lifetime> lifetimeSet = new LinkedHashSet<>();
  private final Set<AbstractTensor> viewSet = new LinkedHashSet<>();
  private Lifetime[] lifetimes = {};
  private AbstractTensor[] views = {};
  private boolean complete;

  /** Adds a layer or a tensor with memory of its own, unless it is complete. */
  void add(Lifetime lifetime) {
    if (!complete) {
      lifetimeSet.add(lifetime);
    }
  }

  /** Adds a view of a tensor, unless it is complete. */
  void add(AbstractTensor view) {
    if (!complete) {
      viewSet.add(view);
    }
  }

  /** Adds no more from now on. */
  RecordedUses completed() {
    complete = true;
    lifetimes = lifetimeSet.toArray(Lifetime[]::new);
    views = viewSet.toArray(AbstractTensor[]::new);
    return this;
  }

  /** Whether it is complete and has that layer or tensor, which a replay thus uses to its end. */
  boolean holds(Lifetime lifetime) {
    return complete && lifetimeSet.contains(lifetime);
  }

  /** Whether it is complete and has that view. */
  boolean holds(AbstractTensor view) {
    return complete && viewSet.contains(view);
  }

  /**
   * Begins a use of all of them, ended by {@link #exit}; allocates nothing.
   *
   * @throws IllegalStateException if one is closed
   */
  void enter() {
    int entered = 0;
    try {
      while (entered < lifetimes.length) {
        lifetimes[entered].enter();
        entered++;
      }
      for (AbstractTensor view : views) {
        view.checkView();
      }
    } catch (IllegalStateException closed) {
      exit(entered);
      throw closed;
    }
  }

  void exit() {
    exit(lifetimes.length);
  }

  private void exit(int count) {
    for (int i = count - 1; i >= 0; i--) {
      lifetimes[i].exit();
    }
  }
}
