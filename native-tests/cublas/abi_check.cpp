// Holds abi.h against NVIDIA's headers, where there are any.
#include "abi.h"

#if __has_include(<cuda.h>)
#include <cuda.h>
static_assert(sizeof(abi::Pointer) == sizeof(CUdeviceptr), "CUdeviceptr");
static_assert(abi::OUT_OF_MEMORY == CUDA_ERROR_OUT_OF_MEMORY, "");
static_assert(abi::NO_DEVICE == CUDA_ERROR_NO_DEVICE, "");
static_assert(abi::NOT_SUPPORTED == CUDA_ERROR_NOT_SUPPORTED, "");
static_assert(abi::MULTIPROCESSORS == CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT, "");
static_assert(abi::L2_BYTES == CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE, "");
static_assert(abi::CAPABILITY_MAJOR == CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, "");
static_assert(abi::CAPABILITY_MINOR == CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, "");
static_assert(abi::STREAM_NON_BLOCKING == CU_STREAM_NON_BLOCKING, "");
static_assert(abi::CAPTURE_THREAD_LOCAL == CU_STREAM_CAPTURE_MODE_THREAD_LOCAL, "");
#endif

#if __has_include(<cublas_v2.h>) && __has_include(<cublasLt.h>) && __has_include(<library_types.h>)
#include <cublasLt.h>
#include <cublas_v2.h>
#include <type_traits>
static_assert(abi::BLAS_ALLOC_FAILED == CUBLAS_STATUS_ALLOC_FAILED, "");
static_assert(abi::BLAS_NOT_SUPPORTED == CUBLAS_STATUS_NOT_SUPPORTED, "");
static_assert(abi::OP_N == CUBLAS_OP_N && abi::OP_T == CUBLAS_OP_T, "");
static_assert(abi::R_32F == CUDA_R_32F && abi::R_16F == CUDA_R_16F && abi::R_16BF == CUDA_R_16BF, "");
static_assert(abi::COMPUTE_32F == CUBLAS_COMPUTE_32F, "");
static_assert(abi::COMPUTE_32F_FAST_TF32 == CUBLAS_COMPUTE_32F_FAST_TF32, "");
static_assert(abi::MATH_DEFAULT == CUBLAS_DEFAULT_MATH, "");
static_assert(abi::MATH_DISALLOW_REDUCED_PRECISION_REDUCTION == CUBLAS_MATH_DISALLOW_REDUCED_PRECISION_REDUCTION, "");
static_assert(abi::GEMM_DEFAULT == CUBLAS_GEMM_DEFAULT, "");
static_assert(abi::DESC_TRANSA == CUBLASLT_MATMUL_DESC_TRANSA && abi::DESC_TRANSB == CUBLASLT_MATMUL_DESC_TRANSB, "");
static_assert(abi::DESC_EPILOGUE == CUBLASLT_MATMUL_DESC_EPILOGUE, "");
static_assert(abi::DESC_BIAS_POINTER == CUBLASLT_MATMUL_DESC_BIAS_POINTER, "");
static_assert(abi::LAYOUT_BATCH_COUNT == CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, "");
static_assert(abi::LAYOUT_STRIDED_BATCH_OFFSET == CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, "");
static_assert(abi::PREF_MAX_WORKSPACE_BYTES == CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, "");
static_assert(abi::PREF_REDUCTION_SCHEME_MASK == CUBLASLT_MATMUL_PREF_REDUCTION_SCHEME_MASK, "");
static_assert(abi::PREF_MIN_ALIGNMENT_A == CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES, "");
static_assert(abi::PREF_MIN_ALIGNMENT_B == CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_B_BYTES, "");
static_assert(abi::PREF_MIN_ALIGNMENT_C == CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_C_BYTES, "");
static_assert(abi::PREF_MIN_ALIGNMENT_D == CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_D_BYTES, "");
static_assert(abi::REDUCTION_IN_FULL == CUBLASLT_REDUCTION_SCHEME_COMPUTE_TYPE, "");
static_assert(abi::EPILOGUE_DEFAULT == CUBLASLT_EPILOGUE_DEFAULT && abi::EPILOGUE_RELU == CUBLASLT_EPILOGUE_RELU, "");
static_assert(abi::EPILOGUE_BIAS == CUBLASLT_EPILOGUE_BIAS && abi::EPILOGUE_GELU == CUBLASLT_EPILOGUE_GELU, "");
static_assert((abi::EPILOGUE_RELU | abi::EPILOGUE_BIAS) == CUBLASLT_EPILOGUE_RELU_BIAS, "");
static_assert((abi::EPILOGUE_GELU | abi::EPILOGUE_BIAS) == CUBLASLT_EPILOGUE_GELU_BIAS, "");
static_assert(abi::CONFIG_ID == CUBLASLT_ALGO_CONFIG_ID && abi::CONFIG_TILE == CUBLASLT_ALGO_CONFIG_TILE_ID, "");
static_assert(abi::CONFIG_SPLIT_K == CUBLASLT_ALGO_CONFIG_SPLITK_NUM, "");
static_assert(abi::CONFIG_STAGES == CUBLASLT_ALGO_CONFIG_STAGES_ID, "");
static_assert(sizeof(abi::Algorithm) == sizeof(cublasLtMatmulAlgo_t), "");
static_assert(sizeof(abi::Heuristic) == sizeof(cublasLtMatmulHeuristicResult_t), "");
static_assert(offsetof(abi::Heuristic, waves) == offsetof(cublasLtMatmulHeuristicResult_t, wavesCount), "");
static_assert(offsetof(abi::Heuristic, state) == offsetof(cublasLtMatmulHeuristicResult_t, state), "");
static_assert(offsetof(abi::Heuristic, workspace) == offsetof(cublasLtMatmulHeuristicResult_t, workspaceSize), "");
#endif
