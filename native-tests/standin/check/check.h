/* What the checks call: the ABI as a client sees it, and a way to say what is expected. */
#pragma once
#include <stddef.h>
#include <stdint.h>

typedef uint64_t ptr;

int cuInit(unsigned);
int cuDeviceGetCount(int *);
int cuDeviceGetAttribute(int *, int, int);
int cuDevicePrimaryCtxRetain(void **, int);
int cuDevicePrimaryCtxRelease_v2(int);
int cuCtxSetCurrent(void *);
int cuCtxGetCurrent(void **);
int cuCtxSynchronize(void);
int cuMemAlloc_v2(ptr *, size_t);
int cuMemFree_v2(ptr);
int cuMemAllocAsync(ptr *, size_t, void *);
int cuMemAllocFromPoolAsync(ptr *, size_t, void *, void *);
int cuMemFreeAsync(ptr, void *);
int cuMemPoolCreate(void **, const void *);
int cuMemPoolDestroy(void *);
int cuMemPoolTrimTo(void *, size_t);
int cuMemPoolSetAttribute(void *, int, void *);
int cuMemPoolGetAttribute(void *, int, void *);
int cuMemHostAlloc(void **, size_t, unsigned);
int cuMemFreeHost(void *);
int cuMemGetInfo_v2(size_t *, size_t *);
int cuMemcpyHtoD_v2(ptr, const void *, size_t);
int cuMemcpyDtoH_v2(void *, ptr, size_t);
int cuMemcpyHtoDAsync_v2(ptr, const void *, size_t, void *);
int cuMemcpyDtoHAsync_v2(void *, ptr, size_t, void *);
int cuMemcpyAsync(ptr, ptr, size_t, void *);
int cuMemsetD8Async(ptr, unsigned char, size_t, void *);
int cuMemsetD32Async(ptr, unsigned, size_t, void *);
int cuMemsetD32_v2(ptr, unsigned, size_t);
int cuStreamCreate(void **, unsigned);
int cuStreamDestroy_v2(void *);
int cuStreamSynchronize(void *);
int cuStreamQuery(void *);
int cuStreamWaitEvent(void *, void *, unsigned);
int cuStreamBeginCapture_v2(void *, int);
int cuStreamEndCapture(void *, void **);
int cuStreamIsCapturing(void *, int *);
int cuThreadExchangeStreamCaptureMode(int *);
int cuGraphGetNodes(void *, void **, size_t *);
int cuGraphInstantiateWithFlags(void **, void *, unsigned long long);
int cuGraphLaunch(void *, void *);
int cuGraphUpload(void *, void *);
int cuGraphDestroy(void *);
int cuGraphExecDestroy(void *);
int cuEventCreate(void **, unsigned);
int cuEventRecord(void *, void *);
int cuEventQuery(void *);
int cuEventSynchronize(void *);
int cuEventDestroy_v2(void *);
int cuEventElapsedTime(float *, void *, void *);
int cuModuleLoadData(void **, const void *);
int cuModuleUnload(void *);
int cuModuleGetFunction(void **, void *, const char *);
int cuLaunchKernel(void *, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, void *, void **,
                   void **);

int cublasCreate_v2(void **);
int cublasDestroy_v2(void *);
int cublasSetStream_v2(void *, void *);
int cublasSetWorkspace_v2(void *, void *, size_t);
int cublasSetMathMode(void *, int);
int cublasGemmStridedBatchedEx_64(void *, int, int, int64_t, int64_t, int64_t, const void *, const void *, int,
                                  int64_t, long long, const void *, int, int64_t, long long, const void *, void *,
                                  int, int64_t, long long, int64_t, int, int);

int cublasLtCreate(void **);
int cublasLtDestroy(void *);
int cublasLtMatmulDescCreate(void **, int, int);
int cublasLtMatmulDescDestroy(void *);
int cublasLtMatmulDescSetAttribute(void *, int, const void *, size_t);
int cublasLtMatmulDescGetAttribute(void *, int, void *, size_t, size_t *);
int cublasLtMatrixLayoutCreate(void **, int, uint64_t, uint64_t, int64_t);
int cublasLtMatrixLayoutDestroy(void *);
int cublasLtMatrixLayoutSetAttribute(void *, int, const void *, size_t);
int cublasLtMatmulPreferenceCreate(void **);
int cublasLtMatmulPreferenceDestroy(void *);
int cublasLtMatmulPreferenceSetAttribute(void *, int, const void *, size_t);
int cublasLtMatmulAlgoConfigGetAttribute(const void *, int, void *, size_t, size_t *);
int cublasLtMatmulAlgoGetHeuristic(void *, void *, void *, void *, void *, void *, void *, int, void *, int *);
int cublasLtMatmulAlgoCheck(void *, void *, void *, void *, void *, void *, const void *, void *);
int cublasLtMatmul(void *, void *, const void *, const void *, void *, const void *, void *, const void *, const void *,
                   void *, void *, void *, const void *, void *, size_t, void *);

int nvrtcCreateProgram(void **, const char *, const char *, int, const char *const *, const char *const *);
int nvrtcCompileProgram(void *, int, const char *const *);
int nvrtcDestroyProgram(void **);
int nvrtcGetCUBINSize(void *, size_t *);
int nvrtcGetCUBIN(void *, char *);
int nvrtcGetPTXSize(void *, size_t *);
int nvrtcGetPTX(void *, char *);
int nvrtcGetProgramLogSize(void *, size_t *);
int nvrtcGetProgramLog(void *, char *);

int standin_live(const char *);
long standin_live_bytes(void);
long standin_calls(const char *);
int standin_fail(const char *, int, int, int);
void standin_watch(int (*)(const char *, int *));
void standin_reset_faults(void);
void standin_set_memory_limit(long);
void standin_set_devices(int);
void standin_set_arithmetic(int);
void standin_set_capability(int);
int standin_corruptions(void);

extern int failures;
void expect_at(const char *file, int line, const char *what, long long got, long long want);
#define EXPECT(got, want) expect_at(__FILE__, __LINE__, #got, (long long)(got), (long long)(want))

enum { NON_BLOCKING = 1 };

void check_numbers(void);
void check_memory(void);
void check_streams(void);
void check_faults(void);
void check_captures(void);
void check_graphs(void);
void check_gemm(void);
void check_lt(void);
void check_lt_refusals(void);
void check_kernels(void);
void check_devices(void);
