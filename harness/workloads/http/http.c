/* http.c -- see http.h. */
#include "http.h"

#include <errno.h>
#include <stddef.h>

#include "../../engine/memory.h"

static struct ac_http *http_of(struct ac_workload *workload)
{
    return (struct ac_http *)workload;
}

static struct ac_http_task *http_task(const struct ac_http *http, const struct ac_task *task)
{
    return ac_own(http->workload.run, task);
}

/* --- the workload --- */

static int http_next(struct ac_workload *workload, struct ac_item *item)
{
    struct ac_http *http = http_of(workload);
    int answer = ac_line_tasks_next(&http->lines, item);
    struct ac_http_task *own = item->own;
    if (answer == AC_SUPPLY_TASK)
        own->there_ns = http->wish.dated ? item->there_ns : uv_hrtime();
    return answer;
}

static int http_start(struct ac_workload *workload, struct ac_task *task)
{
    struct ac_http *http = http_of(workload);
    struct ac_http_task *own = http_task(http, task);
    int error = own->line.has_nul ? -EINVAL : ac_url_check(own->line.text);
    if (!error && http->wish.dry)
        return AC_DONE;
    if (!error)
        error = ac_transfer_start(&http->transfers, own->line.text, task, &own->transfer);
    if (error)
        ac_http_figures_unstarted(&http->figures, error);
    else
        ac_http_figures_started(&http->figures);
    return error;
}

static void http_cancel(struct ac_workload *workload, struct ac_task *task)
{
    ac_transfer_end(http_task(http_of(workload), task)->transfer);
}

static void http_release(struct ac_workload *workload, struct ac_task *task)
{
    struct ac_http_task *own = http_task(http_of(workload), task);
    if (own->transfer)
        ac_transfer_free(own->transfer);
    ac_free(own->line.text);
}

static struct ac_http *http_of_transfers(struct ac_transfers *transfers)
{
    return (struct ac_http *)((char *)transfers - offsetof(struct ac_http, transfers));
}

static void http_on_ended(struct ac_transfer *transfer)
{
    struct ac_http *http = http_of_transfers(transfer->transfers);
    struct ac_task *task = transfer->data;
    uint64_t there_ns = http_task(http, task)->there_ns;
    bool timed_out = task->timed_out, failed = transfer->status >= 400;
    ac_http_figures_attempt(&http->figures, transfer);
    http->given_up = NULL;
    ac_done(http->workload.run, task, transfer->error ? transfer->error : failed ? -EIO : 0);
    if (http->given_up != task)
        ac_http_figures_ended(&http->figures, transfer, there_ns, timed_out);
}

static void http_on_lost(struct ac_transfers *transfers, int error)
{
    ac_fail(http_of_transfers(transfers)->workload.run, error);
}

static void http_on_more(struct ac_line_tasks *lines)
{
    struct ac_http *http = (struct ac_http *)((char *)lines - offsetof(struct ac_http, lines));
    ac_more(http->workload.run);
}

/* --- tried again --- */

/* Whether another attempt may go well. */
static bool http_is_worth(const struct ac_task *task, const struct ac_transfer *transfer)
{
    if (!transfer || task->timed_out)
        return task->timed_out || task->error == -ENOMEM;
    switch (transfer->end) {
    case AC_TRANSFER_REPLIED:
        return transfer->status == 408 || transfer->status == 429 || transfer->status >= 500;
    case AC_TRANSFER_UNKNOWN:
    case AC_TRANSFER_UNCONNECTED:
    case AC_TRANSFER_CUT:
    case AC_TRANSFER_SILENT:
        return true;
    default:
        return false;
    }
}

static bool http_give_up(struct ac_workload *workload, struct ac_task *task)
{
    struct ac_http *http = http_of(workload);
    struct ac_http_task *own = http_task(http, task);
    if (!http_is_worth(task, own->transfer))
        return false;
    if (own->transfer)
        ac_transfer_free(own->transfer);
    else
        ac_http_figures_unstarted_again(&http->figures);
    own->transfer = NULL;
    http->given_up = task;
    return true;
}

static uint64_t http_wait_ns(struct ac_workload *workload, struct ac_task *task)
{
    const struct ac_transfer *transfer = http_task(http_of(workload), task)->transfer;
    return transfer ? transfer->retry_after_ns : 0;
}

static void http_drop(void *own)
{
    ac_free(((struct ac_http_task *)own)->line.text);
}

const struct ac_attempts ac_http_attempts = {.give_up = http_give_up,
                                             .wait_ns = http_wait_ns,
                                             .drop = http_drop};

/* --- its life --- */

int ac_http_open(struct ac_http *http, const struct ac_http_wish *wish)
{
    *http = (struct ac_http){
        .workload = {.size = sizeof(struct ac_workload),
                     .count = AC_UNCOUNTED,
                     .own_size = sizeof(struct ac_http_task),
                     .next = http_next,
                     .start = http_start,
                     .cancel = http_cancel,
                     .release = http_release},
        .wish = *wish,
        .transfers = {.multi = {.uv = wish->lines.uv,
                                .most = wish->limit,
                                .silence_ms = wish->silence_ms},
                      .max_body = wish->max_body,
                      .location = wish->location,
                      .ended = http_on_ended,
                      .lost = http_on_lost},
        .figures.timed = wish->timed,
    };
    ac_limits_raise(&http->limits);
    int error = ac_transfers_open(&http->transfers);
    if (error)
        return error;
    error = ac_line_tasks_open(&http->lines, &wish->lines, http_on_more);
    if (error)
        ac_transfers_close(&http->transfers);
    return error;
}

void ac_http_close(struct ac_http *http)
{
    ac_line_tasks_close(&http->lines);
    ac_transfers_close(&http->transfers);
    uv_run(http->wish.lines.uv, UV_RUN_NOWAIT);
}
