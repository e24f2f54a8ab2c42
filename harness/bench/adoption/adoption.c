/* adoption.c -- the part of adoption: the same jobs by hand on libuv, and with the library's public calls.
 *
 * The programs (programs/) print what they did and what it cost. A row in which another number of tasks was
 * done, or others, or more at once than the limit, is no result.
 */
#include "adoption.h"
#include "../../../strategies/strategies.h"
#include "../../base/text.h"
#include "../strategies/cells.h"
#include "../work/http_output.h"
#include "../work/http_server.h"
#include "../work/part.h"

#include <stdlib.h>
#include <string.h>

#define LIBRARY   "libas_completed.so" /* beside the programs */
#define STRACE    "strace"
#define STARTUP_S 0.02
#define TIMER_S   1.1e-3
#define START_S   1.5e-3

static const char *const adoption_stages[] = {ADOPTION_STAGES, NULL};

/* `tasks` is what a run does: in ADOPTION_IDLE the ms that it waits, in ADOPTION_START how often a program
 * starts. */
static const struct work_point adoption_points[] = {
    {ADOPTION_NOTHING, {2000, 2000000, 2000000}, .limit = 100},
    {ADOPTION_TIMER, {40, 10000, 10000}, .limit = 10},
    {ADOPTION_TIMER, {400, 100000, 100000}, .limit = 100},
    {ADOPTION_ECHO, {200, 50000, 50000}, .limit = 10},
    {ADOPTION_ECHO, {400, 50000, 50000}, .limit = 100},
    {ADOPTION_CALLS_TIMER, {400, 10000, 10000}, .limit = 100, .most_rounds = 1},
    {ADOPTION_CALLS_ECHO, {400, 4000, 4000}, .limit = 100, .most_rounds = 1},
    {ADOPTION_IDLE, {50, 1000, 1000}, .limit = 10},
    {ADOPTION_MEMORY, {20, 20, 20}, .limit = 10, .most_rounds = 1},
    {ADOPTION_MEMORY, {2000, 2000, 2000}, .limit = 1000, .most_rounds = 1},
    {ADOPTION_MEMORY, {200000, 200000, 200000}, .limit = 100000, .most_rounds = 1},
    {ADOPTION_START, {5, 200, 200}, .limit = 1},
    {ADOPTION_SIZE, {1, 1, 1}, .limit = 1, .most_rounds = 1},
    {.stage = NULL}};

static const struct rivals_row adoption_rivals[] = {
    {STRACE,
     {"sh", "-c", "strace -o /dev/null true && strace --version"},
     "strace",
     "there is no strace that may trace here, so no system calls were counted: make deps-work"},
    {.name = NULL}};

static const char *const adoption_cells[] = {
    ADOPTION_PULL,    ADOPTION_LATER,   ADOPTION_FLOOR_AGAIN,
    ADOPTION_BY_HAND, ADOPTION_AGAIN,   ADOPTION_STATIC,
    ADOPTION_SHARED,  ADOPTION_LIBRARY, NULL};

/* Beside the CPU time by hand; most 0: it is only shown. */
#define BY_HAND(stage_, most_)                                                           \
    {                                                                                    \
        .stage = (stage_), .of = "hand", .figure = "cpu_ns", .beside = ADOPTION_BY_HAND, \
        .most = (most_), .again = ADOPTION_AGAIN, .reference = ADOPTION_BY_HAND          \
    }

static const struct work_target adoption_targets[] = {{.stage = ADOPTION_NOTHING,
                                                       .of = "floor",
                                                       .figure = "cpu_ns",
                                                       .beside = CELLS_FLOOR,
                                                       .most = ADOPTION_FLOOR_TARGET,
                                                       .again = ADOPTION_FLOOR_AGAIN,
                                                       .reference = CELLS_FLOOR},
                                                      BY_HAND(ADOPTION_NOTHING, 0),
                                                      BY_HAND(ADOPTION_TIMER, ADOPTION_HAND_TARGET),
                                                      BY_HAND(ADOPTION_ECHO, ADOPTION_HAND_TARGET),
                                                      BY_HAND(ADOPTION_START, 0),
                                                      {.stage = NULL}};

static const char *const adoption_judged[] = {ADOPTION_PULL, ADOPTION_LATER, NULL};

static bool adoption_is(const char *word, const char *other)
{
    return strcmp(word, other) == 0;
}

static bool adoption_is_one_of(const char *word, const char *const words[])
{
    while (*words && !adoption_is(*words, word))
        words++;
    return *words != NULL;
}

