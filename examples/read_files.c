/* read_files.c -- counts the bytes and lines of files, a few at a time, on the program's own loop. */
#include <as_completed/attach.h>
#include <stdio.h>
#include <stdlib.h>
#include <uv.h>

struct file {        /* the own memory of a task, which comes zeroed */
    uv_fs_t request; /* first: it leads back to its file */
    long bytes, lines;
    int descriptor, error;
    char buffer[4096];
};
static struct ac_run *run;
static char **paths; /* by number, from 1 */
static uint64_t counted;

static int file_next(struct ac_workload *files, struct ac_item *item)
{
    item->number = (uint32_t)ac_counts(files->run)->pulled + 1;
    return item->number <= files->count ? AC_SUPPLY_TASK : AC_SUPPLY_END;
}

/* Open, read until nothing comes, close: each step begins the next, and none of these can fail to. */
static void on_step(uv_fs_t *request)
{
    struct file *file = (struct file *)request;
    uv_buf_t buffer = uv_buf_init(file->buffer, sizeof file->buffer);
    int result = (int)request->result, step = request->fs_type;
    uv_fs_req_cleanup(request);
    file->error = result < 0 ? result : file->error;
    file->descriptor = step == UV_FS_OPEN ? result : file->descriptor;
    for (int i = 0; step == UV_FS_READ && i < result; i++, file->bytes++)
        file->lines += file->buffer[i] == '\n';
    if (step == UV_FS_CLOSE || file->descriptor < 0)
        ac_done(run, request->data, file->error);
    else if (file->error || (step == UV_FS_READ && result == 0))
        uv_fs_close(request->loop, request, file->descriptor, on_step);
    else
        uv_fs_read(request->loop, request, file->descriptor, &buffer, 1, file->bytes, on_step);
}

/* Without O_NONBLOCK a pipe that nobody writes to would hold a thread of libuv for ever. */
static int file_start(struct ac_workload *files, struct ac_task *task)
{
    struct file *file = ac_own(files->run, task);
    int flags = UV_FS_O_RDONLY | UV_FS_O_NONBLOCK;
    file->request.data = task;
    return uv_fs_open(uv_default_loop(), &file->request, paths[task->number], flags, 0, on_step);
}

static void on_result(struct ac_run *of, const struct ac_task *task)
{
    const struct file *file = ac_own(of, task);
    const char *path = paths[task->number];
    if (task->error)
        fprintf(stderr, "%s: %s\n", path, uv_strerror(task->error));
    else
        counted += printf("%ld bytes, %ld lines: %s\n", file->bytes, file->lines, path) > 0;
}

int main(int count, char **words)
{
    struct ac_workload files = {.size = sizeof files,
                                .count = (uint64_t)count - 3,
                                .own_size = sizeof(struct file),
                                .next = file_next,
                                .start = file_start};
    struct ac_config config = {.size = sizeof config, .workload = &files};
    if (count > 3) {
        config.strategy = ac_strategy_named(words[1]);
        config.limit = config.queue = strtoull(words[2], NULL, 10);
        paths = words + 2;
    }
    int error = ac_attach_push(&run, uv_default_loop(), &config, on_result, NULL);
    if (error)
        fputs("usage: read_files STRATEGY LIMIT FILE...\n", stderr);
    uv_run(uv_default_loop(), UV_RUN_DEFAULT);
    return error ? 2 : counted != files.count || fflush(stdout);
}
