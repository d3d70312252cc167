/* The calls that destroy, set and ask a descriptor; making one differs from kind to kind. */
#pragma once
#include "attribute.h"
#include "lt.h"

#define DESCRIPTOR(name, what, table)                                                                             \
    API(name##Destroy, FREE | BLAS, (void *handle), (handle)) {                                                   \
        if (handle && !living(handle, what))                                                                      \
            return BLAS_INVALID_VALUE;                                                                            \
        standin_retire(CUBLASLT, handle);                                                                         \
        return BLAS_SUCCESS;                                                                                      \
    }                                                                                                             \
    API(name##SetAttribute, FREE | BLAS, (void *handle, int id, const void *value, size_t bytes),                 \
        (handle, id, value, bytes)) {                                                                             \
        return attribute_set(living(handle, what), table, id, value, bytes);                                      \
    }                                                                                                             \
    API(name##GetAttribute, FREE | BLAS, (void *handle, int id, void *value, size_t bytes, size_t *written),      \
        (handle, id, value, bytes, written)) {                                                                    \
        return attribute_get(living(handle, what), table, id, value, bytes, written);                             \
    }
