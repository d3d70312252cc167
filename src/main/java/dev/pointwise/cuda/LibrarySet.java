package dev.pointwise.cuda;

import java.nio.file.Path;

/**
 * The CUDA libraries of one installation, all of the same major version.
 *
 * @param major 12 or 13
 * @param cublas cuBLAS
 * @param cublasLt cuBLASLt, which cuBLAS needs
 * @param nvrtc the run-time compiler
 */
record LibrarySet(int major, Path cublas, Path cublasLt, Path nvrtc) {}
