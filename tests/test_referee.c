/* test_referee.c -- each strategy in tests/broken/ that breaks a rule in a plain run is caught, for exactly
 * that rule; the others are left alone there (test_conformance.c has the worlds that show them).
 *
 * On the virtual clock, over several N and limits; then the run is at its end, and gives everything
 * back. Two rules concern the loop, so two broken loops stand beside the strategies.
 */
#include <errno.h>
#include <string.h>

#include "../harness/engine/memory.h"
#include "../harness/engine/pool.h"
#include "../strategies/strategies.h"
#include "broken/broken.h"
#include "support/check.h"
#include "support/trial.h"

static const uint64_t counts[] = {0, 1, 2, 3, 7, 10, 100, 1000};
static const uint64_t limits[] = {1, 2, 3, 10, 99, INT64_MAX};

#define EACH(i, array) (size_t i = 0; i < sizeof(array) / sizeof *(array); i++)

/* Whether the mistake must show in this trial; with a scale of 0 all finishes tie. */
static bool shows(enum broken_when when, const struct trial *trial)
{
    uint64_t count = trial->sleeps.count;
    bool over = count > trial->limit, ties = trial->sleeps.scale_ns == 0;
    if (when == OVER_LIMIT)
        return over;
    if (when == WITH_TIES)
        return ties && trial->limit > 1 && count > 1;
    if (when == OVER_TWICE_LIMIT)
        return over && count - trial->limit > trial->limit;
    if (when == LIMIT_ONE)
        return over && trial->limit == 1;
    if (when == WITHIN_LIMIT)
        return !over && count > 0;
    return when == ALWAYS && count > 0;
}

/* The least that a breach says of itself. */
static void check_breach(const struct trial *trial, const struct outcome *outcome, const char *rule)
{
    const struct ac_breach *breach = &outcome->breach;
    const struct ac_counts *counts_now = &outcome->counts;
    TRIAL_CHECK(trial, outcome->error == -EPROTO);
    TRIAL_CHECK(trial, !outcome->complete);
    TRIAL_CHECK(trial, !strcmp(ac_rule_name(breach->rule), rule));
    TRIAL_CHECK(trial, breach->task >= 1 && breach->task <= trial->sleeps.count);
    TRIAL_CHECK(trial, breach->in_flight <= trial_slots(trial));
    TRIAL_CHECK(trial, counts_now->pulled == counts_now->launched + counts_now->waiting);
    TRIAL_CHECK(trial, counts_now->launched == counts_now->finished + counts_now->in_flight);
    TRIAL_CHECK(trial, counts_now->finished == counts_now->taken + counts_now->unread);
}

static void check_broken(const struct broken *broken, const struct trial *trial)
{
    struct outcome outcome;
    trial_run_virtual(trial, &outcome);
    if (shows(broken->when, trial) || outcome.breach.rule)
        check_breach(trial, &outcome, broken->check);
    outcome_free(&outcome);
}

static void referee_catches_each_broken_strategy_for_its_rule(void **state)
{
    (void)state;
    for (const struct broken *broken = broken_strategies; broken->strategy; broken++)
        for
            EACH(c, counts)
            for
                EACH(l, limits)
            for (uint64_t scale_ns = 0; scale_ns <= 1000000000; scale_ns += 1000000000) {
                struct trial trial = {
                    .strategy = broken->strategy,
                    .sleeps = {.count = counts[c], .scale_ns = scale_ns, .tick_ns = 1},
                    .limit = limits[l],
                    .queue = 3,
                };
                check_broken(broken, &trial);
            }
}

static void referee_catches_nothing_where_nothing_is_wrong(void **state)
{
    (void)state;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
        for
            EACH(c, counts)
            for
                EACH(l, limits)
                {
                    struct outcome outcome;
                    struct trial trial = {
                        .strategy = *s,
                        .sleeps = {.count = counts[c], .tick_ns = 1},
                        .limit = limits[l],
                        .queue = 3,
                    };
                    trial_run_virtual(&trial, &outcome);
                    TRIAL_CHECK(&trial, outcome.complete && outcome.breach.rule == AC_RULE_NONE);
                    outcome_free(&outcome);
                }
}

/* A loop that finishes tasks 1 ns before they are due; and one that finishes each twice. */
static int turn_early(struct ac_loop *loop, uint64_t until_ns, bool spin)
{
    struct ac_loop_virtual *self = (struct ac_loop_virtual *)loop;
    (void)until_ns;
    (void)spin;
    const struct ac_key *first = ac_queue_first(&self->queue);
    self->now_ns = first->due_ns - 1;
    ac_finish(loop->run, ac_pool_at(loop->pool, ac_queue_pop(&self->queue)), self->now_ns);
    return 0;
}

static int turn_twice(struct ac_loop *loop, uint64_t until_ns, bool spin)
{
    struct ac_loop_virtual *self = (struct ac_loop_virtual *)loop;
    (void)until_ns;
    (void)spin;
    self->now_ns = ac_queue_first(&self->queue)->due_ns;
    struct ac_task *task = ac_pool_at(loop->pool, ac_queue_pop(&self->queue));
    ac_finish(loop->run, task, self->now_ns);
    ac_finish(loop->run, task, self->now_ns);
    return 0;
}

static void check_broken_loop(int (*turn)(struct ac_loop *, uint64_t, bool), const char *rule)
{
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        uint64_t before = ac_heap_bytes();
        struct ac_loop_virtual loop;
        struct outcome outcome;
        struct trial trial = {
            .strategy = *s,
            .sleeps = {.count = 5, .scale_ns = 1000, .tick_ns = 1},
            .limit = 2,
            .queue = 2,
        };
        ac_loop_virtual_init(&loop);
        loop.loop.turn = turn;
        trial_run(&trial, &loop.loop, &outcome);
        check_breach(&trial, &outcome, rule);
        ac_loop_virtual_free(&loop);
        outcome_free(&outcome);
        TRIAL_CHECK(&trial, ac_heap_bytes() == before);
    }
}

static void referee_catches_a_loop_that_finishes_early(void **state)
{
    (void)state;
    check_broken_loop(turn_early, "not-early");
}

static void referee_catches_a_loop_that_finishes_twice(void **state)
{
    (void)state;
    check_broken_loop(turn_twice, "finish-once");
}

static void referee_has_a_name_and_words_for_every_rule(void **state)
{
    (void)state;
    for (int rule = AC_RULE_NONE; rule <= AC_RULE_STALL; rule++) {
        assert_true(strlen(ac_rule_name((enum ac_rule)rule)) > 0);
        assert_true(strlen(ac_rule_text((enum ac_rule)rule)) > 0);
        for (int other = AC_RULE_NONE; other < rule; other++)
            assert_string_not_equal(ac_rule_name((enum ac_rule)rule),
                                    ac_rule_name((enum ac_rule)other));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(referee_catches_each_broken_strategy_for_its_rule),
        cmocka_unit_test(referee_catches_nothing_where_nothing_is_wrong),
        cmocka_unit_test(referee_catches_a_loop_that_finishes_early),
        cmocka_unit_test(referee_catches_a_loop_that_finishes_twice),
        cmocka_unit_test(referee_has_a_name_and_words_for_every_rule),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
