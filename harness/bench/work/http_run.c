/* http_run.c -- see http_run.h. */
#include "http_run.h"
#include "../../base/text.h"
#include "../stats/draw.h"
#include "../strategies/cells.h"
#include "http.h"
#include "http_server.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static bool run_is(const char *one, const char *other)
{
    return strcmp(one, other) == 0;
}

static bool run_is_of_curl(const char *cell)
{
    return run_is(cell, HTTP_REFERENCE) || run_is(cell, HTTP_AGAIN);
}

static bool run_has_limit(const char *cell)
{
    return !cells_has(cell, AC_NO_LIMIT);
}

bool http_run_is_late(const char *stage)
{
    return run_is(stage, HTTP_DELAYS) || run_is(stage, HTTP_HIDDEN);
}

bool http_run_reports(const struct plan_cell *cell)
{
    return run_is(cell->stage, HTTP_DELAYS) && cells_strategy(cell->name);
}

uint64_t http_run_delay_us(enum work_size size)
{
    return size == WORK_QUICK ? HTTP_QUICK_US : HTTP_DELAY_US;
}

/* A URL for each request: its number, and of one that is late by how much. curl reads them as its options. */
static int run_write_urls(const struct work *own, const struct plan_cell *cell, uint64_t seed)
{
    struct draw draw = {seed};
    bool curl = run_is_of_curl(cell->name);
    FILE *file = fopen(own->input, "w");
    if (!file)
        return -errno;
    for (uint64_t number = 1; number <= cell->tasks; number++) {
        fprintf(file, "%shttp://127.0.0.1:%u/%llu", curl ? "url = " : "", own->port,
                (unsigned long long)number);
        if (http_run_is_late(cell->stage))
            fprintf(file, "/%llu",
                    (unsigned long long)draw_below(&draw, http_run_delay_us(own->size) + 1));
        fputs(curl ? "\noutput = /dev/null\n" : "\n", file);
    }
    int error = ferror(file) ? -EIO : 0;
    return fclose(file) && !error ? -errno : error;
}

int http_run_write(struct bench *bench, const struct plan_cell *cell)
{
    struct work *own = bench->own;
    own->port = http_server_port();
    if (!own->port)
        return -EADDRINUSE;
    int error = run_write_urls(own, cell, bench->seed);
    if (!error && !http_run_is_late(cell->stage))
        error = http_server_write(bench->scratch, own->port, 2 * cell->limit + 64);
    return error;
}

void http_run_clear(const struct bench *bench)
{
    http_server_clear(bench->scratch);
}

/* What is run in this stage says what each request took; so it is read. */
static bool run_says(const struct plan_cell *cell)
{
    return run_is(cell->stage, HTTP_ONE) || run_is(cell->stage, HTTP_UNBOUNDED) ||
           run_is(cell->name, HTTP_WRK);
}

static void run_add_number(struct words *command, uint64_t number)
{
    words_printf(command, "%llu", (unsigned long long)number);
}

/* The server and the meter. */
static void run_add_meter(const struct bench *bench, const struct plan_cell *cell,
                          struct words *command)
{
    const struct work *own = bench->own;
    bool delays = http_run_is_late(cell->stage);
    WORDS_ADD(command, own->served);
    run_add_number(command, own->port);
    if (delays)
        words_printf(command, "%s %u %s", own->delays, own->port, own->stamps);
    else
        words_own(command, http_server_command(bench->scratch));
    WORDS_ADD(command, own->meter, "-i", own->input, "-l");
    run_add_number(command, run_has_limit(cell->name) ? cell->limit : 0);
    if (delays)
        WORDS_ADD(command, "-s", own->stamps);
    if (run_says(cell))
        WORDS_ADD(command, "-o", own->output);
    if (run_is(cell->stage, HTTP_UNBOUNDED))
        WORDS_ADD(command, "-e", own->errors);
    if (run_is(cell->stage, HTTP_CALLS))
        WORDS_ADD(command, "strace", "-f", "-qq", "-c", "-o", own->counts);
}

static void run_add_ours(const struct bench *bench, const struct plan_cell *cell,
                         const struct ac_strategy *strategy, struct words *command)
{
    const struct work *own = bench->own;
    WORDS_ADD(command, bench->options->program, "http", "-s", strategy->name, "-l");
    run_add_number(command, cell->limit);
    if (strategy->flags & AC_NO_LIMIT)
        WORDS_ADD(command, "--yes");
    if (http_run_reports(cell))
        WORDS_ADD(command, "--report", own->report);
}

/* Without options and proxies of the user. */
static void run_add_curl(const struct plan_cell *cell, bool times, struct words *command)
{
    WORDS_ADD(command, "curl", "-q", "-Z", "--no-progress-meter", "--noproxy", "*",
              "--parallel-max");
    run_add_number(command, cell->limit < HTTP_CURL_MOST ? cell->limit : HTTP_CURL_MOST);
    if (times)
        WORDS_ADD(command, "-w", "%{time_total}\\n");
    WORDS_ADD(command, "-K", "-");
}

static void run_add_wrk(const struct work *own, const struct plan_cell *cell, struct words *command)
{
    WORDS_ADD(command, "wrk", "-t", "1", "--latency", "-d", own->size == WORK_QUICK ? "1" : "2",
              "-c");
    run_add_number(command, cell->limit);
    words_printf(command, "http://127.0.0.1:%u/", own->port);
}

/* One of those in peers/, which take the same words. */
static void run_add_peer(const struct plan_cell *cell, bool times, struct words *command)
{
    bool go = run_is(cell->name, HTTP_GO);
    if (go)
        WORDS_ADD(command, HTTP_GO_PROGRAM);
    else if (run_is(cell->name, HTTP_NODE))
        WORDS_ADD(command, "node", HTTP_NODE_PROGRAM);
    else
        WORDS_ADD(command, HTTP_PYTHON, HTTP_PYTHON_PROGRAM);
    if (times)
        WORDS_ADD(command, "--times");
    if (run_is(cell->name, HTTP_OWN_LIMIT))
        WORDS_ADD(command, "--own-limit");
    run_add_number(command, cell->limit);
}

void http_run_add_words(const struct bench *bench, const struct plan_cell *cell,
                        struct words *command)
{
    const struct ac_strategy *strategy = cells_strategy(cell->name);
    bool times = run_is(cell->stage, HTTP_ONE);
    run_add_meter(bench, cell, command);
    if (strategy)
        run_add_ours(bench, cell, strategy, command);
    else if (run_is_of_curl(cell->name))
        run_add_curl(cell, times, command);
    else if (run_is(cell->name, HTTP_WRK))
        run_add_wrk(bench->own, cell, command);
    else
        run_add_peer(cell, times, command);
}
