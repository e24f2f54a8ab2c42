/* own_task.c -- counts the bytes and lines of files, a few at a time, on the program's own loop.
 *
 *     own_task STRATEGY LIMIT TIMEOUT_MS FILE...
 *
 * A task is a file. Its line is printed as soon as it is counted. An error is that file's alone, and
 * makes the exit status 1. With a timeout of 0 a file may take as long as it likes.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "../harness/loops/attach.h"
#include "count_file.h"
#include "example.h"

static struct ac_run *run;
static bool failed; /* a file, or the run */
static struct ac_workload files;

static void on_counted(struct count_file *count, int error)
{
    ac_done(run, count->data, error);
}

/* The own memory of a task is a struct count_file. It comes zeroed. */
static int file_start(struct ac_workload *workload, struct ac_task *task)
{
    struct count_file *count = ac_own(workload->run, task);
    count->data = task;
    return count_file_start(count, uv_default_loop(), example_word(workload, task), on_counted);
}

static void file_cancel(struct ac_workload *workload, struct ac_task *task)
{
    count_file_cancel(ac_own(workload->run, task));
}

static void file_release(struct ac_workload *workload, struct ac_task *task)
{
    count_file_free(ac_own(workload->run, task));
}

static void on_result(struct ac_run *files_run, const struct ac_task *task)
{
    const struct count_file *count = ac_own(files_run, task);
    const char *path = example_word(&files, task);
    if (!example_complain(path, task->error))
        printf("%" PRIu64 " bytes, %" PRIu64 " lines: %s\n", count->bytes, count->lines, path);
}

static void on_detached(struct ac_run *files_run)
{
    const struct ac_counts *counts = ac_counts(files_run);
    failed =
        example_complain("own_task", ac_error(files_run)) || counts->failed || counts->timed_out;
}

int main(int count, char **words)
{
    files = (struct ac_workload){.size = sizeof(struct ac_workload),
                                 .own_size = sizeof(struct count_file),
                                 .next = example_next,
                                 .start = file_start,
                                 .cancel = file_cancel,
                                 .release = file_release};
    struct ac_config config =
        example_read(count, words, 4, "own_task STRATEGY LIMIT TIMEOUT_MS FILE...", &files);
    if (!config.limit)
        return 2;
    config.task_timeout_ns = strtoull(words[3], NULL, 10) * 1000000;
    int error = ac_attach_push(&run, uv_default_loop(), &config, on_result, on_detached);
    failed = example_complain("own_task", error);
    uv_run(uv_default_loop(), UV_RUN_DEFAULT);
    uv_loop_close(uv_default_loop());
    return failed || fflush(stdout) || ferror(stdout);
}
