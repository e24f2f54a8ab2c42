/* later_ours.c -- tasks that do nothing, and are reported done by a callback of the loop, with the library.
 *
 * How: a task that has started stands in a list. A callback in the same iteration of the loop reports all of it.
 */
#include <stdlib.h>
#include <uv.h>

#include "ours.h"
#include "tally.h"

static uv_check_t check;
static uv_idle_t idle; /* so that the loop does not sleep */
static struct ac_task **started, **ending;
static uint64_t started_count;
static struct ac_workload *work;

static int task_start(struct ac_workload *workload, struct ac_task *task)
{
    work = workload;
    tally_start();
    started[started_count++] = task;
    return AC_STARTED;
}

/* Each end starts another task. */
static void on_check(uv_check_t *handle)
{
    uint64_t count = started_count;
    struct ac_task **tasks = started;
    (void)handle;
    started = ending;
    ending = tasks;
    started_count = 0;
    for (uint64_t i = 0; i < count; i++) {
        tally_end();
        ac_done(work->run, tasks[i], 0);
    }
}

static void on_idle(uv_idle_t *handle)
{
    (void)handle;
}

static void close_handles(struct ac_run *run)
{
    (void)run;
    uv_close((uv_handle_t *)&check, NULL);
    uv_close((uv_handle_t *)&idle, NULL);
}

int main(int count, char **words)
{
    if (!tally_begin(count, words, 2, "later_ours " OURS_USAGE))
        return 2;
    started = tally_calloc(tally.limit, sizeof(struct ac_task *));
    ending = tally_calloc(tally.limit, sizeof(struct ac_task *));
    uv_check_init(uv_default_loop(), &check);
    uv_check_start(&check, on_check);
    uv_idle_init(uv_default_loop(), &idle);
    uv_idle_start(&idle, on_idle);
    ours_attach(words[1], words[2], task_start, close_handles);
    uv_run(uv_default_loop(), UV_RUN_DEFAULT);
    tally_check(uv_loop_close(uv_default_loop()), "the loop");
    free(started);
    free(ending);
    return tally_print();
}
