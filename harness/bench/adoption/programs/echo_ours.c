/* echo_ours.c -- tasks that send 64 bytes to an echo server and wait for them, a few at a time, with the library.
 *
 * How: there are `limit` connections. The start of a task takes one that is free. Its end gives it back, and
 *      reports the task done, which starts the next one.
 */
#include <stdlib.h>
#include <uv.h>

#include "echo.h"
#include "ours.h"
#include "tally.h"

struct slot {
    struct echo echo; /* first */
    struct ac_task *task;
    struct slot *next_free;
};

static struct slot *slots, *first_free;
static uint64_t connected;
static struct ac_workload *work;
static const char *strategy, *style;

static void slot_free(struct slot *slot)
{
    slot->next_free = first_free;
    first_free = slot;
}

static void on_ended(struct echo *echo, uint64_t number)
{
    struct slot *slot = (struct slot *)echo;
    (void)number;
    tally_end();
    slot_free(slot);
    ac_done(work->run, slot->task, 0);
}

static int task_start(struct ac_workload *workload, struct ac_task *task)
{
    struct slot *slot = first_free;
    first_free = slot->next_free;
    work = workload;
    slot->task = task;
    tally_start();
    echo_send(&slot->echo, task->number);
    return AC_STARTED;
}

static void close_connections(struct ac_run *run)
{
    (void)run;
    for (uint64_t i = 0; i < tally.limit; i++)
        echo_close(&slots[i].echo);
}

/* The run begins when all are connected. */
static void on_ready(struct echo *echo)
{
    slot_free((struct slot *)echo);
    if (++connected == tally.limit)
        ours_attach(strategy, style, task_start, close_connections);
}

int main(int count, char **words)
{
    if (!tally_begin(count, words, 3, "echo_ours PORT " OURS_USAGE))
        return 2;
    strategy = words[2];
    style = words[3];
    slots = tally_calloc(tally.limit, sizeof *slots);
    for (uint64_t i = 0; i < tally.limit; i++)
        echo_open(&slots[i].echo, (unsigned)strtoul(words[1], NULL, 10), on_ready, on_ended);
    uv_run(uv_default_loop(), UV_RUN_DEFAULT);
    tally_check(uv_loop_close(uv_default_loop()), "the loop");
    free(slots);
    return tally_print();
}
