/* What ends or spoils a capture. */
#include "check.h"
#include <pthread.h>

enum { GLOBAL, THREAD_LOCAL, RELAXED };

static void *stream, *other, *blocking;
static ptr p;

static int end(void) {
    void *graph = &graph;
    int result = cuStreamEndCapture(stream, &graph);
    EXPECT(result == 0, graph != NULL);
    if (!result)
        EXPECT(cuGraphDestroy(graph), 0);
    EXPECT(standin_live("capture"), 0);
    return result;
}

static void begin(int mode) { EXPECT(cuStreamBeginCapture_v2(stream, mode), 0); }

static void states(void) {
    void *graph;
    int status;
    EXPECT(cuStreamEndCapture(stream, &graph), 401);
    EXPECT(cuStreamBeginCapture_v2(NULL, RELAXED), 900);
    EXPECT(cuStreamBeginCapture_v2(stream, 3), 1);
    begin(GLOBAL);
    EXPECT(standin_live("capture"), 1);
    EXPECT(cuStreamBeginCapture_v2(stream, GLOBAL), 401);
    EXPECT(cuStreamIsCapturing(stream, &status), 0);
    EXPECT(status, 1);
    EXPECT(cuStreamIsCapturing(other, &status), 0);
    EXPECT(status, 0);
    EXPECT(cuMemsetD32Async(p, 1, 1, other), 0);    /* not captured */
    EXPECT(end(), 0);
    EXPECT(cuStreamSynchronize(other), 0);
}

/* `result` of a call is expected in a capture of `mode`; and then of its end. */
#define DURING(mode, call, result, ended)                                                                      \
    do {                                                                                                       \
        begin(mode);                                                                                           \
        EXPECT(call, result);                                                                                  \
        if (ended)                                                                                             \
            EXPECT(cuMemsetD32Async(p, 1, 1, stream), 901);                                                    \
        EXPECT(end(), ended);                                                                                  \
    } while (0)

static void conflicts(void) {
    ptr q;
    void *event, *pinned;
    float pageable = 0;
    EXPECT(cuEventCreate(&event, 0), 0);
    EXPECT(cuEventRecord(event, other), 0);
    EXPECT(cuMemHostAlloc(&pinned, 4, 0), 0);
    DURING(RELAXED, cuStreamSynchronize(stream), 900, 901);
    DURING(RELAXED, cuStreamQuery(stream), 900, 901);
    DURING(RELAXED, cuCtxSynchronize(), 900, 901);
    DURING(RELAXED, cuMemcpyHtoDAsync_v2(p, &pageable, 4, stream), 900, 901);
    DURING(RELAXED, cuMemcpyHtoDAsync_v2(p, pinned, 4, stream), 0, 0);
    DURING(RELAXED, cuMemAllocAsync(&q, 4, stream), 801, 0);
    DURING(RELAXED, cuMemFreeAsync(p, stream), 801, 0);
    DURING(RELAXED, cuMemsetD32Async(p, 0, 1, NULL), 0, 0);  /* the stream is not a blocking one */
    DURING(RELAXED, cuStreamWaitEvent(stream, event, 0), 905, 901);
    DURING(RELAXED, cuStreamSynchronize(other), 0, 0);
    DURING(RELAXED, cuEventQuery(event), 0, 0);
    DURING(GLOBAL, cuEventQuery(event), 900, 901);
    DURING(THREAD_LOCAL, cuMemAlloc_v2(&q, 4), 900, 901);
    DURING(GLOBAL, cuMemFree_v2(p), 900, 901);
    DURING(GLOBAL, cuStreamSynchronize(other), 900, 901);
    EXPECT(cuCtxSynchronize(), 0);
    EXPECT(cuMemFreeHost(pinned), 0);
    EXPECT(cuEventDestroy_v2(event), 0);
}

static void default_stream(void) {
    void *graph;
    float f;
    EXPECT(cuStreamBeginCapture_v2(blocking, RELAXED), 0);
    EXPECT(cuMemsetD32_v2(p, 0, 1), 906);
    EXPECT(cuStreamEndCapture(blocking, &graph), 901);
    EXPECT(cuStreamBeginCapture_v2(blocking, RELAXED), 0);
    EXPECT(cuMemcpyDtoH_v2(&f, p, 4), 906);
    EXPECT(cuMemcpyDtoH_v2(&f, p, 4), 901);
    EXPECT(cuStreamEndCapture(blocking, &graph), 901);
}

