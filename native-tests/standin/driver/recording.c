#include "recording.h"
#include <stdlib.h>
#include <string.h>

struct recording *recording_make(struct context *context) {
    struct recording *r = calloc(1, sizeof *r);
    *r = (struct recording){.owners = 1, .context = context, .all_arithmetic = 1};
    return r;
}

int recording_add(struct recording *r, const struct task *task, const int *after, int afters) {
    if (r->count == r->room) {
        r->room = r->room ? r->room * 2 : 16;
        r->nodes = realloc(r->nodes, (size_t)r->room * sizeof *r->nodes);
    }
    struct node *n = malloc(sizeof *n);
    *n = (struct node){*task, malloc((size_t)afters * sizeof *after + 1), afters};
    memcpy(n->after, after, (size_t)afters * sizeof *after);
    r->all_arithmetic &= (task->flags & ARITHMETIC) != 0;
    r->nodes[r->count] = n;
    return r->count++;
}

/*
 * Each node as late as what needs it allows: the work of a stream that forked off runs where it is joined, as a lazy
 * stream's would.
 */
int recording_close(struct recording *r, const int *ends, int many) {
    enum { NEW, OPEN, DONE };
    size_t edges = (size_t)many;
    for (int i = 0; i < r->count; i++)
        edges += (size_t)r->nodes[i]->afters;
    int *stack = malloc(edges * sizeof *stack + 1), depth = 0, done = 0;
    char *state = calloc((size_t)r->count + 1, 1);
    r->order = malloc((size_t)r->count * sizeof *r->order + 1);
    for (int i = many; i-- > 0;)
        stack[depth++] = ends[i];
    while (depth) {
        int at = stack[depth - 1];
        if (state[at] == NEW) {
            state[at] = OPEN;
            const struct node *n = r->nodes[at];
            for (int i = n->afters; i-- > 0;)
                if (state[n->after[i]] == NEW)
                    stack[depth++] = n->after[i];
            continue;
        }
        depth--;
        if (state[at] == OPEN)
            r->order[done++] = at;
        state[at] = DONE;
    }
    free(stack), free(state);
    return done == r->count;
}

void recording_keep(struct recording *r) { r->owners++; }

void recording_release(struct recording *r) {
    if (--r->owners)
        return;
    for (int i = 0; i < r->count; i++) {
        struct node *n = r->nodes[i];
        if (n->task.drop)
            n->task.drop(n->task.payload);
        free(n->after), free(n);
    }
    free(r->nodes), free(r->order), free(r);
}

int recording_run(struct recording *r) {
    for (int i = 0; i < r->count; i++) {
        struct task *task = &r->nodes[r->order[i]]->task;
        if (!standin_arithmetic() && (task->flags & ARITHMETIC))
            continue;
        int error = task->error;
        if (!error)
            error = standin_check(r->context->device, task->span, task->spans, 0);
        if (!error)
            error = task->body(task->payload);
        if (error)
            return error;
    }
    return 0;
}

int recording_check(struct recording *r) {
    if (r->checked == memory_epoch)
        return 0;
    for (int i = 0; i < r->count; i++) {
        struct task *task = &r->nodes[i]->task;
        int error = standin_check(r->context->device, task->span, task->spans, 1);
        if (error)
            return error;
    }
    r->checked = memory_epoch;
    return 0;
}
