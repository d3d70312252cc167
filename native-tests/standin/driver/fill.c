/* Memory filled with one value. Without a stream: on the default one, and nobody waits. */
#include "driver.h"
#include <string.h>

struct fill {
    uint64_t at, count;
    unsigned value, width;
};

static int perform(void *payload) {
    const struct fill *f = payload;
    if (f->width == 1) {
        memset((void *)f->at, (int)f->value, f->count);
    } else if (f->width == 2) {
        for (uint64_t i = 0; i < f->count; i++)
            ((uint16_t *)f->at)[i] = (uint16_t)f->value;
    } else {
        for (uint64_t i = 0; i < f->count; i++)
            ((uint32_t *)f->at)[i] = f->value;
    }
    return 0;
}

static int fill(uint64_t at, unsigned value, unsigned width, uint64_t count, void *stream) {
    struct stream *s = usable(stream);
    if (!s)
        return INVALID_HANDLE;
    if (at % width || count > UINT64_MAX / width)
        return INVALID_VALUE;
    if (!count)
        return SUCCESS;
    struct task task = {.body = perform, .spans = 1, .span = {{at, count * width}}};
    *(struct fill *)task.payload = (struct fill){at, count, value, width};
    return standin_enqueue(s, &task);
}

API(cuMemsetD8Async, CURRENT, (CUdeviceptr at, unsigned char value, size_t count, void *stream),
    (at, value, count, stream)) {
    return fill(at, value, 1, count, stream);
}

API(cuMemsetD16Async, CURRENT, (CUdeviceptr at, unsigned short value, size_t count, void *stream),
    (at, value, count, stream)) {
    return fill(at, value, 2, count, stream);
}

API(cuMemsetD32Async, CURRENT, (CUdeviceptr at, unsigned value, size_t count, void *stream),
    (at, value, count, stream)) {
    return fill(at, value, 4, count, stream);
}

API(cuMemsetD8_v2, CURRENT, (CUdeviceptr at, unsigned char value, size_t count), (at, value, count)) {
    return fill(at, value, 1, count, NULL);
}

API(cuMemsetD16_v2, CURRENT, (CUdeviceptr at, unsigned short value, size_t count), (at, value, count)) {
    return fill(at, value, 2, count, NULL);
}

API(cuMemsetD32_v2, CURRENT, (CUdeviceptr at, unsigned value, size_t count), (at, value, count)) {
    return fill(at, value, 4, count, NULL);
}