static const char *const jobs[] = {ADOPTION_JOBS, NULL}, *const calls[] = {ADOPTION_CALLS, NULL};

static bool adoption_echoes(const char *stage)
{
    return adoption_is(stage, ADOPTION_ECHO) || adoption_is(stage, ADOPTION_CALLS_ECHO);
}

/* The strategies that hold no more tasks than the limit and their queues, and do not spin. */
static size_t adoption_add_strategies(const char *cells[])
{
    const unsigned others = AC_SERIAL | AC_CONTROL | AC_POLLED | AC_NO_LIMIT | AC_HOLDS_ALL;
    size_t count = 0;
    for (size_t i = 0; ac_strategies[i] && count < WORK_MOST_CELLS / 2; i++)
        if (!(ac_strategies[i]->flags & others))
            cells[count++] = ac_strategies[i]->name;
    return count;
}

static size_t adoption_add(const char *cells[], size_t count, const char *const others[])
{
    for (; *others; others++)
        cells[count++] = *others;
    return count;
}

static size_t adoption_choose(const struct work_point *point, const struct rivals *rivals,
                              const char *cells[])
{
    static const char *const by_hand[] = {ADOPTION_BY_HAND, NULL},
                             *const job[] = {ADOPTION_BY_HAND, ADOPTION_AGAIN, ADOPTION_PULL, NULL},
                             *const nothing[] = {ADOPTION_LATER, CELLS_FLOOR, ADOPTION_FLOOR_AGAIN,
                                                 NULL},
                             *const start[] = {ADOPTION_BY_HAND, ADOPTION_AGAIN, ADOPTION_STATIC,
                                               ADOPTION_SHARED, NULL},
                             *const size[] = {ADOPTION_BY_HAND, ADOPTION_STATIC, ADOPTION_SHARED,
                                              ADOPTION_LIBRARY, NULL};
    const char *stage = point->stage;
    if (adoption_is(stage, ADOPTION_START))
        return adoption_add(cells, 0, start);
    if (adoption_is(stage, ADOPTION_SIZE))
        return adoption_add(cells, 0, size);
    if (adoption_is_one_of(stage, calls) && !rivals_has(rivals, STRACE))
        return 0;
    size_t count = adoption_add_strategies(cells);
    if (adoption_is(stage, ADOPTION_NOTHING))
        count = adoption_add(cells, count, nothing);
    if (adoption_is_one_of(stage, jobs))
        return adoption_add(cells, count, job);
    return adoption_is(stage, ADOPTION_MEMORY) ? count : adoption_add(cells, count, by_hand);
}

static double adoption_estimate(const struct plan_cell *cell, enum work_size size)
{
    double tasks = (double)cell->tasks, limit = (double)cell->limit;
    (void)size;
    if (adoption_is(cell->stage, ADOPTION_TIMER) || adoption_is(cell->stage, ADOPTION_CALLS_TIMER))
        return STARTUP_S + tasks / limit * TIMER_S;
    if (adoption_is(cell->stage, ADOPTION_IDLE))
        return STARTUP_S + tasks / 1e3;
    if (adoption_is(cell->stage, ADOPTION_START))
        return STARTUP_S + tasks * START_S;
    return STARTUP_S + tasks * (adoption_echoes(cell->stage) ? 15e-6 : 0.2e-6);
}

/* --- a run ---------------------------------------------------------------------------------------- */

static int adoption_write(struct bench *bench, const struct plan_cell *cell)
{
    struct work *own = bench->own;
    own->port = adoption_echoes(cell->stage) ? http_server_port() : 0;
    return 0;
}

static bool adoption_is_by_hand(const char *cell)
{
    return adoption_is(cell, ADOPTION_BY_HAND) || adoption_is(cell, ADOPTION_AGAIN);
}

/* The word in the program's name that says what its tasks do. */
static const char *adoption_job(const struct plan_cell *cell)
{
    if (strncmp(cell->name, CELLS_FLOOR, strlen(CELLS_FLOOR)) == 0)
        return "sleep";
    if (adoption_is(cell->name, ADOPTION_LATER))
        return "later";
    if (adoption_is(cell->stage, ADOPTION_MEMORY))
        return ADOPTION_NOTHING;
    if (adoption_is(cell->stage, ADOPTION_CALLS_TIMER))
        return ADOPTION_TIMER;
    return adoption_echoes(cell->stage) ? ADOPTION_ECHO : cell->stage;
}

