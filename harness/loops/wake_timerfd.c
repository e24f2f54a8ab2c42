/* wake_timerfd.c -- one timerfd, watched through uv_poll_t; see wake.h.
 *
 * An absolute deadline on the clock that uv_hrtime reads. Setting it again also clears an expiry
 * that was not read, so a wake-up costs two system calls: the poll, and the next set.
 */
#include <errno.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "wake.h"

const unsigned ac_wake_resolution_ns = 1;

static void wake_on_readable(uv_poll_t *poll, int status, int events)
{
    struct ac_wake *wake = poll->data;
    (void)status;
    (void)events;
    wake->due(wake);
}

int ac_wake_init(struct ac_wake *wake, uv_loop_t *loop, void (*due)(struct ac_wake *wake))
{
    *wake = (struct ac_wake){.due = due};
    wake->fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    if (wake->fd < 0)
        return -errno;
    int error = uv_poll_init(loop, &wake->uv.poll, wake->fd);
    if (error) {
        close(wake->fd);
        return error;
    }
    wake->uv.poll.data = wake;
    ac_wake_init_again(wake, loop);
    return 0;
}

int ac_wake_set(struct ac_wake *wake, uint64_t deadline_ns)
{
    struct itimerspec when = {
        .it_value = {.tv_sec = (time_t)(deadline_ns / 1000000000),
                     .tv_nsec = (long)(deadline_ns % 1000000000)},
    };
    int error = 0;
    if (uv_is_closing(&wake->uv.handle))
        return UV_ECANCELED;
    if (!uv_is_active(&wake->uv.handle))
        error = uv_poll_start(&wake->uv.poll, UV_READABLE, wake_on_readable);
    if (error)
        return error;
    ac_wake_stop_again(wake);
    return timerfd_settime(wake->fd, TFD_TIMER_ABSTIME, &when, NULL) ? -errno : 0;
}

void ac_wake_stop(struct ac_wake *wake)
{
    ac_wake_stop_again(wake);
    if (uv_is_active(&wake->uv.handle))
        uv_poll_stop(&wake->uv.poll);
}
