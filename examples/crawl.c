/* crawl.c -- counts what is in a folder and in all below it, four at a time: tasks that add tasks. */
#include <as_completed/attach.h>
#include <stdio.h>
#include <stdlib.h>
#include <uv.h>

static struct folder {
    uv_fs_t request;
    struct folder *next;
    char path[]; /* ends with a slash */
} * found;       /* those that no task has yet */
static struct ac_run *run;
static bool failed;

static void add(const char *above, const char *name)
{
    size_t size = (size_t)snprintf(NULL, 0, "%s%s/", above, name) + 1;
    struct folder *folder = calloc(1, sizeof *folder + size);
    if (!folder)
        abort();
    snprintf(folder->path, size, "%s%s/", above, name);
    folder->next = found;
    found = folder;
}

/* Gives a folder to a task. When none is found, one that was pulled and not yet taken may add some. */
static int folder_next(struct ac_workload *folders, struct ac_item *item)
{
    const struct ac_counts *counts = ac_counts(folders->run);
    if (!found)
        return counts->taken < counts->pulled ? AC_SUPPLY_EVENT : AC_SUPPLY_END;
    *(struct folder **)item->own = found;
    found = found->next;
    return AC_SUPPLY_TASK;
}

static void on_read(uv_fs_t *request)
{
    ac_done(run, request->data, request->result < 0 ? (int)request->result : 0);
}

static int folder_start(struct ac_workload *folders, struct ac_task *task)
{
    struct folder *folder = *(struct folder **)ac_own(folders->run, task);
    folder->request.data = task;
    return uv_fs_scandir(uv_default_loop(), &folder->request, folder->path, 0, on_read);
}

static void on_result(struct ac_run *of, const struct ac_task *task)
{
    struct folder *folder = *(struct folder **)ac_own(of, task);
    const char *error = task->error ? uv_strerror(task->error) : "entries";
    failed |= task->error != 0;
    printf("%s: %ld %s\n", folder->path, (long)folder->request.result, error);
    for (uv_dirent_t entry; !uv_fs_scandir_next(&folder->request, &entry);)
        if (entry.type == UV_DIRENT_DIR)
            add(folder->path, entry.name);
    uv_fs_req_cleanup(&folder->request);
    free(folder);
    ac_more(of); /* it asks for the folders just added; or learns that there are no more */
}

int main(int count, char **words)
{
    struct ac_workload folders = {.size = sizeof folders,
                                  .count = AC_UNCOUNTED,
                                  .own_size = sizeof(struct folder *),
                                  .next = folder_next,
                                  .start = folder_start};
    struct ac_config config = {.size = sizeof config,
                               .strategy = ac_strategy_named("callback"),
                               .workload = &folders,
                               .limit = 4,
                               .queue = 4};
    add("", count > 1 ? words[1] : ".");
    int error = ac_attach_push(&run, uv_default_loop(), &config, on_result, NULL);
    uv_run(uv_default_loop(), UV_RUN_DEFAULT);
    return error || failed || found || fflush(stdout);
}
