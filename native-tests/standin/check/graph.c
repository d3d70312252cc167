/* Graphs run what was captured, as often as they are launched. */
#include "check.h"
#include <math.h>

enum { F32 = 0, COMPUTE_32F = 68 };

static void *stream, *side;

static unsigned word(ptr at) {
    unsigned value = 0;
    EXPECT(cuMemcpyDtoH_v2(&value, at, 4), 0);
    return value;
}

static void *instantiate(void **graph) {
    void *executable = NULL;
    EXPECT(cuStreamEndCapture(stream, graph), 0);
    EXPECT(cuGraphInstantiateWithFlags(&executable, *graph, 0), 0);
    EXPECT(standin_live("graph"), 1);
    EXPECT(standin_live("graph_exec"), 1);
    return executable;
}

static void product(void *blas, ptr x, ptr one, ptr y) {
    float two = 2, none = 0;
    EXPECT(cublasGemmStridedBatchedEx_64(blas, 0, 0, 1, 1, 1, &two, (void *)x, F32, 1, 0, (void *)one, F32, 1, 0, &none,
                                         (void *)y, F32, 1, 0, 1, COMPUTE_32F, -1), 0);
}

/* y = 2 x, by cuBLAS, then a copy of it. */
static void replays(void) {
    void *blas, *graph, *executable, *nodes[3];
    size_t many = 0;
    float x[] = {3, 5}, y;
    ptr p;
    EXPECT(cublasCreate_v2(&blas) | cublasSetStream_v2(blas, stream), 0);
    EXPECT(cuMemAlloc_v2(&p, 1024), 0);
    EXPECT(cuMemsetD32_v2(p + 512, 0x3F800000, 1), 0);
    EXPECT(cuStreamBeginCapture_v2(stream, 1), 0);
    product(blas, p, p + 512, p + 256);
    EXPECT(cuMemcpyAsync(p + 768, p + 256, 4, stream), 0);
    executable = instantiate(&graph);
    EXPECT(cuGraphGetNodes(graph, NULL, &many), 0);
    EXPECT(many, 2);
    many = 3;
    EXPECT(cuGraphGetNodes(graph, nodes, &many), 0);
    EXPECT(many, 2);
    EXPECT(nodes[1] != NULL && nodes[2] == NULL, 1);
    EXPECT(cuGraphDestroy(graph), 0);
    EXPECT(cuGraphDestroy(graph), 1);
    EXPECT(word(p + 768), 0xFFFFFFFF);              /* capturing ran nothing */
    EXPECT(cuGraphUpload(executable, stream), 0);
    for (int i = 0; i < 2; i++) {
        EXPECT(cuMemcpyHtoDAsync_v2(p, &x[i], 4, stream), 0);
        EXPECT(cuGraphLaunch(executable, stream), 0);
        EXPECT(cuStreamQuery(stream), 600);
        EXPECT(cuStreamSynchronize(stream), 0);
        EXPECT(cuMemcpyDtoH_v2(&y, p + 768, 4), 0);
        EXPECT(y, 2 * x[i]);
    }
    EXPECT(cuGraphLaunch(executable, stream), 0);
    EXPECT(cuGraphExecDestroy(executable), 0);      /* what is queued still runs */
    EXPECT(cuGraphLaunch(executable, stream), 1);
    EXPECT(cuStreamSynchronize(stream), 0);
    EXPECT(cuMemFree_v2(p), 0);
    EXPECT(cublasDestroy_v2(blas), 0);
}

/* Forks to the side and back; each launch comes after the one before, in whatever stream. */
static void forks(void) {
    void *graph, *executable, *event;
    ptr p;
    EXPECT(cuMemAlloc_v2(&p, 16), 0);
    EXPECT(cuEventCreate(&event, 0), 0);
    EXPECT(cuStreamBeginCapture_v2(stream, 1), 0);
    EXPECT(cuMemsetD32Async(p, 1, 1, stream), 0);
    EXPECT(cuEventRecord(event, stream), 0);
    EXPECT(cuStreamWaitEvent(side, event, 0), 0);
    EXPECT(cuMemcpyAsync(p + 4, p, 4, side), 0);
    EXPECT(cuEventRecord(event, side), 0);
    EXPECT(cuMemsetD32Async(p + 8, 2, 1, stream), 0);
    EXPECT(cuStreamWaitEvent(stream, event, 0), 0);
    EXPECT(cuMemcpyAsync(p + 12, p + 4, 4, stream), 0);
    executable = instantiate(&graph);
    EXPECT(cuStreamSynchronize(side), 0);           /* it captures no more */
    EXPECT(cuGraphLaunch(executable, stream), 0);
    EXPECT(cuGraphLaunch(executable, side), 0);
    EXPECT(cuMemsetD32Async(p, 7, 1, side), 0);
    EXPECT(cuStreamSynchronize(side), 0);
    EXPECT(cuStreamQuery(stream), 0);
    EXPECT(word(p), 7);
    EXPECT(word(p + 8), 2);
    EXPECT(word(p + 12), 1);
    EXPECT(cuGraphExecDestroy(executable), 0);
    EXPECT(cuGraphDestroy(graph), 0);
    EXPECT(cuEventDestroy_v2(event), 0);
    EXPECT(cuMemFree_v2(p), 0);
}

static void faults(void) {
    void *blas, *graph, *executable;
    ptr p, q;
    EXPECT(cublasCreate_v2(&blas) | cublasSetStream_v2(blas, stream), 0);
    EXPECT(cuMemAlloc_v2(&p, 16) | cuMemAlloc_v2(&q, 16), 0);
    EXPECT(cuStreamBeginCapture_v2(stream, 1), 0);
    product(blas, q, q, p);
    executable = instantiate(&graph);
    EXPECT(cuGraphInstantiateWithFlags(&graph, executable, 0), 1);
    EXPECT(standin_fail("cuGraphLaunch", 1, 2, 0), 0);
    EXPECT(cuGraphLaunch(executable, stream), 2);
    EXPECT(cuStreamBeginCapture_v2(side, 2), 0);
    EXPECT(cuGraphLaunch(executable, side), 801);
    void *none;
    EXPECT(cuStreamEndCapture(side, &none), 901);
    standin_set_arithmetic(0);
    EXPECT(cuGraphLaunch(executable, stream), 0);
    EXPECT(cuStreamQuery(stream), 0);
    EXPECT(cuMemFree_v2(q), 0);
    EXPECT(cuGraphLaunch(executable, stream), 0);
    EXPECT(cuStreamSynchronize(stream), 700);
    standin_reset_faults();
    standin_set_arithmetic(1);
    EXPECT(cuGraphLaunch(executable, stream), 0);
    EXPECT(cuStreamSynchronize(stream), 700);
    EXPECT(cuGraphExecDestroy(executable), 700);
    EXPECT(standin_live("graph_exec"), 0);
    standin_reset_faults();
    EXPECT(cuGraphDestroy(graph), 0);
    EXPECT(cublasDestroy_v2(blas), 0);
    EXPECT(cuMemFree_v2(p), 0);
}

void check_graphs(void) {
    EXPECT(cuStreamCreate(&stream, NON_BLOCKING), 0);
    EXPECT(cuStreamCreate(&side, NON_BLOCKING), 0);
    replays();
    forks();
    faults();
    EXPECT(cuStreamDestroy_v2(stream), 0);
    EXPECT(cuStreamDestroy_v2(side), 0);
    EXPECT(standin_live("graph"), 0);
}
