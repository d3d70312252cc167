#include "check.h"
#include <stdlib.h>
#include <string.h>

static const char source[] =
    "#ifndef POINTWISE_STANDIN\n#error the shim is missing\n#endif\n"
    "struct Work { float *to; const float4 *from; int n; float slope; };\n"
    "extern \"C\" __global__ void __launch_bounds__(64) scale(const Work w, unsigned short h, int by) {\n"
    "    // extern \"C\" __global__ void not_a_kernel(int) {}\n"
    "    int i = blockIdx.x * blockDim.x + threadIdx.x;\n"
    "    if (i >= w.n) return;\n"
    "    float4 v = w.from[i / 4];\n"
    "    float x = i % 4 == 0 ? v.x : i % 4 == 1 ? v.y : i % 4 == 2 ? v.z : v.w;\n"
    "    w.to[i] = fmaxf(x * w.slope, 0.0f) * half_to_float(h) + by;\n"
    "}\n"
    "template <int N> __device__ __forceinline__ int many() { return N; }\n"
    "#define MAKE(name, n) extern \"C\" __global__ void name(int *p) { p[blockIdx.y] = many<n>() / *p; }\n"
    "MAKE(first, 1)\nMAKE(second, 2)\n";

struct work {
    ptr to, from;
    int n;
    float slope;
};

static void *module(int text) {
    void *program, *module = NULL;
    const char *options[] = {"--gpu-architecture=sm_90", "--std=c++17", "-DUNUSED=1"}, *bad[] = {"--gpu-architecture=sm_1"};
    size_t bytes;
    EXPECT(nvrtcCreateProgram(&program, source, "kernels.cu", 0, NULL, NULL), 0);
    EXPECT(nvrtcCompileProgram(program, 1, bad), 5);
    EXPECT(nvrtcCompileProgram(program, 3, options), 0);
    EXPECT(text ? nvrtcGetPTXSize(program, &bytes) : nvrtcGetCUBINSize(program, &bytes), 0);
    char *image = malloc(bytes);
    EXPECT(text ? nvrtcGetPTX(program, image) : nvrtcGetCUBIN(program, image), 0);
    EXPECT(cuModuleLoadData(&module, image), 0);
    image[0] = 'x';
    EXPECT(cuModuleLoadData(&module, image), 200);
    free(image);
    EXPECT(nvrtcDestroyProgram(&program), 0);
    return module;
}

static void compile_errors(void) {
    void *program;
    char log[4096];
    size_t bytes;
    EXPECT(nvrtcCreateProgram(&program, "\n\nextern \"C\" __global__ void k() { nonsense; }\n", "k.cu", 0, NULL, NULL), 0);
    EXPECT(nvrtcCompileProgram(program, 0, NULL), 6);
    EXPECT(nvrtcGetProgramLogSize(program, &bytes), 0);
    EXPECT(bytes < sizeof log, 1);
    EXPECT(nvrtcGetProgramLog(program, log), 0);
    EXPECT(strstr(log, "k.cu:3:") != NULL, 1);
    EXPECT(nvrtcDestroyProgram(&program), 0);
}

static void launch(void *m, int expected, struct work w, int from_offset) {
    void *function;
    unsigned short half = 0x4000;      /* 2 */
    int by = 1;
    w.from += (unsigned)from_offset;
    EXPECT(cuModuleGetFunction(&function, m, "scale"), 0);
    void *parameters[] = {&w, &half, &by};
    EXPECT(cuLaunchKernel(function, 2, 1, 1, 64, 1, 1, 0, NULL, parameters, NULL), 0);
    memset(&w, 0, sizeof w);           /* copied during the call */
    half = 0;
    EXPECT(cuCtxSynchronize(), expected);
    standin_reset_faults();
}

static void run(void *m) {
    float x[100], y[100];
    ptr to, from;
    int wrong = 0;
    for (int i = 0; i < 100; i++)
        x[i] = (float)(i - 50);
    EXPECT(cuMemAlloc_v2(&to, sizeof y) | cuMemAlloc_v2(&from, sizeof x), 0);
    EXPECT(cuMemcpyHtoD_v2(from, x, sizeof x), 0);
    launch(m, 0, (struct work){to, from, 100, 3}, 0);
    EXPECT(cuMemcpyDtoH_v2(y, to, sizeof y), 0);
    for (int i = 0; i < 100; i++)
        wrong += y[i] != (i < 50 ? 1 : 6 * x[i] + 1);
    EXPECT(wrong, 0);
    launch(m, 700, (struct work){to, 0x1000, 100, 1}, 0);
    launch(m, 716, (struct work){to, from, 90, 1}, 4);
    EXPECT(cuMemFree_v2(from), 0);
    launch(m, 700, (struct work){to, from, 100, 1}, 0);
    EXPECT(cuMemFree_v2(to), 0);
}

static void macros(void *m) {
    void *function;
    ptr p;
    EXPECT(cuModuleGetFunction(&function, m, "not_a_kernel"), 500);
    EXPECT(cuModuleGetFunction(&function, m, "second"), 0);
    EXPECT(cuMemAlloc_v2(&p, 4), 0);
    EXPECT(cuMemsetD32Async(p, 0, 1, NULL), 0);
    void *parameters[] = {&p};
    EXPECT(cuLaunchKernel(function, 1, 1, 1, 2048, 1, 1, 0, NULL, parameters, NULL), 1);
    EXPECT(cuLaunchKernel(function, 1, 1, 1, 1, 1, 1, 0, NULL, parameters, NULL), 0);
    EXPECT(cuCtxSynchronize(), 719);   /* divides by zero */
    standin_reset_faults();
    EXPECT(cuMemFree_v2(p), 0);
}

/* A captured kernel keeps its parameters, and lives no longer than its module. */
static void captured(void *m) {
    void *function, *stream, *graph, *executable;
    unsigned value;
    ptr p;
    EXPECT(cuStreamCreate(&stream, NON_BLOCKING), 0);
    EXPECT(cuModuleGetFunction(&function, m, "second"), 0);
    EXPECT(cuMemAlloc_v2(&p, 4), 0);
    void *parameters[] = {&p};
    EXPECT(cuStreamBeginCapture_v2(stream, 1), 0);
    EXPECT(cuLaunchKernel(function, 1, 1, 1, 1, 1, 1, 0, stream, parameters, NULL), 0);
    EXPECT(cuStreamEndCapture(stream, &graph), 0);
    ptr kept = p;
    p = 0;
    EXPECT(cuGraphInstantiateWithFlags(&executable, graph, 0), 0);
    for (int i = 0; i < 2; i++) {
        EXPECT(cuMemsetD32Async(kept, 2, 1, stream), 0);
        EXPECT(cuGraphLaunch(executable, stream), 0);
        EXPECT(cuStreamSynchronize(stream), 0);
        EXPECT(cuMemcpyDtoH_v2(&value, kept, 4), 0);
        EXPECT(value, 1);
    }
    EXPECT(cuModuleUnload(m), 0);
    EXPECT(cuGraphLaunch(executable, stream), 0);
    EXPECT(cuStreamSynchronize(stream), 719);
    standin_reset_faults();
    EXPECT(cuGraphExecDestroy(executable) | cuGraphDestroy(graph), 0);
    EXPECT(cuMemFree_v2(kept) | cuStreamDestroy_v2(stream), 0);
}

void check_kernels(void) {
    compile_errors();
    void *binary = module(0), *text = module(1);
    run(binary);
    run(text);
    macros(binary);
    EXPECT(cuModuleUnload(binary), 0);
    EXPECT(cuModuleUnload(binary), 400);
    captured(text);
}
