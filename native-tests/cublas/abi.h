// The part of the CUDA driver, cuBLAS and cuBLASLt ABI that is called. No toolkit is needed to build; where NVIDIA's
// headers are found, abi_check.cpp holds these values against them.
#pragma once
#include <cstddef>
#include <cstdint>

namespace abi {

using Pointer = unsigned long long;  // CUdeviceptr
using Device = int;
using Handle = void*;  // any opaque handle

// CUresult
constexpr int OUT_OF_MEMORY = 2;
constexpr int NO_DEVICE = 100;
constexpr int NOT_SUPPORTED = 801;

// CUdevice_attribute
constexpr int MULTIPROCESSORS = 16;
constexpr int L2_BYTES = 38;
constexpr int CAPABILITY_MAJOR = 75;
constexpr int CAPABILITY_MINOR = 76;

constexpr unsigned STREAM_NON_BLOCKING = 1;
constexpr int CAPTURE_THREAD_LOCAL = 1;

// cublasStatus_t
constexpr int BLAS_ALLOC_FAILED = 3;
constexpr int BLAS_NOT_SUPPORTED = 15;

// cublasOperation_t, cudaDataType, cublasComputeType_t, cublasMath_t, cublasGemmAlgo_t
constexpr int OP_N = 0, OP_T = 1;
constexpr int R_32F = 0, R_16F = 2, R_16BF = 14;
constexpr int COMPUTE_32F = 68, COMPUTE_32F_FAST_TF32 = 77;
constexpr int MATH_DEFAULT = 0, MATH_DISALLOW_REDUCED_PRECISION_REDUCTION = 16;
constexpr int GEMM_DEFAULT = -1;

// cublasLtMatmulDescAttributes_t
constexpr int DESC_TRANSA = 3, DESC_TRANSB = 4, DESC_EPILOGUE = 7, DESC_BIAS_POINTER = 8;
// cublasLtMatrixLayoutAttribute_t
constexpr int LAYOUT_BATCH_COUNT = 5, LAYOUT_STRIDED_BATCH_OFFSET = 6;
// cublasLtMatmulPreferenceAttributes_t
constexpr int PREF_MAX_WORKSPACE_BYTES = 1, PREF_REDUCTION_SCHEME_MASK = 3;
constexpr int PREF_MIN_ALIGNMENT_A = 5, PREF_MIN_ALIGNMENT_B = 6, PREF_MIN_ALIGNMENT_C = 7, PREF_MIN_ALIGNMENT_D = 8;
// cublasLtReductionScheme_t: the one that does not add up in the output's type, as INPLACE and OUTPUT_TYPE do
constexpr std::uint32_t REDUCTION_IN_FULL = 2;
// cublasLtEpilogue_t
constexpr int EPILOGUE_DEFAULT = 1, EPILOGUE_RELU = 2, EPILOGUE_BIAS = 4, EPILOGUE_GELU = 32;
// cublasLtMatmulAlgoConfigAttributes_t
constexpr int CONFIG_ID = 0, CONFIG_TILE = 1, CONFIG_SPLIT_K = 2, CONFIG_STAGES = 6;

struct Algorithm {
    std::uint64_t data[8];
};

struct Heuristic {
    Algorithm algorithm;
    std::size_t workspace;
    int state;
    float waves;
    int reserved[4];
};

}  // namespace abi
