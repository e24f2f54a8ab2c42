/* sink.c -- see sink.h. */
#include "sink.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <unistd.h>

int ac_sink_open(struct ac_sink *sink, uv_loop_t *uv, int descriptor)
{
    *sink = (struct ac_sink){.descriptor = descriptor};
    int error = ac_ready_init(&sink->poll, uv, descriptor);
    sink->waits = !error;
    sink->poll.data = sink;
    return error == UV_EPERM ? 0 : error; /* a file takes all there is at once */
}

static void sink_on_ready(struct ac_ready *ready)
{
    struct ac_sink *sink = ready->data;
    sink->ready = true;
}

/* Turns the loop until the reader takes something, or has gone. False: it was told to stop. */
static bool sink_wait(struct ac_sink *sink, struct ac_run *run, const volatile int *stop)
{
    struct pollfd now = {.fd = sink->descriptor, .events = POLLOUT};
    if (!sink->waits || poll(&now, 1, 0) > 0)
        return true;
    sink->ready = false;
    ac_ready_wait(&sink->poll, UV_WRITABLE, sink_on_ready);
    while (!sink->ready && !*stop)
        ac_turn(run);
    return sink->ready;
}

int ac_sink_write(struct ac_sink *sink, struct ac_run *run, const char *bytes, size_t count,
                  const volatile int *stop)
{
    while (count && !sink->error) {
        size_t most = sink->waits ? PIPE_BUF : count;
        if (!sink_wait(sink, run, stop))
            return -EINTR;
        ssize_t wrote = write(sink->descriptor, bytes, count < most ? count : most);
        if (wrote < 0 && errno != EAGAIN && errno != EINTR)
            sink->error = -errno;
        bytes += wrote > 0 ? wrote : 0;
        count -= wrote > 0 ? (size_t)wrote : 0;
    }
    return sink->error;
}

void ac_sink_close(struct ac_sink *sink)
{
    if (sink->waits)
        ac_ready_close(&sink->poll);
}
