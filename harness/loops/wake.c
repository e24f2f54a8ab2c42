/* wake.c -- how a wake is closed, of either kind; and a wake at once; see wake.h. */
#include "wake.h"

#include <unistd.h>

static void wake_on_idle(uv_idle_t *idle)
{
    struct ac_wake *wake = idle->data;
    wake->due(wake);
}

void ac_wake_init_again(struct ac_wake *wake, uv_loop_t *loop)
{
    uv_idle_init(loop, &wake->again.idle);
    wake->again.idle.data = wake;
}

int ac_wake_at_once(struct ac_wake *wake)
{
    if (uv_is_closing(&wake->again.handle))
        return ac_wake_set(wake, 1);
    return uv_idle_start(&wake->again.idle, wake_on_idle);
}

static void wake_on_closed(uv_handle_t *handle)
{
    struct ac_wake *wake = handle->data;
    if (--wake->open)
        return;
    if (wake->fd >= 0)
        close(wake->fd);
    wake->closed = true;
    if (wake->gone)
        wake->gone(wake);
}

bool ac_wake_close(struct ac_wake *wake)
{
    uv_handle_t *const handles[] = {&wake->uv.handle, &wake->again.handle};
    bool own = !uv_is_closing(handles[0]) && !uv_is_closing(handles[1]);
    wake->open = 2;
    wake->closed = !own;
    for (int i = 0; i < 2; i++)
        if (!uv_is_closing(handles[i]))
            uv_close(handles[i], own ? wake_on_closed : NULL);
    if (!own && wake->fd >= 0)
        close(wake->fd); /* libuv watches it no more from uv_close on */
    return own;
}
