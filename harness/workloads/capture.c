/* capture.c -- see capture.h. */
#include "capture.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Has the system watch it, for nothing yet: where it cannot, libuv would end the program. What is watched already is no
 * error to libuv. */
static int capture_watch(struct ac_capture *capture)
{
    struct epoll_event none = {.data.fd = capture->file};
    int loop = uv_backend_fd(capture->all->uv);
    return epoll_ctl(loop, EPOLL_CTL_ADD, capture->file, &none) ? -errno : 0;
}

int ac_capture_open(struct ac_capture *capture, int *other_end)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC))
        return -errno;
    *other_end = ends[1];
    uv_pipe_init(capture->all->uv, &capture->pipe, 0);
    capture->pipe.data = capture;
    capture->open = true;
    capture->file = ends[0];
    int error = uv_pipe_open(&capture->pipe, ends[0]);
    if (error) {
        close(ends[0]);
        return error;
    }
    return capture_watch(capture);
}

static void capture_on_closed(uv_handle_t *pipe)
{
    struct ac_capture *capture = pipe->data;
    capture->all->gone(capture);
}

void ac_capture_close(struct ac_capture *capture)
{
    if (!capture->open)
        return;
    capture->open = false;
    uv_close((uv_handle_t *)&capture->pipe, capture_on_closed);
}

/* What a read brought into the buffer: bytes; nothing; or UV_EOF or an error, which is the end. */
static void capture_keep(struct ac_capture *capture, ssize_t count)
{
    struct ac_captures *all = capture->all;
    int error = count < 0 && count != UV_EOF ? (int)count : 0;
    if (count > 0 && !*capture->error)
        error = ac_spool_add(all->spool, capture->stream, all->buffer, (size_t)count);
    if (error && !*capture->error)
        *capture->error = error;
    if (count < 0)
        ac_capture_close(capture);
}

static void capture_on_room(uv_handle_t *pipe, size_t wanted, uv_buf_t *buffer)
{
    struct ac_captures *all = ((struct ac_capture *)pipe->data)->all;
    (void)wanted;
    *buffer = uv_buf_init(all->buffer, sizeof all->buffer);
}

static void capture_on_read(uv_stream_t *pipe, ssize_t count, const uv_buf_t *buffer)
{
    struct ac_capture *capture = pipe->data;
    (void)buffer;
    capture_keep(capture, count);
    if (!capture->open)
        capture->all->ended(capture);
}

void ac_capture_begin(struct ac_capture *capture)
{
    int error = uv_read_start((uv_stream_t *)&capture->pipe, capture_on_room, capture_on_read);
    if (error)
        capture_keep(capture, error);
}

void ac_capture_rest(struct ac_capture *capture)
{
    struct ac_captures *all = capture->all;
    int ready = 0;
    if (!capture->open)
        return;
    ioctl(capture->file, FIONREAD, &ready);
    for (ssize_t left = ready; capture->open && left >= 0;) {
        ssize_t got = read(capture->file, all->buffer, sizeof all->buffer);
        if (got < 0 && errno == EAGAIN)
            return;
        if (got < 0 && errno == EINTR)
            continue;
        capture_keep(capture, got > 0 ? got : got == 0 ? UV_EOF : -errno);
        left -= got;
    }
}
