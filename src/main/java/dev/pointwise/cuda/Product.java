package dev.pointwise.cuda;

import dev.pointwise.spec.DType;
import dev.pointwise.spec.GemmShape;
import dev.pointwise.spec.Precision;

/**
 * The products of one mapping, on cuBLAS.
 *
 * @param shape the mapping
 * @param precision of the factors, and how they are multiplied
 * @param output the element type of C: F32, or the precision's own
 */
record Product(GemmShape shape, Precision precision, DType output) {
  /** The function that computes them. */
  String call() {
    return Cublas.call(shape);
  }

  /**
   * Enqueues them; the lane's lock is held.
   *
   * @param x the first byte of the buffer that the input lies in; likewise of the weights and of C
   */
  void enqueue(Lane lane, DevicePointer x, DevicePointer w, DevicePointer c) {
    boolean inputIsA = shape.inputIsA();
    lane.cublas().multiply(shape, precision, inputIsA ? x : w, inputIsA ? w : x, c, output);
  }
}
