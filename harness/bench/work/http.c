/* http.c -- the part of requests: GETs of a few bytes from nginx on loopback, and of replies that are
 * late from work-delays, by ours and by the rivals.
 *
 * Each run has a server of its own, on a port of its own. What is measured is the client alone.
 */
#include "http.h"
#include "../../base/text.h"
#include "../strategies/cells.h"
#include "http_output.h"
#include "http_run.h"
#include "part.h"
#include "report.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What else has to be here, asked for as the rivals are. */
#define OURS   "as-completed-http"
#define NGINX  "nginx"
#define STRACE "strace"

/* Guesses behind the estimate, for two cores of these years. */
#define STARTUP_S 0.1
#define GET_S     0.07e-3
#define ONE_S     0.09e-3 /* at limit 1 */
#define AIOHTTP_S 0.3e-3
#define TRACED_S  0.3e-3
#define FAILING_S 1e-3 /* without a limit: many of them fail, or wait for a connection */
#define WRK_S     2

static const char *const http_stages[] = {HTTP_STAGES, NULL};

static const struct work_point http_points[] = {
    {HTTP_ONE, {400, 20000, 200000}, .limit = 1},
    {HTTP_GETS, {400, 20000, 200000}, .limit = 10},
    {HTTP_GETS, {400, 20000, 200000}, .limit = 100},
    {HTTP_GETS, {0, 20000, 200000}, .limit = 1000, .most_rounds = 2},
    {HTTP_CALLS, {200, 4000, 4000}, .limit = 10},
    {HTTP_MANY, {100, 2000, 20000}, .limit = 1000, .most_rounds = 1},
    {HTTP_MANY, {400, 20000, 1000000}, .limit = 1000, .most_rounds = 1},
    {HTTP_UNBOUNDED, {100, 2000, 100000}, .limit = 0, .most_rounds = 1},
    {HTTP_DELAYS, {20, 1000, 1000}, .limit = 1000},
    {HTTP_HIDDEN, {20, 1000, 1000}, .limit = 1000, .most_rounds = 2},
    {.stage = NULL}};

static const struct rivals_row http_rivals[] = {
    {HTTP_REFERENCE,
     {"sh", "-c", "curl --version | cut -d ' ' -f 1-4"},
     "curl ",
     "there is no curl: make deps-work"},
    {HTTP_AIOHTTP,
     {HTTP_PYTHON, HTTP_PYTHON_PROGRAM, "--version"},
     "aiohttp",
     "there is no aiohttp: make deps-work"},
    {HTTP_NODE,
     {"node", HTTP_NODE_PROGRAM, "--version"},
     "node",
     "there is no Node: make deps-work"},
    {HTTP_GO, {HTTP_GO_PROGRAM, "--version"}, "go", "peers/go/http was not built: make deps-work"},
    {HTTP_WRK,
     {"sh", "-c", "wrk -v | cut -d ' ' -f 1-2"},
     "wrk ",
     "there is no wrk: make deps-work"},
    {OURS,
     {"@-http", "--version"},
     "as-completed ",
     "it was not built, so nothing was requested: make deps-work, then make"},
    {NGINX,
     {"sh", "-c", "PATH=$PATH:/usr/sbin nginx -v 2>&1"},
     "nginx version: ",
     "there is no nginx, so nothing was requested: make deps-work"},
    {STRACE,
     {"sh", "-c", "strace -o /dev/null true && strace --version"},
     "strace",
     "there is no strace that may trace here, so no system calls were counted: make deps-work"},
    {.name = NULL}};

static const char *const http_cells[] = {HTTP_REFERENCE, HTTP_AGAIN, HTTP_AIOHTTP, HTTP_OWN_LIMIT,
                                         HTTP_NODE,      HTTP_GO,    HTTP_WRK,     NULL};

/* Wall and CPU time of a request, beside those of curl. */
#define BESIDE_CURL(of_, figure_, stage_, limit_, most_)                        \
    {                                                                           \
        .stage = (stage_), .limit = (limit_), .of = (of_), .figure = (figure_), \
        .beside = HTTP_REFERENCE, .most = (most_), .again = HTTP_AGAIN,         \
        .reference = HTTP_REFERENCE                                             \
    }