/* Which program a start, or a size, is of. */
static const char *adoption_hello(const char *cell)
{
    if (adoption_is(cell, ADOPTION_LIBRARY))
        return LIBRARY;
    if (adoption_is(cell, ADOPTION_STATIC))
        return "adoption-hello-ours";
    return adoption_is(cell, ADOPTION_SHARED) ? "adoption-hello-shared" : "adoption-hello-by-hand";
}

/* "callback", of "callback, pull" and "callback again", too. */
static void adoption_add_style(const char *cell, struct words *command)
{
    words_printf(command, "%.*s", (int)(cells_strategy(cell) ? strlen(cell) : strcspn(cell, ", ")),
                 cell);
    WORDS_ADD(command, adoption_is(cell, ADOPTION_PULL) ? "pull" : "push");
}

static void adoption_add_words(const struct bench *bench, const struct plan_cell *cell,
                               struct words *command)
{
    const struct work *own = bench->own;
    bool echoes = adoption_echoes(cell->stage), by_hand = adoption_is_by_hand(cell->name);
    if (adoption_is(cell->stage, ADOPTION_START)) {
        words_printf(command, "%sadoption-starts", own->folder);
        words_printf(command, "%llu", (unsigned long long)cell->tasks);
    }
    if (adoption_is(cell->stage, ADOPTION_SIZE))
        words_printf(command, "%sadoption-size", own->folder);
    if (command->count) {
        words_printf(command, "%s%s", own->folder, adoption_hello(cell->name));
        return;
    }
    if (echoes) {
        WORDS_ADD(command, own->served);
        words_printf(command, "%u", own->port);
        words_printf(command, "%sadoption-echo-server %u", own->folder, own->port);
    }
    if (adoption_is_one_of(cell->stage, calls))
        WORDS_ADD(command, STRACE, "-f", "-qq", "-c", "-o", own->counts);
    words_printf(command, "%sadoption-%s-%s", own->folder, adoption_job(cell),
                 by_hand ? "by-hand" : "ours");
    if (echoes)
        words_printf(command, "%u", own->port);
    if (!by_hand)
        adoption_add_style(cell->name, command);
    words_printf(command, "%llu", (unsigned long long)cell->tasks);
    words_printf(command, "%llu", (unsigned long long)cell->limit);
}

/* The sum of the squares of 1 to count, modulo 2^64, as the column has it. */
static char *adoption_checksum(uint64_t count)
{
    uint64_t sum = 0;
    for (uint64_t number = 1; number <= count; number++)
        sum += number * number;
    return text_format("%llu", (unsigned long long)sum);
}

/* Whether all tasks were done, and no more at once than may be. NULL, or what is wrong. */
static const char *adoption_look(const struct plan_cell *cell, const struct rows *printed)
{
    char *checksum = adoption_checksum(cell->tasks);
    const char *wrong = NULL;
    if (rows_number(printed, 0, "done") != (double)cell->tasks)
        wrong = "wrong row: done";
    else if (!rows_is(printed, 0, "checksum", checksum))
        wrong = "wrong row: checksum";
    else if (!(rows_number(printed, 0, "max_in_flight") <= (double)cell->limit))
        wrong = "wrong row: max_in_flight";
    free(checksum);
    return wrong;
}

static const char *adoption_take(struct bench *bench, const struct plan_cell *cell, size_t row,
                                 const struct rows *printed)
{
    const struct work *own = bench->own;
    bool traced = adoption_is_one_of(cell->stage, calls);
    bool counted = traced || adoption_is_one_of(cell->stage, jobs) ||
                   adoption_is(cell->stage, ADOPTION_MEMORY);
    const char *wrong = counted ? adoption_look(cell, printed) : NULL;
    if (!wrong)
        rows_copy(&bench->rows, row, printed, 0);
    if (traced)
        rows_set_number(&bench->rows, row, "system_calls", http_output_calls(own->counts));
    return wrong;
}

const struct work_part work_part_adoption = {.stages = adoption_stages,
                                             .points = adoption_points,
                                             .rivals = adoption_rivals,
                                             .cells = adoption_cells,
                                             .targets = adoption_targets,
                                             .judged = adoption_judged,
                                             .all_ours = true,
                                             .choose = adoption_choose,
                                             .estimate = adoption_estimate,
                                             .write = adoption_write,
                                             .add_words = adoption_add_words,
                                             .take = adoption_take};
