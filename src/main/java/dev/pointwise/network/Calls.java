package dev.pointwise.network;

import dev.pointwise.backend.Closing;
import dev.pointwise.backend.Tensor;
import dev.pointwise.spec.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The calls that a network remembers, those used last first. A call too many closes the one that
 * was not used for longest. Not thread-safe.
 */
final class Calls implements AutoCloseable {
  /** How many are remembered. */
  static final int MOST = 8;

  private final List<Call> latestFirst = new ArrayList<>(MOST + 1);

  /** The call for these very tensors, or null; allocates nothing. */
  @Nullable Call find(List<Tensor> inputs, List<Tensor> outputs) {
    for (int i = 0; i < latestFirst.size(); i++) {
      Call call = latestFirst.get(i);
      if (call.isFor(inputs, outputs)) {
        if (i > 0) {
          latestFirst.remove(i);
          latestFirst.addFirst(call);
        }
        return call;
      }
    }
    return null;
  }

  /** The workspace of a call whose inputs have those extents, or null. */
  @Nullable Workspace workspace(List<Shape> inputs) {
    for (Call call : latestFirst) {
      if (call.workspace().isFor(inputs)) {
        return call.workspace();
      }
    }
    return null;
  }

  /** Remembers a call. */
  void add(Call call) {
    latestFirst.addFirst(call);
    if (latestFirst.size() > MOST) {
      latestFirst.removeLast().close();
    }
  }

  /** Forgets a call, and closes it; what that throws is added to {@code failure}. */
  void drop(Call call, Throwable failure) {
    latestFirst.remove(call);
    Closing.close(call, failure);
  }

  /** Forgets all calls but one, and closes them. */
  @SuppressWarnings("ReferenceEquality") // the very same call
  void forgetAllBut(@Nullable Call kept) {
    List<Call> others = latestFirst.stream().filter(call -> call != kept).toList();
    latestFirst.removeAll(others);
    Closing.closeAll(others.toArray(Call[]::new));
  }

  @Override
  public void close() {
    forgetAllBut(null);
  }
}
