package dev.pointwise.cuda;

import dev.pointwise.backend.DeviceMemoryException;
import dev.pointwise.spec.DType;
import dev.pointwise.spec.GemmShape;
import dev.pointwise.spec.Precision;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.Pointer;
import jcuda.cudaDataType;
import jcuda.driver.CUstream;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasComputeType;
import jcuda.jcublas.cublasGemmAlgo;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasMath;
import jcuda.jcublas.cublasOperation;
import jcuda.jcublas.cublasPointerMode;
import jcuda.jcublas.cublasStatus;
import jcuda.runtime.cudaStream_t;

/**
 * A cuBLAS handle bound to one stream and one workspace. Not thread-safe. Products accumulate in
 * binary32; TF32 is used where it was asked for and nowhere else.
 */
final class Cublas implements AutoCloseable {
  /** JCuda's cudaDataType ends before it. */
  private static final int CUDA_R_8F_E4M3 = 28;

  private static final Pointer ZERO = constant(0);
  private static final Pointer ONE = constant(1);

  private final cublasHandle handle = new cublasHandle();

  /** A handle on {@code stream}; the workspace must outlive it. */
  Cublas(CUstream stream, DevicePointer workspace, long workspaceBytes) {
    check("cublasCreate", JCublas2.cublasCreate(handle));
    try {
      check("cublasSetStream", JCublas2.cublasSetStream(handle, new cudaStream_t(stream)));
      // After the stream: setting a stream takes the workspace away.
      check("cublasSetWorkspace", JCublas2.cublasSetWorkspace(handle, workspace, workspaceBytes));
      check(
          "cublasSetMathMode",
          JCublas2.cublasSetMathMode(
              handle,
              cublasMath.CUBLAS_DEFAULT_MATH
                  | cublasMath.CUBLAS_MATH_DISALLOW_REDUCED_PRECISION_REDUCTION));
      check(
          "cublasSetPointerMode",
          JCublas2.cublasSetPointerMode(handle, cublasPointerMode.CUBLAS_POINTER_MODE_HOST));
    } catch (Throwable failure) {
      JCublas2.cublasDestroy(handle);
      throw failure;
    }
  }

  private static Pointer constant(float value) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(4).order(ByteOrder.nativeOrder());
    return Pointer.toBuffer(buffer.putFloat(0, value));
  }

  /** Throws what a status of cuBLAS or cuBLASLt says, if it is a failure. */
  static void check(String call, int status) {
    if (status == cublasStatus.CUBLAS_STATUS_ALLOC_FAILED) {
      throw Driver.outOfMemory(
          CudaException.text(call, status, cublasStatus.stringFor(status)),
          DeviceMemoryException.UNKNOWN);
    }
    if (status != cublasStatus.CUBLAS_STATUS_SUCCESS) {
      throw failure(call, status);
    }
  }

  /** That a call of cuBLAS or cuBLASLt failed. */
  static CudaException failure(String call, int status) {
    return DeviceHealth.noted(new CudaException(call, status, cublasStatus.stringFor(status), ""));
  }

  /** A version of cuBLAS or cuBLASLt as people write it. */
  static String text(long version) {
    return version / 10000 + "." + version / 100 % 100 + "." + version % 100;
  }

  int version() {
    int[] version = {0};
    check("cublasGetVersion", JCublas2.cublasGetVersion(handle, version));
    return version[0];
  }

  /**
   * Enqueues all products of {@code shape}.
   *
   * @param a the first byte of the tensor that A lies in; likewise b and c
   * @param cType the element type of C: F32, or the precision's own
   */
  void multiply(
      GemmShape shape,
      Precision precision,
      DevicePointer a,
      DevicePointer b,
      DevicePointer c,
      DType cType) {
    int inBytes = precision.storage().bytes();
    for (long outer = 0; outer < shape.outer(); outer++) {
      multiply(
          shape,
          precision,
          a.at(shape.a().start(outer, 0) * inBytes),
          b.at(shape.b().start(outer, 0) * inBytes),
          c.at(shape.c().start(outer, 0) * cType.bytes()),
          type(cType));
    }
  }

  /** The function that computes the products of a shape, once for each of its batches. */
  static String call(GemmShape shape) {
    return shape.needs64()
        ? "cublasGemmStridedBatchedEx_64"
        : shape.batch() == 1 ? "cublasGemmEx" : "cublasGemmStridedBatchedEx";
  }

  private void multiply(
      GemmShape shape, Precision precision, Pointer a, Pointer b, Pointer c, int cType) {
    int type = type(precision.storage());
    int compute =
        precision == Precision.TF32
            ? cublasComputeType.CUBLAS_COMPUTE_32F_FAST_TF32
            : cublasComputeType.CUBLAS_COMPUTE_32F;
    int opA = operation(shape.a().transposed());
    int opB = operation(shape.b().transposed());
    Pointer beta = shape.accumulate() ? ONE : ZERO;
    String call = call(shape);
    int algorithm = cublasGemmAlgo.CUBLAS_GEMM_DEFAULT;
    if (shape.needs64()) {
      check(
          call,
          JCublas2.cublasGemmStridedBatchedEx_64_new(
              handle,
              opA,
              opB,
              shape.m(),
              shape.n(),
              shape.k(),
              ONE,
              a,
              type,
              shape.a().ld(),
              shape.a().stride(),
              b,
              type,
              shape.b().ld(),
              shape.b().stride(),
              beta,
              c,
              cType,
              shape.c().ld(),
              shape.c().stride(),
              shape.batch(),
              compute,
              algorithm));
    } else if (shape.batch() == 1) {
      check(
          call,
          JCublas2.cublasGemmEx_new(
              handle,
              opA,
              opB,
              (int) shape.m(),
              (int) shape.n(),
              (int) shape.k(),
              ONE,
              a,
              type,
              (int) shape.a().ld(),
              b,
              type,
              (int) shape.b().ld(),
              beta,
              c,
              cType,
              (int) shape.c().ld(),
              compute,
              algorithm));
    } else {
      check(
          call,
          JCublas2.cublasGemmStridedBatchedEx_new(
              handle,
              opA,
              opB,
              (int) shape.m(),
              (int) shape.n(),
              (int) shape.k(),
              ONE,
              a,
              type,
              (int) shape.a().ld(),
              shape.a().stride(),
              b,
              type,
              (int) shape.b().ld(),
              shape.b().stride(),
              beta,
              c,
              cType,
              (int) shape.c().ld(),
              shape.c().stride(),
              (int) shape.batch(),
              compute,
              algorithm));
    }
  }

  private static int operation(boolean transposed) {
    return transposed ? cublasOperation.CUBLAS_OP_T : cublasOperation.CUBLAS_OP_N;
  }

  /** The cudaDataType of an element type. */
  static int type(DType type) {
    return switch (type) {
      case F32 -> cudaDataType.CUDA_R_32F;
      case F16 -> cudaDataType.CUDA_R_16F;
      case BF16 -> cudaDataType.CUDA_R_16BF;
      case E4M3 -> CUDA_R_8F_E4M3;
      case I8 -> cudaDataType.CUDA_R_8I;
    };
  }

  @Override
  public void close() {
    check("cublasDestroy", JCublas2.cublasDestroy(handle));
  }
}
