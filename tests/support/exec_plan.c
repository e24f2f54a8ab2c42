/* exec_plan.c -- see exec_plan.h. */
#include "exec_plan.h"

#include <stdio.h>
#include <string.h>

#include "../../strategies/strategies.h"
#include "../children/child.h"
#include "lines.h"
#include "machine.h"
#include "random.h"

enum { LARGE = 200000 };

struct exec_plan exec_plan;

static bool exec_plan_chance(struct random_draws *draws, unsigned percent)
{
    return draw_below(draws, 100) < percent;
}

static void exec_plan_add_word(const char *format, unsigned value)
{
    size_t used = strlen(exec_plan.words);
    snprintf(exec_plan.words + used, sizeof exec_plan.words - used, format, value);
}

static void exec_plan_draw_limit(struct random_draws *draws)
{
    unsigned flags = exec_plan.strategy->flags;
    exec_plan.limit = 1 + (unsigned)draw_below(draws, 9);
    exec_plan_add_word("-l %u", exec_plan.limit);
    for (unsigned i = 1; i < 3 && exec_plan_chance(draws, 30); i++) {
        unsigned limit = 1 + (unsigned)draw_below(draws, 9);
        exec_plan_add_word(",%ums", i * (1 + (unsigned)draw_below(draws, 40)) + 40 * (i - 1));
        exec_plan_add_word(":%u", limit);
        exec_plan.limit = limit > exec_plan.limit ? limit : exec_plan.limit;
    }
    exec_plan_add_word(" ", 0);
    exec_plan.limit = flags & AC_SERIAL ? 1 : flags & AC_NO_LIMIT ? 0 : exec_plan.limit;
}

/* At most one of the ways to end early. */
static void exec_plan_draw_ends(struct random_draws *draws)
{
    unsigned way = (unsigned)draw_below(draws, 8);
    if (way == 0) {
        exec_plan.stop = true;
        exec_plan_add_word("--on-error stop ", 0);
    } else if (way == 1) {
        exec_plan.now = true;
        exec_plan_add_word("--on-error now,fail=2 ", 0);
    } else if (way == 2) {
        exec_plan.take = 1 + (unsigned)draw_below(draws, exec_plan.jobs);
        exec_plan_add_word("--take %u ", exec_plan.take);
    } else if (way == 3) {
        exec_plan.timeout = true;
        exec_plan_add_word("--task-timeout 400ms --grace 50ms ", 0);
    } else if (way == 4) {
        exec_plan.retries = 1 + (unsigned)draw_below(draws, EXEC_PLAN_TRIES - 1);
        exec_plan_add_word("--retries %u --retry-delay 1ms ", exec_plan.retries);
    }
}

static void exec_plan_draw_options(struct random_draws *draws)
{
    exec_plan.null = exec_plan_chance(draws, 30);
    exec_plan.ordered = exec_plan_chance(draws, 40) && !exec_plan.retries;
    unsigned bound = 1 + (unsigned)draw_below(draws, 12);
    if (exec_plan.null)
        exec_plan_add_word("-0 ", 0);
    if (exec_plan.ordered)
        exec_plan_add_word("--ordered ", 0);
    if (exec_plan_chance(draws, 25) &&
        !(exec_plan.strategy->flags & (AC_HOLDS_ALL | AC_NO_LIMIT))) {
        exec_plan_add_word(exec_plan.ordered && exec_plan_chance(draws, 50) ? "--window %u "
                                                                            : "--unread %u ",
                           bound);
        exec_plan.limit = exec_plan.limit && exec_plan.limit < bound ? exec_plan.limit : bound;
    }
    if (exec_plan_chance(draws, 15))
        exec_plan_add_word("--every 2ms ", 0);
    if (exec_plan.strategy->flags & AC_QUEUES && exec_plan_chance(draws, 50))
        exec_plan_add_word("--queue %u ", 1 + (unsigned)draw_below(draws, 6));
    if (exec_plan.strategy->flags & AC_POLLED && exec_plan_chance(draws, 50))
        exec_plan_add_word("--poll-interval %ums ", 1 + (unsigned)draw_below(draws, 5));
}

