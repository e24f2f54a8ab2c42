/* ready.c -- see ready.h. */
#include "ready.h"

#include <fcntl.h>

int ac_ready_init(struct ac_ready *ready, uv_loop_t *uv, int descriptor)
{
    int flags = fcntl(descriptor, F_GETFL);
    int error = uv_poll_init(uv, &ready->poll, descriptor);
    if (!error && flags >= 0)
        fcntl(descriptor, F_SETFL, flags);
    ready->poll.data = ready;
    return error;
}

static void ready_on_poll(uv_poll_t *poll, int status, int events)
{
    struct ac_ready *ready = poll->data;
    (void)status;
    (void)events;
    uv_poll_stop(poll);
    ready->ready(ready);
}

void ac_ready_wait(struct ac_ready *ready, int events, void (*call)(struct ac_ready *ready))
{
    ready->ready = call;
    uv_poll_start(&ready->poll, events, ready_on_poll);
}

void ac_ready_close(struct ac_ready *ready)
{
    uv_close((uv_handle_t *)&ready->poll, NULL);
}
