/* count_file.c -- open, read to the end, close: one request at a time, until `done`. */
#include "count_file.h"

#include <stdlib.h>

enum { BUFFER_BYTES = 65536 };

static void on_closed(uv_fs_t *request)
{
    struct count_file *count = (struct count_file *)request;
    uv_fs_req_cleanup(request);
    count->done(count, count->error);
}

/* A close always begins: libuv allocates nothing for it. */
static void count_close(struct count_file *count, int error)
{
    count->error = error;
    uv_fs_close(count->request.loop, &count->request, count->file, on_closed);
}

static void on_read(uv_fs_t *request);

/* A read names its offset. Pipes and terminals, which may never end, refuse that. */
static void count_read(struct count_file *count)
{
    uv_buf_t buffer = uv_buf_init(count->buffer, BUFFER_BYTES);
    int error = count->cancelled ? UV_ECANCELED
                                 : uv_fs_read(count->request.loop, &count->request, count->file,
                                              &buffer, 1, (int64_t)count->bytes, on_read);
    if (error)
        count_close(count, error);
}

static void on_read(uv_fs_t *request)
{
    struct count_file *count = (struct count_file *)request;
    ssize_t got = request->result; /* often less than was asked for; 0 only at the end */
    uv_fs_req_cleanup(request);
    for (ssize_t i = 0; i < got; i++, count->bytes++)
        count->lines += count->buffer[i] == '\n';
    if (got > 0)
        count_read(count);
    else
        count_close(count, (int)got);
}

static void on_opened(uv_fs_t *request)
{
    struct count_file *count = (struct count_file *)request;
    count->file = (uv_file)request->result;
    uv_fs_req_cleanup(request);
    if (count->file < 0)
        count->done(count, count->file);
    else
        count_read(count);
}

/* O_NONBLOCK: to open a pipe that nobody writes to would hold a thread of libuv for ever. */
int count_file_start(struct count_file *count, uv_loop_t *loop, const char *path,
                     count_file_cb *done)
{
    int flags = UV_FS_O_RDONLY | UV_FS_O_NONBLOCK;
    count->done = done;
    count->buffer = malloc(BUFFER_BYTES);
    return count->buffer ? uv_fs_open(loop, &count->request, path, flags, 0, on_opened) : UV_ENOMEM;
}

void count_file_cancel(struct count_file *count)
{
    count->cancelled = true;                   /* for the step after this one */
    if (count->request.fs_type != UV_FS_CLOSE) /* without its close the file would stay open */
        uv_cancel((uv_req_t *)&count->request);
}

void count_file_free(struct count_file *count)
{
    free(count->buffer);
}
