/*
 * A task that faults fails its context instead of the process. The handlers stand only while such a task runs, and pass
 * on every signal that is not its own: the Java virtual machine lives by the same signals.
 */
#define _GNU_SOURCE
#include "driver.h"
#include <setjmp.h>
#include <signal.h>

static const int caught[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL};
#define CAUGHT (int)(sizeof caught / sizeof *caught)

static struct sigaction previous[CAUGHT];
static _Thread_local sigjmp_buf *escape;
static _Thread_local uint64_t faulted_at;

static void handle(int signal, siginfo_t *info, void *machine) {
    if (escape) {
        faulted_at = (uint64_t)info->si_addr;
        siglongjmp(*escape, signal);
    }
    for (int i = 0; i < CAUGHT; i++) {
        if (caught[i] != signal)
            continue;
        struct sigaction *p = &previous[i];
        if (p->sa_flags & SA_SIGINFO)
            p->sa_sigaction(signal, info, machine);
        else if (p->sa_handler == SIG_DFL)
            sigaction(signal, p, NULL);
        else if (p->sa_handler != SIG_IGN)
            p->sa_handler(signal);
    }
}

int guarded(task_body *body, void *payload) {
    sigjmp_buf here;
    struct sigaction ours = {.sa_sigaction = handle, .sa_flags = SA_SIGINFO | SA_RESTART | SA_ONSTACK};
    for (int i = 0; i < CAUGHT; i++) {
        sigaction(caught[i], NULL, &previous[i]);
        ours.sa_mask = previous[i].sa_mask;
        sigaction(caught[i], &ours, NULL);
    }
    int signal = sigsetjmp(here, 1), error;
    if (!signal) {
        escape = &here;
        error = body(payload);
    } else {
        error = signal == SIGILL ? MISALIGNED_ADDRESS : signal == SIGFPE ? LAUNCH_FAILED : ILLEGAL_ADDRESS;
        standin_note("a task %s (%#llx)", signal == SIGILL ? "made a misaligned access"
                                  : signal == SIGFPE ? "divided an integer by zero" : "touched memory that is not there",
                     (unsigned long long)faulted_at);
    }
    escape = NULL;
    for (int i = 0; i < CAUGHT; i++)
        sigaction(caught[i], &previous[i], NULL);
    return error;
}
