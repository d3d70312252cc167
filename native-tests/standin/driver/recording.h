/* Tasks with what each comes after: what a capture makes and a graph runs, any number of times. */
#pragma once
#include "driver.h"

struct node {
    struct task task;
    int *after, afters;         /* indices of earlier nodes, of its own stream first */
};

struct recording {
    int owners;
    struct context *context;
    struct node **nodes;
    int count, room;
    int *order;                 /* once closed */
    int all_arithmetic;
    uint64_t checked;           /* the memory_epoch at which all operands were found alive */
};

/* With one owner. */
struct recording *recording_make(struct context *);
int recording_add(struct recording *, const struct task *, const int *after, int afters);
/* Whether everything comes before one of `ends`; then it can be run. */
int recording_close(struct recording *, const int *ends, int many);
void recording_keep(struct recording *);
void recording_release(struct recording *);
/* An error of the device, or 0. With arithmetic off, products and kernels are passed over. */
int recording_run(struct recording *);
/* What can be told before it runs; costs next to nothing while no memory comes or goes. */
int recording_check(struct recording *);
