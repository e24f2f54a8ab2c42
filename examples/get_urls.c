/* get_urls.c -- gets URLs by libcurl, four at a time, on libuv's four threads. Its multi interface needs
 * no threads, but its sockets and timers take twice these lines: harness/workloads/http is made so. */
#include <as_completed/attach.h>
#include <curl/curl.h>
#include <stdio.h>
#include <uv.h>

enum { LIMIT = 4, TIMEOUT_S = 10 };
struct transfer {      /* the own memory of a task, which comes zeroed */
    uv_work_t request; /* first: it leads back to its transfer */
    const char *url;
    CURLcode code;
    long status;
};
static struct ac_run *run;
static FILE *nowhere;
static uint64_t gotten;

static int transfer_next(struct ac_workload *transfers, struct ac_item *item)
{
    struct transfer *transfer = item->own;
    transfer->url = ((char **)transfers->data)[ac_counts(transfers->run)->pulled];
    return transfer->url ? AC_SUPPLY_TASK : AC_SUPPLY_END;
}

/* In a thread of the pool: it may touch its transfer, and nothing else of the run. */
static void perform(uv_work_t *request)
{
    struct transfer *transfer = (struct transfer *)request;
    CURL *curl = curl_easy_init(); /* NULL, without memory, fails below */
    curl_easy_setopt(curl, CURLOPT_URL, transfer->url);
    curl_easy_setopt(curl, CURLOPT_FAILONERROR, 1L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)TIMEOUT_S);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, nowhere);
    transfer->code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &transfer->status);
    curl_easy_cleanup(curl);
}

static void on_performed(uv_work_t *request, int error)
{
    ac_done(run, request->data, ((struct transfer *)request)->code ? UV_EIO : error);
}

static int transfer_start(struct ac_workload *transfers, struct ac_task *task)
{
    struct transfer *transfer = ac_own(transfers->run, task);
    transfer->request.data = task;
    return uv_queue_work(uv_default_loop(), &transfer->request, perform, on_performed);
}

static void on_result(struct ac_run *of, const struct ac_task *task)
{
    const struct transfer *transfer = ac_own(of, task);
    gotten += !task->error;
    printf("%ld %s: %s\n", transfer->status, transfer->url, curl_easy_strerror(transfer->code));
}

int main(int count, char **words)
{
    struct ac_workload transfers = {.size = sizeof transfers,
                                    .count = (uint64_t)count - 1,
                                    .own_size = sizeof(struct transfer),
                                    .next = transfer_next,
                                    .start = transfer_start,
                                    .data = words + 1};
    struct ac_config config = {.size = sizeof config,
                               .strategy = ac_strategy_named("callback"),
                               .workload = &transfers,
                               .limit = LIMIT,
                               .queue = LIMIT};
    nowhere = fopen("/dev/null", "w");
    if (!nowhere || curl_global_init(CURL_GLOBAL_ALL) ||
        ac_attach_push(&run, uv_default_loop(), &config, on_result, NULL))
        return 1;
    uv_run(uv_default_loop(), UV_RUN_DEFAULT);
    return gotten != transfers.count || fflush(stdout);
}
