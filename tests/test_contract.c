/* test_contract.c -- the whole contract, for every strategy of the table, on the virtual clock.
 *
 * A few thousand seeded worlds (N, limit, queue, order, tick, scale, own durations), each run with
 * every strategy, event by event against the oracle.
 */
#include <stdio.h>
#include <string.h>

#include "../harness/workloads/durations.h"
#include "../harness/workloads/ideal.h"
#include "../strategies/strategies.h"
#include "support/oracle.h"
#include "support/random.h"
#include "support/trial.h"

enum { WORLDS = 3000, MOST_TASKS = 400 };

/* What the events so far have shown. */
struct replay {
    uint64_t count[4];            /* by kind of event */
    uint8_t life[MOST_TASKS + 1]; /* by number: how many events it has had */
    uint64_t in_flight_most, unread_most;
};

static uint64_t smaller(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static uint64_t larger(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

/* Where in the oracle the next event of this kind must be found. Takes of a control that keeps no
 * order are left to check_takes(). */
static const struct oracle_task *expected(const struct oracle *oracle, uint32_t kind,
                                          uint64_t place)
{
    return kind == AC_EVENT_PULL || kind == AC_EVENT_LAUNCH ? &oracle->tasks[place]
                                                            : &oracle->finished[place];
}

static void check_event(const struct trial *trial, const struct oracle *oracle,
                        struct replay *replay, const struct event *event)
{
    uint64_t place = replay->count[event->kind]++;
    TRIAL_CHECK(trial, place < oracle->count);
    TRIAL_CHECK(trial, event->number >= 1 && event->number <= oracle->count);
    TRIAL_CHECK(trial, replay->life[event->number]++ == event->kind); /* in order, each once */
    const struct oracle_task *task = expected(oracle, event->kind, place);
    bool any_order = event->kind == AC_EVENT_TAKE && trial->strategy->flags & AC_CONTROL;
    TRIAL_CHECK(trial, any_order || event->number == task->number);
    if (event->kind == AC_EVENT_LAUNCH)
        TRIAL_CHECK(trial, event->t_ns == task->launch_ns);
    if (event->kind == AC_EVENT_FINISH || event->kind == AC_EVENT_TAKE)
        TRIAL_CHECK(trial, event->t_ns == task->due_ns);
    uint64_t in_flight = replay->count[AC_EVENT_LAUNCH] - replay->count[AC_EVENT_FINISH];
    uint64_t unread = replay->count[AC_EVENT_FINISH] - replay->count[AC_EVENT_TAKE];
    TRIAL_CHECK(trial, in_flight <= trial_slots(trial));
    replay->in_flight_most = larger(replay->in_flight_most, in_flight);
    replay->unread_most = larger(replay->unread_most, unread);
}

/* Whether the task of this pull is launched by the very next event, and so does not wait. */
static bool launched_at_once(const struct outcome *outcome, size_t pull)
{
    const struct event *event = &outcome->events[pull], *next = event + 1;
    return pull + 1 < outcome->event_count && next->kind == AC_EVENT_LAUNCH &&
           next->number == event->number && next->t_ns == event->t_ns;
}

/* Waiting peaks at least at the count without the tasks that are launched at once, and at most with
 * them: a strategy may have looked for another task in between, in vain. */
static void check_waiting(const struct trial *trial, const struct outcome *outcome)
{
    uint64_t waiting = 0, least = 0, most = 0, peak = outcome->counts.max_waiting;
    for (size_t i = 0; i < outcome->event_count; i++) {
        const struct event *event = &outcome->events[i];
        if (event->kind == AC_EVENT_LAUNCH)
            waiting--;
        if (event->kind != AC_EVENT_PULL)
            continue;
        waiting++;
        most = larger(most, waiting);
        least = larger(least, waiting - launched_at_once(outcome, i));
    }
    TRIAL_CHECK(trial, least <= peak && peak <= most);
    if (trial->strategy->flags & AC_HOLDS_ALL)
        TRIAL_CHECK(trial, peak == trial->sleeps.count);
    else
        TRIAL_CHECK(trial, peak <= (trial->strategy->flags & AC_QUEUES ? trial->queue : 0));
}

static void check_counts(const struct trial *trial, const struct outcome *outcome,
                         const struct replay *replay)
{
    const struct ac_counts *counts = &outcome->counts;
    uint64_t count = trial->sleeps.count;
    TRIAL_CHECK(trial, counts->pulled == count && counts->launched == count);
    TRIAL_CHECK(trial, counts->finished == count && counts->taken == count);
    TRIAL_CHECK(trial, counts->failed == 0);
    TRIAL_CHECK(trial, !counts->waiting && !counts->in_flight && !counts->unread);
    TRIAL_CHECK(trial, counts->max_in_flight == smaller(trial_slots(trial), count));
    TRIAL_CHECK(trial, counts->max_in_flight == replay->in_flight_most);
    TRIAL_CHECK(trial, counts->max_unread == replay->unread_most);
    TRIAL_CHECK(trial, counts->turns <= count); /* each turn finishes something */
}

static void check_measures(const struct trial *trial, const struct outcome *outcome)
{
    const struct ac_measures *measures = &outcome->measures;
    TRIAL_CHECK(trial, measures->lateness.total == trial->sleeps.count);
    TRIAL_CHECK(trial, measures->lateness.max == 0);
    TRIAL_CHECK(trial, measures->delivery.total == trial->sleeps.count);
    TRIAL_CHECK(trial, measures->delivery.max == 0); /* taken at the instant it finished */
    TRIAL_CHECK(trial, measures->launch.sum == 0 && measures->launch.max == 0);
    if (!(trial->strategy->flags & AC_CONTROL))
        TRIAL_CHECK(trial, measures->take.sum == 0 && measures->take.max == 0);
}

static void check_wall(const struct trial *trial, const struct outcome *outcome,
                       const struct oracle *oracle)
{
    struct ac_ideal ideal;
    int interrupted = 0;
    int error = ac_ideal(&trial->sleeps, trial_slots(trial), &interrupted, &ideal);
    TRIAL_CHECK(trial, error == 0);
    TRIAL_CHECK(trial, ideal.wall_ns == oracle->makespan_ns);
    TRIAL_CHECK(trial, outcome->wall_ns == oracle->makespan_ns);
    if (trial->strategy->flags & AC_NO_LIMIT)
        TRIAL_CHECK(trial, outcome->wall_ns == oracle->longest_ns);
    if (trial->strategy->flags & AC_SERIAL)
        TRIAL_CHECK(trial, outcome->wall_ns == oracle->sum_ns);
}

static void check_outcome(const struct trial *trial, const struct outcome *outcome)
{
    struct oracle oracle;
    struct replay replay = {.count = {0}};
    oracle_make(&oracle, &trial->sleeps, trial->sleeps_ns, trial_slots(trial));
    TRIAL_CHECK(trial, outcome->error == 0 && outcome->breach.rule == AC_RULE_NONE);
    TRIAL_CHECK(trial, outcome->complete);
    TRIAL_CHECK(trial, outcome->event_count == 4 * oracle.count);
    for (size_t i = 0; i < outcome->event_count; i++)
        check_event(trial, &oracle, &replay, &outcome->events[i]);
    check_counts(trial, outcome, &replay);
    check_waiting(trial, outcome);
    check_measures(trial, outcome);
    check_wall(trial, outcome, &oracle);
    oracle_free(&oracle);
}

/* Runs the trial twice with every strategy: right both times, and the same trace. */
static void check_all(struct trial *trial)
{
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        struct outcome outcome, again;
        trial->strategy = *s;
        trial_run_virtual(trial, &outcome);
        check_outcome(trial, &outcome);
        trial_run_virtual(trial, &again);
        TRIAL_CHECK(trial, again.event_count == outcome.event_count);
        TRIAL_CHECK(trial,
                    !outcome.event_count || !memcmp(again.events, outcome.events,
                                                    outcome.event_count * sizeof *outcome.events));
        outcome_free(&outcome);
        outcome_free(&again);
    }
}

static uint64_t draw_count(struct random_draws *draws)
{
    static const uint64_t bounds[] = {4, 20, 60, 60, 60, MOST_TASKS};
    return draw_below(draws, bounds[draw_below(draws, 6)] + 1);
}

static uint64_t draw_capacity(struct random_draws *draws, uint64_t count)
{
    switch (draw_below(draws, 8)) {
    case 0:
        return INT64_MAX;
    case 1:
        return 1;
    case 2:
        return 1 + draw_below(draws, count + 3);
    default:
        return 1 + draw_below(draws, 12);
    }
}

static struct trial draw_trial(struct random_draws *draws)
{
    static const uint64_t scales[] = {0, 1, 10, 100, 1000000000, 1000000000, 123456789012345};
    static const uint64_t ticks[] = {1, 1, 1, 3, 1000000, 250000000, 1000000000};
    struct trial trial = {.sleeps = {.count = draw_count(draws)}};
    trial.limit = draw_capacity(draws, trial.sleeps.count);
    trial.queue = draw_below(draws, 2) ? trial.limit : draw_capacity(draws, trial.sleeps.count);
    trial.sleeps.scale_ns = scales[draw_below(draws, 7)];
    trial.sleeps.tick_ns = ticks[draw_below(draws, 7)];
    trial.sleeps.order = (enum ac_order)draw_below(draws, 3);
    trial.sleeps.seed = draw_word(draws);
    return trial;
}

/* Durations of a few ns, so that most finishes tie and many tasks last no time at all. */
static void draw_sleeps(struct random_draws *draws, struct trial *trial, uint64_t *sleeps_ns)
{
    char text[8 * MOST_TASKS] = "";
    size_t length = 0;
    struct ac_durations_problem problem;
    uint64_t bound = 1 + draw_below(draws, 9);
    for (uint64_t i = 0; i < trial->sleeps.count; i++) {
        sleeps_ns[i] = draw_below(draws, bound);
        length += (size_t)snprintf(text + length, sizeof text - length, "%s%uns", i ? "," : "",
                                   (unsigned)sleeps_ns[i]);
    }
    assert_int_equal(ac_durations_open(&trial->sleeps.durations,
                                       &(struct ac_durations_wish){.text = text,
                                                                   .random_access = true},
                                       &problem),
                     0);
    trial->sleeps_ns = sleeps_ns;
}

static void strategies_keep_the_contract_in_seeded_worlds(void **state)
{
    (void)state;
    for (unsigned seed = 0; seed < repetitions(WORLDS); seed++) {
        struct random_draws draws = {seed};
        struct trial trial = draw_trial(&draws);
        uint64_t sleeps_ns[MOST_TASKS];
        if (trial.sleeps.count && draw_below(&draws, 4) == 0)
            draw_sleeps(&draws, &trial, sleeps_ns);
        check_all(&trial);
        ac_durations_close(trial.sleeps.durations);
    }
}

static void strategies_keep_the_contract_for_every_small_count_and_limit(void **state)
{
    (void)state;
    static const uint64_t scales[] = {0, 1000000000};
    for (uint64_t count = 0; count <= 8; count++)
        for (uint64_t limit = 1; limit <= 10; limit++)
            for (int i = 0; i < 2; i++)
                check_all(&(struct trial){
                    .sleeps = {.count = count, .scale_ns = scales[i], .tick_ns = 1},
                    .limit = limit == 10 ? INT64_MAX : limit,
                    .queue = 1 + count % 3,
                });
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strategies_keep_the_contract_for_every_small_count_and_limit),
        cmocka_unit_test(strategies_keep_the_contract_in_seeded_worlds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
