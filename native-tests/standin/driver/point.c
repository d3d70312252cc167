#include "point.h"
#include <stdlib.h>
#include <string.h>

void point_clear(struct point *p) {
    free(p->nodes);
    *p = (struct point){0, NULL, 0};
}

void point_copy(struct point *to, const struct point *from) {
    size_t bytes = (size_t)from->count * sizeof *from->nodes;
    int *nodes = memcpy(malloc(bytes + 1), from->count ? from->nodes : (int[]){0}, bytes);
    free(to->nodes);
    *to = (struct point){from->capture, nodes, from->count};
}

static int among(const struct point *p, int node) {
    for (int i = 0; i < p->count; i++)
        if (p->nodes[i] == node)
            return 1;
    return 0;
}

void point_merge(struct point *into, const struct point *p) {
    into->nodes = realloc(into->nodes, (size_t)(into->count + p->count) * sizeof *into->nodes + 1);
    for (int i = 0; i < p->count; i++)
        if (!among(into, p->nodes[i]))
            into->nodes[into->count++] = p->nodes[i];
}

void point_move(struct point *p, int node) {
    p->nodes = realloc(p->nodes, sizeof *p->nodes);
    p->nodes[0] = node;
    p->count = 1;
}
