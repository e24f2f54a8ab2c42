/* idle_ours.c -- the same loop, with a run on it whose tasks are all in flight, and do not end meanwhile. */
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "idle.h"
#include "ours.h"
#include "tally.h"

static struct ac_task **started;
static uint64_t started_count, ms;
static struct ac_workload *work;

static int task_start(struct ac_workload *workload, struct ac_task *task)
{
    work = workload;
    tally_start();
    started[started_count++] = task;
    return AC_STARTED;
}

int main(int count, char **words)
{
    if (!tally_begin(count, words, 2, "idle_ours STRATEGY push|pull MS LIMIT"))
        return 2;
    started = tally_calloc(tally.limit, sizeof(struct ac_task *));
    ms = tally.tasks;
    tally.tasks = tally.limit;
    ours_attach(words[1], words[2], task_start, NULL);
    tally.tasks = ms;
    idle_wait();
    for (uint64_t i = 0; i < tally.limit; i++)
        ac_done(work->run, started[i], 0);
    uv_run(uv_default_loop(), UV_RUN_DEFAULT);
    tally_check(uv_loop_close(uv_default_loop()), "the loop");
    free(started);
    return tally_print();
}