static void events(void) {
    void *inside, *third, *graph;
    EXPECT(cuEventCreate(&inside, 0), 0);
    EXPECT(cuStreamCreate(&third, NON_BLOCKING), 0);
    begin(RELAXED);
    EXPECT(cuEventRecord(inside, stream), 0);
    EXPECT(cuEventQuery(inside), 907);
    EXPECT(cuEventSynchronize(inside), 907);
    EXPECT(cuStreamWaitEvent(other, inside, 0), 0);
    EXPECT(cuMemsetD32Async(p, 1, 1, other), 0);
    EXPECT(cuStreamSynchronize(other), 900);        /* it has joined */
    EXPECT(end(), 901);
    begin(RELAXED);
    EXPECT(cuEventRecord(inside, stream), 0);
    EXPECT(cuStreamWaitEvent(other, inside, 0), 0);
    EXPECT(cuMemsetD32Async(p, 1, 1, other), 0);
    EXPECT(cuStreamEndCapture(other, &graph), 903);
    EXPECT(end(), 901);
    begin(RELAXED);
    EXPECT(cuEventRecord(inside, stream), 0);
    EXPECT(cuStreamWaitEvent(other, inside, 0), 0);
    EXPECT(cuMemsetD32Async(p, 1, 1, other), 0);
    EXPECT(end(), 904);
    EXPECT(cuStreamWaitEvent(other, inside, 0), 907);
    EXPECT(cuStreamBeginCapture_v2(third, RELAXED), 0);
    begin(RELAXED);
    EXPECT(cuEventRecord(inside, stream), 0);
    EXPECT(cuStreamWaitEvent(third, inside, 0), 902);
    EXPECT(cuStreamEndCapture(third, &graph), 901);
    EXPECT(end(), 901);
    EXPECT(cuStreamBeginCapture_v2(third, GLOBAL), 0);
    EXPECT(cuStreamDestroy_v2(third), 0);
    EXPECT(standin_live("capture"), 0);
    EXPECT(cuEventRecord(inside, other), 0);        /* an ordinary one again */
    EXPECT(cuEventSynchronize(inside), 0);
    EXPECT(cuEventDestroy_v2(inside), 0);
}

static void *context;

static void *elsewhere(void *unused) {
    void *graph;
    int mode = THREAD_LOCAL;
    EXPECT(cuCtxSetCurrent(context), 0);
    begin(GLOBAL);
    EXPECT(cuThreadExchangeStreamCaptureMode(&mode), 0);
    EXPECT(mode, GLOBAL);
    EXPECT(cuStreamBeginCapture_v2(other, THREAD_LOCAL), 0);
    EXPECT(cuStreamEndCapture(other, &graph), 0);
    EXPECT(cuGraphDestroy(graph), 0);
    return unused;
}

static void threads(void) {
    pthread_t thread;
    ptr q;
    int mode = THREAD_LOCAL;
    EXPECT(cuCtxGetCurrent(&context), 0);
    EXPECT(pthread_create(&thread, NULL, elsewhere, NULL), 0);
    EXPECT(pthread_join(thread, NULL), 0);
    void *graph;
    EXPECT(cuStreamEndCapture(stream, &graph), 908);
    EXPECT(cuThreadExchangeStreamCaptureMode(&mode), 0);
    EXPECT(cuMemAlloc_v2(&q, 4), 0);                /* another thread's is no matter to it now */
    EXPECT(cuMemFree_v2(q), 0);
    EXPECT(cuThreadExchangeStreamCaptureMode(&mode), 0);
    EXPECT(mode, THREAD_LOCAL);
    EXPECT(cuMemAlloc_v2(&q, 4), 900);
    EXPECT(cuMemsetD32Async(p, 0, 1, stream), 901);
    EXPECT(cuStreamDestroy_v2(stream), 0);
    EXPECT(standin_live("capture"), 0);
}

void check_captures(void) {
    EXPECT(cuStreamCreate(&stream, NON_BLOCKING), 0);
    EXPECT(cuStreamCreate(&other, NON_BLOCKING), 0);
    EXPECT(cuStreamCreate(&blocking, 0), 0);
    EXPECT(cuMemAlloc_v2(&p, 64), 0);
    states();
    conflicts();
    default_stream();
    events();
    threads();
    EXPECT(cuStreamDestroy_v2(other), 0);
    EXPECT(cuStreamDestroy_v2(blocking), 0);
    EXPECT(cuMemFree_v2(p), 0);
}
