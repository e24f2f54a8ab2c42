/* wake_uv_timer.c -- one uv_timer_t, in whole ms; see wake.h.
 *
 * The deadline is rounded up to the ms. libuv counts from a clock cut to whole ms, so it may still
 * wake up to 1 ms early: then nothing is due yet, and the loop sets the rest as a new deadline. And
 * it may call a timer before it polls, and then sleep on: so the timer repeats until it is set
 * anew.
 */
#include "wake.h"

const unsigned ac_wake_resolution_ns = 1000000;

static void wake_on_timer(uv_timer_t *timer)
{
    struct ac_wake *wake = timer->data;
    wake->due(wake);
}

int ac_wake_init(struct ac_wake *wake, uv_loop_t *loop, void (*due)(struct ac_wake *wake))
{
    *wake = (struct ac_wake){.due = due, .fd = -1};
    int error = uv_timer_init(loop, &wake->uv.timer);
    if (error)
        return error;
    wake->uv.timer.data = wake;
    ac_wake_init_again(wake, loop);
    return 0;
}

int ac_wake_set(struct ac_wake *wake, uint64_t deadline_ns)
{
    if (uv_is_closing(&wake->uv.handle))
        return UV_ECANCELED;
    uint64_t now_ns = uv_hrtime();
    uint64_t rest_ns = deadline_ns > now_ns ? deadline_ns - now_ns : 0;
    uv_update_time(wake->uv.timer.loop);
    ac_wake_stop_again(wake);
    return uv_timer_start(&wake->uv.timer, wake_on_timer,
                          rest_ns / 1000000 + (rest_ns % 1000000 != 0), 1);
}

void ac_wake_stop(struct ac_wake *wake)
{
    ac_wake_stop_again(wake);
    if (uv_is_active(&wake->uv.handle))
        uv_timer_stop(&wake->uv.timer);
}
