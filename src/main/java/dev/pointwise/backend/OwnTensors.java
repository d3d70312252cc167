package dev.pointwise.backend;

import java.util.List;
import java.util.Objects;

/**
 * The checks of the tensors that a layer or a backend is called with: they are the backend's, and
 * where it writes it does not read.
 *
 * @param <T> the backend's tensors
 */
final class OwnTensors<T extends AbstractTensor> {
  private final AbstractBackend owner;
  private final Class<T> type;

  OwnTensors(AbstractBackend owner, Class<T> type) {
    this.owner = owner;
    this.type = type;
  }

  /** The tensor, refused if it is of another backend. */
  T own(String name, Tensor tensor) {
    if (isOwn(tensor)) {
      return type.cast(tensor);
    }
    throw foreign(name, tensor);
  }

  /**
   * The tensors in a list that nobody changes, refused if one is missing or of another backend.
   *
   * @param list the name of the list
   * @param name the name of one of them
   */
  @SuppressWarnings("unchecked") // every element is checked
  List<T> own(String list, String name, List<Tensor> tensors) {
    for (int i = 0; i < Objects.requireNonNull(tensors, list).size(); i++) {
      if (tensors.get(i) == null) {
        throw new NullPointerException(list + "[" + i + "]");
      }
    }
    List<Tensor> copy = List.copyOf(tensors);
    for (int i = 0; i < copy.size(); i++) {
      if (!isOwn(copy.get(i))) {
        throw foreign(name + " " + i, copy.get(i));
      }
    }
    return (List<T>) (List<?>) copy;
  }

  @SuppressWarnings("ReferenceEquality") // the very same backend
  private boolean isOwn(Tensor tensor) {
    return tensor instanceof AbstractTensor candidate && candidate.owner() == owner;
  }

  private static IllegalArgumentException foreign(String name, Tensor tensor) {
    return new IllegalArgumentException(name + " is " + tensor + ", a tensor of another backend");
  }

  /** Refuses an output that shares elements with another tensor. */
  static void separate(
      String name, AbstractTensor tensor, String outputName, AbstractTensor output) {
    if (tensor.overlaps(output)) {
      throw overlap(name, tensor, outputName, output);
    }
  }

  /** What {@link #separate} throws; for callers whose names are not to be built in vain. */
  static IllegalArgumentException overlap(
      String name, AbstractTensor tensor, String outputName, AbstractTensor output) {
    return new IllegalArgumentException(
        outputName
            + " "
            + output.spec()
            + " shares elements with the "
            + name
            + " "
            + tensor.spec()
            + ", expected separate tensors or slices");
  }
}
