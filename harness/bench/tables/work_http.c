/* work_http.c -- the tables of requests: their columns, their titles, and what stands below all. */
#include "../../base/text.h"
#include "../work/http.h"
#include "work.h"

#include <string.h>

static const char *const one_columns[] = {"<who=cell",
                                          "median=median_ns",
                                          "<at most 200 us=own_target",
                                          "requests/s=tasks_a_s",
                                          "CPU a request=job_cpu_ns",
                                          "resident=peak_rss_bytes",
                                          "<wall to curl=wall_ratio",
                                          "<CPU to curl=cpu_ratio",
                                          NULL};
static const char *const ten_columns[] = {"<who=cell",
                                          "requests/s=tasks_a_s",
                                          "CPU a request=job_cpu_ns",
                                          "resident=peak_rss_bytes",
                                          "<wall to curl=wall_ratio",
                                          "<at most 0.80=wall_target",
                                          "<CPU to curl=cpu_ratio",
                                          "<at most 0.80=cpu_target",
                                          "<wall to aiohttp=aiohttp_ratio",
                                          "<below 1=aiohttp_target",
                                          "<to node=node_ratio",
                                          "<below 1=node_target",
                                          NULL};
static const char *const hundred_columns[] = {"<who=cell",
                                              "requests/s=tasks_a_s",
                                              "CPU a request=job_cpu_ns",
                                              "resident=peak_rss_bytes",
                                              "<wall to curl=wall_ratio",
                                              "<at most 0.91=wall_target",
                                              "<CPU to curl=cpu_ratio",
                                              "<at most 0.90=cpu_target",
                                              "<wall to aiohttp=aiohttp_ratio",
                                              "<below 1=aiohttp_target",
                                              "<to node=node_ratio",
                                              "<below 1=node_target",
                                              NULL};
static const char *const gets_columns[] = {"<who=cell",
                                           "requests/s=tasks_a_s",
                                           "CPU a request=job_cpu_ns",
                                           "resident=peak_rss_bytes",
                                           "<wall to curl=wall_ratio",
                                           "<CPU to curl=cpu_ratio",
                                           NULL};
static const char *const calls_columns[] = {"<who=cell", "system calls a request=calls_a_task",
                                            "<at most 5=own_target", NULL};
static const char *const many_columns[] = {"<who=cell",
                                           "requests=tasks",
                                           "resident=peak_rss_bytes",
                                           "requests/s=tasks_a_s",
                                           "CPU a request=job_cpu_ns",
                                           NULL};
static const char *const unbounded_columns[] = {"<who=cell",
                                                "requests=tasks",
                                                "failed=failures",
                                                "<why most of them=failure",
                                                "resident=peak_rss_bytes",
                                                "wall=wall_ns",
                                                NULL};
static const char *const delays_columns[] = {"<who=cell",
                                             "wall=wall_ns",
                                             "ideal=ideal_ns",
                                             "<over ideal=wall_ratio",
                                             "<at most 1.03=wall_target",
                                             "in flight=max_in_flight",
                                             "last start=last_start_ns",
                                             "CPU a request=job_cpu_ns",
                                             "resident=peak_rss_bytes",
                                             NULL};

static const char http_footer[] =
    "requests/s: over the wall of the whole process, from outside. CPU a request: of the client "
    "alone. wrk asks one URL for two seconds: what the server gives.\n"
    "A wall of 0.80 times is 1.25 times the requests a second; one of 0.91, 1.1 times. curl -Z "
    "takes at most 300 at a time.\n"
    "median: of what each request took, as its program says. system calls: as strace counts them, "
    "with those of the start.\n"
    "ideal, in flight, last start of delays: by the server's own stamps.\n";

static char *http_title(const char *stage, double tasks, double limit)
{
    if (strcmp(stage, HTTP_ONE) == 0)
        return text_format("GETs one by one: %.0f of them", tasks);
    if (strcmp(stage, HTTP_GETS) == 0)
        return text_format("GETs, limit %.0f: %.0f of them", limit, tasks);
    if (strcmp(stage, HTTP_CALLS) == 0)
        return text_format("System calls of GETs, limit %.0f: %.0f of them", limit, tasks);
    if (strcmp(stage, HTTP_DELAYS) == 0 || strcmp(stage, HTTP_HIDDEN) == 0)
        return text_format("Replies that are late, limit %.0f: %.0f of them, by 0 to %d s, drawn",
                           limit, tasks, HTTP_DELAY_US / 1000000);
    if (strcmp(stage, HTTP_MANY) == 0)
        return text_format("Memory beside the number of GETs, limit %.0f", limit);
    return text_copy("GETs without a limit");
}

static const struct work_grid http_grids[] = {{HTTP_ONE, 0, one_columns, true},
                                              {HTTP_GETS, 10, ten_columns, true},
                                              {HTTP_GETS, 100, hundred_columns, true},
                                              {HTTP_GETS, 0, gets_columns, true},
                                              {HTTP_CALLS, 0, calls_columns, true},
                                              {HTTP_MANY, 0, many_columns, false},
                                              {HTTP_UNBOUNDED, 0, unbounded_columns, false},
                                              {HTTP_DELAYS, 0, delays_columns, true},
                                              {HTTP_HIDDEN, 0, delays_columns, true},
                                              {.stage = NULL}};

const struct work_table work_table_http = {http_grids, http_title, NULL, http_footer};
