/**
 * Layers on NVIDIA GPUs: cuBLAS through JCuda, cuBLASLt, and kernels of our own. The only package
 * that imports JCuda or binds a CUDA library; every native handle lives here.
 */
@NullMarked
package dev.pointwise.cuda;

import org.jspecify.annotations.NullMarked;