static void exec_plan_draw_job(struct random_draws *draws, struct exec_plan_job *job)
{
    for (int i = 0; i < 2; i++)
        job->bytes[i] = (unsigned)draw_below(draws, exec_plan_chance(draws, 20) ? LARGE : 3000);
    job->sleep_ms = exec_plan_chance(draws, 50) ? 0 : (unsigned)draw_below(draws, 15);
    job->kind = CHILD_EXITS;
    job->value = 0;
    if (exec_plan_chance(draws, 15))
        job->value = 1 + (unsigned)draw_below(draws, 120);
    if (exec_plan.retries && exec_plan_chance(draws, 25)) {
        job->kind = CHILD_RETRIED;
        job->value = 1 + (unsigned)draw_below(draws, EXEC_PLAN_TRIES + 1);
    } else if (exec_plan_chance(draws, 8)) {
        job->kind = CHILD_KILLED;
        job->value = exec_plan_chance(draws, 50) ? 9 : 15;
    } else if (exec_plan.timeout && exec_plan_chance(draws, 15)) {
        job->kind = exec_plan_chance(draws, 50) ? CHILD_PAUSES : CHILD_STAYS;
    }
}

void exec_plan_draw(unsigned seed)
{
    struct random_draws draws = {seed};
    unsigned strategies = 0;
    while (ac_strategies[strategies])
        strategies++;
    exec_plan =
        (struct exec_plan){.seed = seed, .jobs = (unsigned)draw_below(&draws, EXEC_PLAN_MOST + 1)};
    exec_plan.jobs += !exec_plan.jobs && exec_plan_chance(&draws, 80);
    exec_plan.strategy = ac_strategies[draw_below(&draws, strategies)];
    snprintf(exec_plan.words, sizeof exec_plan.words, "-s %s ", exec_plan.strategy->name);
    exec_plan_draw_limit(&draws);
    exec_plan_draw_ends(&draws);
    exec_plan_draw_options(&draws);
    for (unsigned i = 1; i <= exec_plan.jobs; i++)
        exec_plan_draw_job(&draws, &exec_plan.job[i]);
    size_t used = strlen(exec_plan.words);
    const char *child = machine_program();
    int folder = (int)(strrchr(child, '/') - child);
    bool shell = exec_plan_chance(&draws, 30);
    snprintf(exec_plan.words + used, sizeof exec_plan.words - used,
             shell ? "--shell 'exec %.*s/tests/exec_child \"$1\"'" : "%.*s/tests/exec_child {}",
             folder, child);
}

int exec_plan_lines(void)
{
    static char lines[EXEC_PLAN_MOST * 64];
    char *end = lines;
    for (unsigned i = 1; i <= exec_plan.jobs; i++) {
        const struct exec_plan_job *job = &exec_plan.job[i];
        end += sprintf(end, "%u %u %u %u %c %u%s", i, job->bytes[0], job->bytes[1], job->sleep_ms,
                       job->kind, job->value,
                       i % 5            ? ""
                       : exec_plan.null ? "\n$(id)"
                                        : " '\\ $(id)");
        *end++ = exec_plan.null ? '\0' : '\n';
    }
    bool cut = exec_plan.jobs && exec_plan.seed % 3 == 0; /* the last needs no separator */
    return lines_file(lines, (size_t)(end - lines) - cut);
}

bool exec_plan_fails(const struct exec_plan_job *job)
{
    return job->kind == CHILD_EXITS
               ? job->value != 0
               : job->kind == CHILD_RETRIED && job->value > exec_plan.retries + 1;
}

unsigned exec_plan_tries(const struct exec_plan_job *job)
{
    unsigned most = exec_plan.retries + 1;
    if (job->kind == CHILD_RETRIED)
        return job->value < most ? job->value : most;
    return exec_plan_fails(job) || job->kind == CHILD_KILLED ? most : 1;
}
