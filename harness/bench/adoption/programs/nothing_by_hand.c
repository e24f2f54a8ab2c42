/* nothing_by_hand.c -- tasks that do nothing and end at once, a few at a time, on libuv alone.
 *
 * How: a task that has ended when its start returns needs no callback. So a loop starts one after the other.
 */
#include <uv.h>

#include "tally.h"

static uint64_t next = 1;

/* The task: it has ended when this returns. */
static void task_run(uint64_t number)
{
    tally_start();
    tally_end();
    tally_result(number);
}

static void on_idle(uv_idle_t *idle)
{
    while (tally.in_flight < tally.limit && next <= tally.tasks)
        task_run(next++);
    uv_close((uv_handle_t *)idle, NULL);
}

int main(int count, char **words)
{
    uv_idle_t idle;
    if (!tally_begin(count, words, 0, "nothing_by_hand TASKS LIMIT"))
        return 2;
    uv_idle_init(uv_default_loop(), &idle);
    uv_idle_start(&idle, on_idle);
    uv_run(uv_default_loop(), UV_RUN_DEFAULT);
    tally_check(uv_loop_close(uv_default_loop()), "the loop");
    return tally_print();
}
