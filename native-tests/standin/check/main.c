#include "check.h"
#include <stdio.h>
#include <string.h>

int failures;

void expect_at(const char *file, int line, const char *what, long long got, long long want) {
    if (got == want)
        return;
    const char *name = strrchr(file, '/');
    printf("%s:%d: %s is %lld, not %lld\n", name ? name + 1 : file, line, what, got, want);
    failures++;
}

int main(void) {
    void *context;
    ptr none;
    int count;
    check_numbers();
    EXPECT(cuDeviceGetCount(&count), 3);
    EXPECT(cuInit(0), 0);
    EXPECT(cuMemAlloc_v2(&none, 1), 201);
    EXPECT(cuDevicePrimaryCtxRetain(&context, 0), 0);
    EXPECT(cuCtxSetCurrent(context), 0);
    check_memory();
    check_streams();
    check_faults();
    check_captures();
    check_graphs();
    check_gemm();
    check_lt();
    check_lt_refusals();
    check_kernels();
    check_devices();
    EXPECT(cuDevicePrimaryCtxRelease_v2(0), 0);
    EXPECT(cuMemAlloc_v2(&none, 1), 709);
    EXPECT(standin_live("all"), 0);
    EXPECT(standin_live_bytes(), 0);
    printf(failures ? "%d checks failed\n" : "all checks passed\n", failures);
    return failures != 0;
}
