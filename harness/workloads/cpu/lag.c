/* lag.c -- see lag.h. */
#include "lag.h"

#include <stddef.h>

static void lag_note(struct ac_lag *lag)
{
    uint64_t now_ns = uv_hrtime();
    for (; lag->due_ns <= now_ns; lag->due_ns += AC_LAG_TICK_NS)
        ac_histogram_add(&lag->late, now_ns - lag->due_ns);
}

/* Without another deadline it would be called again in each turn. */
static void lag_wait(struct ac_lag *lag)
{
    if (ac_wake_set(&lag->wake, lag->due_ns))
        ac_wake_stop(&lag->wake);
}

static void lag_on_wake(struct ac_wake *wake)
{
    struct ac_lag *lag = (struct ac_lag *)((char *)wake - offsetof(struct ac_lag, wake));
    lag_note(lag);
    lag_wait(lag);
}

int ac_lag_open(struct ac_lag *lag, uv_loop_t *uv)
{
    *lag = (struct ac_lag){.due_ns = 0};
    int error = ac_wake_init(&lag->wake, uv, lag_on_wake);
    if (!error)
        uv_unref(&lag->wake.uv.handle);
    return error;
}

void ac_lag_start(struct ac_lag *lag)
{
    if (lag->due_ns)
        return;
    lag->due_ns = uv_hrtime() + AC_LAG_TICK_NS;
    lag_wait(lag);
}

void ac_lag_stop(struct ac_lag *lag)
{
    if (!lag->due_ns)
        return;
    lag_note(lag);
    ac_wake_stop(&lag->wake);
    lag->due_ns = 0;
}

void ac_lag_close(struct ac_lag *lag, uv_loop_t *uv)
{
    ac_lag_stop(lag);
    bool closes = ac_wake_close(&lag->wake);
    do
        uv_run(uv, UV_RUN_NOWAIT);
    while (closes && !lag->wake.closed);
}
