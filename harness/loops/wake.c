/* wake.c -- how a wake is closed, of either kind; see wake.h. */
#include "wake.h"

#include <unistd.h>

static void wake_on_closed(uv_handle_t *handle)
{
    struct ac_wake *wake = handle->data;
    if (wake->fd >= 0)
        close(wake->fd);
    wake->closed = true;
    if (wake->gone)
        wake->gone(wake);
}

bool ac_wake_close(struct ac_wake *wake)
{
    bool own = !uv_is_closing(&wake->uv.handle);
    wake->closed = !own;
    if (own)
        uv_close(&wake->uv.handle, wake_on_closed);
    else if (wake->fd >= 0)
        close(wake->fd); /* libuv watches it no more from uv_close on */
    return own;
}
