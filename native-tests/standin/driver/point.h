/* A point in a capture: the nodes that whatever comes next comes after. */
#pragma once
#include <stdint.h>

struct point {
    uint64_t capture;           /* its number; zero: none */
    int *nodes, count;
};

void point_copy(struct point *to, const struct point *from);
/* After all that both come after. */
void point_merge(struct point *into, const struct point *);
void point_move(struct point *, int node);
void point_clear(struct point *);
