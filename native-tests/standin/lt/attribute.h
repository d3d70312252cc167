/* Attributes by number: how the library's descriptors are set and asked. */
#pragma once
#include <stddef.h>

struct attribute {
    int id;
    unsigned short at, bytes;       /* where in the object; no more and no fewer bytes are taken */
};

#define ATTRIBUTE(id, object, field) {id, offsetof(struct object, field), sizeof(((struct object *)0)->field)}

/* A cublasStatus_t. The table ends with an entry of no bytes. Values are not looked at, as in NVIDIA's library. */
int attribute_set(void *object, const struct attribute *table, int id, const void *value, size_t bytes);
int attribute_get(const void *object, const struct attribute *table, int id, void *value, size_t bytes, size_t *written);
