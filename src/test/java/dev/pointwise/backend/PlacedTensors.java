package dev.pointwise.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.pointwise.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Tensors on a device, and the wider tensors around them. */
final class PlacedTensors implements AutoCloseable {
  private final float around;
  private final List<Tensor> wholes = new ArrayList<>();
  private final List<List<Tensor>> viewsOfEach = new ArrayList<>();

  PlacedTensors(float around) {
    this.around = around;
  }

  void add(Tensor whole, List<Tensor> views) {
    wholes.add(whole);
    viewsOfEach.add(views);
  }

  /** The tensors themselves. */
  List<Tensor> views() {
    return viewsOfEach.stream().flatMap(List::stream).toList();
  }

  /** Nothing was written beside the tensors. */
  void assertUntouchedAround(String message) {
    for (int i = 0; i < wholes.size(); i++) {
      HostTensor whole = wholes.get(i).download();
      for (Tensor view : viewsOfEach.get(i)) {
        whole.slice(view.spec().channelOffset(), view.spec().shape().c()).fill(around);
      }
      for (float value : whole.toArray()) {
        assertEquals(around, value, message);
      }
    }
  }

  @Override
  public void close() {
    List<AutoCloseable> all = new ArrayList<>(views());
    Collections.reverse(all);
    all.addAll(wholes);
    Closing.closeAll(all.toArray(AutoCloseable[]::new));
  }
}