#define AHEAD(of_, beside_, limit_)                                                   \
    {                                                                                 \
        .stage = HTTP_GETS, .limit = (limit_), .of = (of_), .figure = "task_wall_ns", \
        .beside = (beside_), .most = 1                                                \
    }

static const struct work_target http_targets[] = {
    BESIDE_CURL("wall", "task_wall_ns", HTTP_GETS, 10, HTTP_WALL_10),
    BESIDE_CURL("wall", "task_wall_ns", HTTP_GETS, 100, HTTP_WALL_100),
    BESIDE_CURL("wall", "task_wall_ns", HTTP_GETS, 1000, 0),
    BESIDE_CURL("cpu", "task_cpu_ns", HTTP_GETS, 10, HTTP_CPU_10),
    BESIDE_CURL("cpu", "task_cpu_ns", HTTP_GETS, 100, HTTP_CPU_100),
    BESIDE_CURL("cpu", "task_cpu_ns", HTTP_GETS, 1000, 0),
    AHEAD("aiohttp", HTTP_AIOHTTP, 10),
    AHEAD("aiohttp", HTTP_AIOHTTP, 100),
    AHEAD("node", HTTP_NODE, 10),
    AHEAD("node", HTTP_NODE, 100),
    BESIDE_CURL("wall", "task_wall_ns", HTTP_ONE, 0, 0),
    BESIDE_CURL("cpu", "task_cpu_ns", HTTP_ONE, 0, 0),
    {.stage = HTTP_ONE, .of = "own", .figure = "median_ns", .constant = HTTP_MEDIAN_NS, .most = 1},
    {.stage = HTTP_CALLS,
     .of = "own",
     .figure = "task_system_calls",
     .constant = HTTP_MOST_CALLS,
     .most = 1},
    {.stage = HTTP_DELAYS,
     .of = "wall",
     .figure = "wall_ns",
     .column = "ideal_ns",
     .most = HTTP_IDEAL_TARGET},
    {.stage = HTTP_HIDDEN, .of = "wall", .figure = "wall_ns", .column = "ideal_ns"},
    {.stage = NULL}};

static bool http_is(const char *one, const char *other)
{
    return strcmp(one, other) == 0;
}

static bool http_has_limit(const char *cell)
{
    return !cells_has(cell, AC_NO_LIMIT);
}

/* Whether another program runs in a stage. */
static bool http_fits(const char *stage, const char *cell)
{
    bool calls = http_is(stage, HTTP_CALLS);
    if (http_is(stage, HTTP_DELAYS))
        return http_is(cell, HTTP_AIOHTTP);
    if (http_is(stage, HTTP_HIDDEN))
        return http_is(cell, HTTP_OWN_LIMIT);
    if (http_is(stage, HTTP_MANY) || http_is(stage, HTTP_UNBOUNDED))
        return false;
    if (calls && (http_is(cell, HTTP_AGAIN) || http_is(cell, HTTP_WRK)))
        return false;
    return !http_is(cell, HTTP_OWN_LIMIT);
}

static bool http_fits_ours(const char *stage, const char *cell)
{
    if (http_is(stage, HTTP_HIDDEN))
        return false;
    if (http_is(stage, HTTP_UNBOUNDED))
        return !http_has_limit(cell);
    if (http_is(stage, HTTP_MANY))
        return http_has_limit(cell) && !cells_has(cell, AC_POLLED);
    return http_has_limit(cell) || http_is(stage, HTTP_DELAYS);
}

static bool http_has(const struct rivals *rivals, const char *cell)
{
    return rivals_has(rivals, http_is(cell, HTTP_OWN_LIMIT) ? HTTP_AIOHTTP : cell);
}

static size_t http_choose(const struct work_point *point, const struct rivals *rivals,
                          const char *cells[])
{
    const char *all[WORK_MOST_CELLS];
    const char *stage = point->stage;
    size_t ours = work_add_strategies(all), count = 0;
    if (!rivals_has(rivals, OURS) || (!http_run_is_late(stage) && !rivals_has(rivals, NGINX)) ||
        (http_is(stage, HTTP_CALLS) && !rivals_has(rivals, STRACE)))
        return 0;
    for (size_t i = 0; i < ours; i++)
        if (http_fits_ours(stage, all[i]))
            cells[count++] = all[i];
    for (size_t i = 0; http_cells[i]; i++)
        if (http_fits(stage, http_cells[i]) && http_has(rivals, http_cells[i]))
            cells[count++] = http_cells[i];
    return count;
}

