/* idle.c -- see idle.h. */
#include "idle.h"

#include <uv.h>

#include "tally.h"

enum { TURNS_BEFORE = 5 };

static void on_check(uv_check_t *check)
{
    (void)check;
    tally.iterations++;
}

static void on_timer(uv_timer_t *timer)
{
    uv_stop(timer->loop);
}

void idle_wait(void)
{
    uv_loop_t *loop = uv_default_loop();
    uv_timer_t timer;
    uv_check_t check;
    for (int turns = 0; turns < TURNS_BEFORE; turns++)
        uv_run(loop, UV_RUN_NOWAIT);
    uv_check_init(loop, &check);
    uv_check_start(&check, on_check);
    uv_timer_init(loop, &timer);
    uv_update_time(loop);
    uv_timer_start(&timer, on_timer, tally.tasks, 0);
    tally_measure_from_now();
    uv_run(loop, UV_RUN_DEFAULT);
    tally_measure_to_now();
    uv_close((uv_handle_t *)&timer, NULL);
    uv_close((uv_handle_t *)&check, NULL);
    uv_run(loop, UV_RUN_NOWAIT);
}
