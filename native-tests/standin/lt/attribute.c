#include "attribute.h"
#include "../gemm/status.h"
#include <string.h>

static const struct attribute *find(const struct attribute *table, int id) {
    while (table->bytes && table->id != id)
        table++;
    return table->bytes ? table : NULL;
}

int attribute_set(void *object, const struct attribute *table, int id, const void *value, size_t bytes) {
    const struct attribute *a = find(table, id);
    if (!object || !a || !value || bytes != a->bytes)
        return BLAS_INVALID_VALUE;
    memcpy((char *)object + a->at, value, bytes);
    return BLAS_SUCCESS;
}

/* No bytes: how many there are. */
int attribute_get(const void *object, const struct attribute *table, int id, void *value, size_t bytes, size_t *written) {
    const struct attribute *a = find(table, id);
    if (!object || !a || (bytes ? !value || bytes != a->bytes : !written))
        return BLAS_INVALID_VALUE;
    if (bytes)
        memcpy(value, (const char *)object + a->at, bytes);
    if (written)
        *written = a->bytes;
    return BLAS_SUCCESS;
}