static double http_estimate(const struct plan_cell *cell, enum work_size size)
{
    double tasks = (double)cell->tasks, delay_s = (double)http_run_delay_us(size) / 1e6;
    bool aiohttp = http_is(cell->name, HTTP_AIOHTTP);
    if (http_run_is_late(cell->stage))
        return STARTUP_S + (http_is(cell->name, HTTP_OWN_LIMIT)
                                ? tasks * delay_s / 2 / 100 + delay_s
                                : delay_s);
    if (http_is(cell->name, HTTP_WRK))
        return WRK_S;
    if (http_is(cell->stage, HTTP_CALLS))
        return STARTUP_S + tasks * TRACED_S;
    if (http_is(cell->stage, HTTP_UNBOUNDED))
        return STARTUP_S + tasks * FAILING_S;
    return STARTUP_S + tasks * (aiohttp                          ? AIOHTTP_S
                                : http_is(cell->stage, HTTP_ONE) ? ONE_S
                                                                 : GET_S);
}

static enum http_form http_form(const char *cell)
{
    if (cells_strategy(cell))
        return HTTP_TSV;
    if (http_is(cell, HTTP_REFERENCE) || http_is(cell, HTTP_AGAIN))
        return HTTP_SECONDS;
    return http_is(cell, HTTP_WRK) ? HTTP_OF_WRK : HTTP_NS;
}

/* wrk is told how long, and not how many. */
static const char *http_take_wrk(struct rows *rows, size_t row, const char *output)
{
    double requests = http_output_requests(output);
    if (!(requests > 0))
        return "wrong row: tasks";
    rows_set_number(rows, row, "tasks", requests);
    return NULL;
}

static void http_take_failures(struct rows *rows, size_t row, const struct work *own)
{
    char *reason;
    uint64_t failures = http_output_failures(own->output, own->errors, &reason);
    rows_printf(rows, row, "failures", "%llu", (unsigned long long)failures);
    if (reason)
        rows_set(rows, row, "failure", reason);
    free(reason);
}

/* The delays that the server stamped have to be all there, and within the limit. */
static const char *http_look_at_stamps(const struct plan_cell *cell, const struct rows *printed)
{
    if (rows_number(printed, 0, "stamped") < (double)cell->tasks)
        return "wrong row: stamped";
    if (http_has_limit(cell->name) &&
        rows_number(printed, 0, "max_in_flight") > (double)cell->limit)
        return "wrong row: max_in_flight";
    return NULL;
}

static const char *http_take(struct bench *bench, const struct plan_cell *cell, size_t row,
                             const struct rows *printed)
{
    static const struct work_report_figure figures[] = {{"libcurl", "libcurl", NULL},
                                                        {"connections_opened", "connections",
                                                         "opened"},
                                                        {"connections_max", "connections", "max"},
                                                        {.column = NULL}};
    const struct work *own = bench->own;
    struct rows *rows = &bench->rows;
    const char *wrong = NULL;
    if (http_is(cell->name, HTTP_WRK))
        wrong = http_take_wrk(rows, row, own->output);
    if (http_is(cell->stage, HTTP_ONE))
        rows_set_number(rows, row, "median_ns",
                        http_output_median(own->output, http_form(cell->name)));
    if (http_is(cell->stage, HTTP_CALLS))
        rows_set_number(rows, row, "system_calls", http_output_calls(own->counts));
    if (http_is(cell->stage, HTTP_UNBOUNDED))
        http_take_failures(rows, row, own);
    if (http_run_is_late(cell->stage))
        wrong = http_look_at_stamps(cell, printed);
    if (http_run_reports(cell) && !work_read_report(own->report, figures, rows, row))
        wrong = "no report";
    if (!wrong)
        rows_copy(rows, row, printed, 0);
    return wrong;
}

const struct work_part work_part_http = {.stages = http_stages,
                                         .points = http_points,
                                         .rivals = http_rivals,
                                         .cells = http_cells,
                                         .targets = http_targets,
                                         .choose = http_choose,
                                         .estimate = http_estimate,
                                         .write = http_run_write,
                                         .add_words = http_run_add_words,
                                         .take = http_take,
                                         .clear = http_run_clear};
