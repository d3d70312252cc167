package dev.pointwise.network;

import dev.pointwise.backend.Backend;
import dev.pointwise.backend.BackendException;
import dev.pointwise.backend.Closing;
import dev.pointwise.backend.DeviceMemoryException;
import dev.pointwise.backend.Leaks;
import dev.pointwise.backend.Lifetime;
import dev.pointwise.backend.MemoryCache;
import dev.pointwise.backend.Recorder;
import dev.pointwise.backend.Tensor;
import dev.pointwise.spec.Shape;
import dev.pointwise.spec.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A network whose weights are on the device. Thread-safe; runs take place one after the other,
 * since they share the tensors in between.
 *
 * <p>Pass the same tensor objects again and again: the second run on them is recorded, and later
 * ones replay the recording in one call, with nothing allocated. The {@value Calls#MOST} sets of
 * tensors used last are remembered. The memory in between is allocated once for inputs of the same
 * extents, and freed when no remembered set has such inputs any more. A remembered set whose
 * tensors were closed is replaced as soon as it fails.
 */
public final class Network implements AutoCloseable {
  private final NetworkSpec spec;
  private final Backend backend;
  private final List<PreparedStep> steps;
  private final Calls calls = new Calls();
  private final ReentrantLock lock = new ReentrantLock();
  private final Lifetime lifetime;
  private final MemoryCache remembered = this::forget;

  /** The call that runs, under the lock. */
  private @Nullable Call running;

  @SuppressWarnings("this-escape") // for identity alone
  Network(NetworkSpec spec, Backend backend, List<PreparedStep> steps) {
    this.spec = spec;
    this.backend = backend;
    this.steps = steps;
    this.lifetime = new Lifetime(this, backend, spec.toString());
    backend.addCache(remembered);
  }

  /** What runs. */
  public NetworkSpec spec() {
    return spec;
  }

  /**
   * Runs the network. May return before the device has computed; what uses the outputs waits.
   *
   * @param inputs in the order of {@link NetworkSpec#inputs()}; may be slices
   * @param outputs in the order of {@link NetworkSpec#outputs()}; may be slices; their former
   *     contents do not matter
   * @throws IllegalArgumentException if a tensor has extents, type or layout other than the
   *     network's, is of another backend, or an output shares elements with another tensor
   * @throws IllegalStateException if the network or a tensor is closed, or this thread records
   * @throws DeviceMemoryException if the device has no memory left for the tensors in between
   * @throws BackendException if the device refuses
   */
  public void runInto(List<Tensor> inputs, List<Tensor> outputs) {
    Recorder.refuse("a run of a network");
    lifetime.enter();
    try {
      lock.lock();
      try {
        Call call = calls.find(inputs, outputs);
        if (call == null || !runsAgain(call)) {
          runAnew(inputs, outputs);
        }
      } finally {
        lock.unlock();
      }
    } finally {
      lifetime.exit();
    }
  }

  private void run(Call call) {
    running = call;
    try {
      call.run(backend);
    } finally {
      running = null;
    }
  }

  /** Where memory has run out: forgets all calls but the one that runs, if no other thread's. */
  private void forget() {
    if (!lifetime.tryEnter()) {
      return;
    }
    try {
      if (lock.tryLock()) {
        try {
          calls.forgetAllBut(running);
        } finally {
          lock.unlock();
        }
      }
    } finally {
      lifetime.exit();
    }
  }

  /** Runs a call; false, and the call forgotten, if something that it uses is closed. */
  private boolean runsAgain(Call call) {
    try {
      run(call);
      return true;
    } catch (IllegalStateException closed) {
      calls.drop(call, closed);
      return false;
    } catch (Throwable failure) {
      calls.drop(call, failure);
      throw failure;
    }
  }

  private void runAnew(List<Tensor> inputs, List<Tensor> outputs) {
    Call call = bound(inputs, outputs);
    calls.add(call);
    try {
      run(call);
    } catch (Throwable failure) {
      calls.drop(call, failure);
      throw failure;
    }
  }

  private Call bound(List<Tensor> inputs, List<Tensor> outputs) {
    requireOwn("inputs", spec.inputs(), inputs);
    requireOwn("outputs", spec.outputs(), outputs);
    Extents extents = spec.extents(inputs.stream().map(Tensor::spec).toList());
    requireFit(extents.outputs(), outputs);
    requireSeparate(inputs, outputs);
    Workspace workspace = workspace(extents, inputs).shared();
    try {
      return new Call(steps, inputs, outputs, workspace);
    } catch (Throwable failure) {
      Closing.close(workspace, failure);
      throw failure;
    }
  }

  private Workspace workspace(Extents extents, List<Tensor> inputs) {
    List<Shape> shapes = inputs.stream().map(tensor -> tensor.spec().shape()).toList();
    Workspace known = calls.workspace(shapes);
    if (known != null) {
      return known;
    }
    List<TensorSpec> inner = spec.innerSpecs(extents);
    BufferPlan plan = spec.bufferPlan(inner);
    return Leaks.parts(() -> new Workspace(backend, shapes, inner, plan));
  }

  @SuppressWarnings("ReferenceEquality") // the very same backend
  private void requireOwn(String what, List<String> names, List<Tensor> tensors) {
    Extents.requireCount(what, tensors.size(), names.size());
    for (int i = 0; i < names.size(); i++) {
      if (tensors.get(i).backend() != backend) {
        throw Extents.refusal(
            "'" + names.get(i) + "' is " + tensors.get(i), "one of " + backend.info());
      }
    }
  }

  private void requireFit(List<TensorSpec> expected, List<Tensor> outputs) {
    for (int i = 0; i < expected.size(); i++) {
      if (!outputs.get(i).spec().compact().equals(expected.get(i))) {
        throw Extents.refusal(
            "output '" + spec.outputs().get(i) + "' is " + outputs.get(i).spec(),
            expected.get(i).toString());
      }
    }
  }

  private void requireSeparate(List<Tensor> inputs, List<Tensor> outputs) {
    List<String> names = new ArrayList<>(spec.inputs());
    List<Tensor> others = new ArrayList<>(inputs);
    for (int i = 0; i < outputs.size(); i++) {
      for (int k = 0; k < others.size(); k++) {
        if (outputs.get(i).overlaps(others.get(k))) {
          throw Extents.refusal(
              "output '" + spec.outputs().get(i) + "' shares elements with '" + names.get(k) + "'",
              "separate tensors or slices");
        }
      }
      names.add(spec.outputs().get(i));
      others.add(outputs.get(i));
    }
  }

  /** Waits for a run under way and frees everything. A second call does nothing. */
  @Override
  public void close() {
    if (lifetime.close()) {
      List<AutoCloseable> all = new ArrayList<>(List.of(calls));
      steps.reversed().forEach(step -> all.add(step.layer()));
      Closing.closeAll(all.toArray(AutoCloseable[]::new));
    }
  }

  @Override
  public String toString() {
    return spec + " on " + backend.info();
  }
}
