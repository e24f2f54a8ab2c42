/* test_run.c -- the consumer's side of a run: what ends it early, and what two strategies promise
 * of their own.
 */
#include <errno.h>
#include <stdlib.h>

#include "../harness/engine/memory.h"
#include "../harness/workloads/durations.h"
#include "../strategies/strategies.h"
#include "support/trial.h"

static const uint64_t second_ns = 1000000000;

static void check_counts_add_up(const struct ac_counts *counts)
{
    assert_int_equal(counts->pulled, counts->launched + counts->waiting);
    assert_int_equal(counts->launched, counts->finished + counts->in_flight);
    assert_int_equal(counts->finished, counts->taken + counts->unread);
}

/* A source that breaks with `error` after `good` tasks of `duration_ns` each. */
struct breaking_source {
    struct ac_workload workload;
    uint64_t good, handed, duration_ns;
    int error;
};

static int breaking_next(struct ac_workload *base, struct ac_item *item)
{
    struct breaking_source *workload = (struct breaking_source *)base;
    if (workload->handed == workload->good)
        return workload->error;
    *item = (struct ac_item){.number = (uint32_t)++workload->handed,
                             .duration_ns = workload->duration_ns};
    return 1;
}

static struct breaking_source breaking(uint64_t good, uint64_t duration_ns, int error)
{
    return (struct breaking_source){
        .workload = {.size = sizeof(struct ac_workload), .count = 100, .next = breaking_next},
        .good = good,
        .duration_ns = duration_ns,
        .error = error,
    };
}

/* A run in the middle of things, on a virtual clock of its own. */
struct scene {
    struct ac_loop_virtual loop;
    struct ac_run *run;
    uint64_t heap_before_bytes;
};

static void open_scene(struct scene *scene, const struct ac_strategy *strategy,
                       struct ac_workload *workload, uint64_t limit)
{
    scene->heap_before_bytes = ac_heap_bytes();
    ac_loop_virtual_init(&scene->loop);
    struct ac_config config = {
        .size = sizeof(struct ac_config),
        .strategy = strategy,
        .workload = workload,
        .loop = &scene->loop.loop,
        .limit = limit,
        .queue = 2,
    };
    assert_int_equal(ac_open(&scene->run, &config), 0);
}

static void close_scene(struct scene *scene)
{
    ac_close(scene->run);
    ac_loop_virtual_free(&scene->loop);
    assert_int_equal(ac_heap_bytes(), scene->heap_before_bytes);
}

static void run_interrupted_ends_and_gives_everything_back(void **state)
{
    (void)state;
    struct ac_sleeps sleeps = {.count = 50, .scale_ns = second_ns, .tick_ns = 1};
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
        for (uint64_t taken = 0; taken <= 50; taken++) {
            struct ac_sleep_workload workload;
            struct scene scene;
            ac_sleep_workload_init(&workload, &sleeps);
            open_scene(&scene, *s, &workload.workload, 4);
            for (uint64_t i = 0; i < taken; i++)
                assert_non_null(ac_next(scene.run));
            ac_interrupt(scene.run);
            assert_null(ac_next(scene.run));
            assert_int_equal(ac_error(scene.run), 0);
            assert_int_equal(ac_complete(scene.run), taken == 50);
            assert_int_equal(ac_counts(scene.run)->taken, taken);
            check_counts_add_up(ac_counts(scene.run));
            close_scene(&scene);
        }
    ac_close(NULL);
}

static void run_ends_with_the_error_of_its_source(void **state)
{
    (void)state;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
        for (uint64_t good = 0; good < 20; good++) {
            struct breaking_source workload = breaking(good, second_ns, -EIO);
            struct scene scene;
            open_scene(&scene, *s, &workload.workload, 3);
            while (ac_next(scene.run))
                ;
            assert_int_equal(ac_error(scene.run), -EIO);
            assert_false(ac_complete(scene.run));
            assert_int_equal(ac_counts(scene.run)->pulled, good);
            assert_int_equal(ac_breach(scene.run)->rule, AC_RULE_NONE);
            check_counts_add_up(ac_counts(scene.run));
            close_scene(&scene);
        }
}

/* A source of 100 tasks that interrupts its run while the second is pulled. */
static struct ac_run *to_interrupt;

static int interrupting_next(struct ac_workload *base, struct ac_item *item)
{
    struct breaking_source *workload = (struct breaking_source *)base;
    if (workload->handed == 1)
        ac_interrupt(to_interrupt);
    return breaking_next(base, item);
}

static void run_interrupted_while_it_pulls_stops_pulling(void **state)
{
    (void)state;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        struct breaking_source workload = breaking(100, second_ns, 0);
        struct scene scene;
        workload.workload.next = interrupting_next;
        open_scene(&scene, *s, &workload.workload, 3);
        to_interrupt = scene.run;
        while (ac_next(scene.run))
            ;
        assert_int_equal(ac_error(scene.run), 0); /* no task is called lost, for instance */
        assert_false(ac_complete(scene.run));
        assert_int_equal(ac_counts(scene.run)->pulled, 2);
        check_counts_add_up(ac_counts(scene.run));
        close_scene(&scene);
    }
}

static void run_completes_where_the_source_ends_before_its_count(void **state)
{
    (void)state;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
        for (uint64_t good = 0; good < 20; good++) {
            struct breaking_source workload = breaking(good, second_ns, 0);
            struct scene scene;
            workload.workload.count = good % 2 ? 100 : AC_ENDLESS;
            open_scene(&scene, *s, &workload.workload, 3);
            while (ac_next(scene.run))
                ;
            assert_int_equal(ac_error(scene.run), 0);
            assert_true(ac_complete(scene.run));
            assert_int_equal(ac_counts(scene.run)->taken, good);
            close_scene(&scene);
        }
}

static void run_past_the_virtual_clocks_end_is_an_overflow(void **state)
{
    (void)state;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        struct breaking_source workload = breaking(10, (uint64_t)INT64_MAX / 2, 0);
        struct scene scene;
        open_scene(&scene, *s, &workload.workload, 2);
        while (ac_next(scene.run))
            ;
        bool at_once = (*s)->flags & AC_NO_LIMIT;
        assert_int_equal(ac_error(scene.run), at_once ? 0 : -EOVERFLOW);
        check_counts_add_up(ac_counts(scene.run));
        close_scene(&scene);
    }
}

static void run_try_never_turns_the_loop(void **state)
{
    (void)state;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        struct breaking_source workload = breaking(10, 0, 0); /* due at once, and yet in a turn */
        struct scene scene;
        open_scene(&scene, *s, &workload.workload, 3);
        for (int i = 0; i < 10; i++)
            assert_null(ac_try(scene.run));
        assert_int_equal(ac_counts(scene.run)->turns, 0);
        assert_true(ac_counts(scene.run)->in_flight > 0);
        assert_non_null(ac_next(scene.run));
        close_scene(&scene);
    }
}

/* Time stands still at each due instant, and polling looks only at multiples of the interval. */
static void check_looks(const struct trial *trial, const struct outcome *outcome)
{
    uint64_t due_ns[101] = {0}, interval_ns = trial->poll_interval_ns;
    TRIAL_CHECK(trial, outcome->complete && outcome->counts.max_in_flight == trial->limit);
    for (size_t e = 0; e < outcome->event_count; e++) {
        const struct event *event = &outcome->events[e];
        uint64_t *due = &due_ns[event->number];
        if (event->kind == AC_EVENT_LAUNCH)
            *due = event->t_ns + trial->sleeps.scale_ns / event->number;
        if (event->kind == AC_EVENT_FINISH)
            TRIAL_CHECK(trial, event->t_ns == *due);
        if (event->kind == AC_EVENT_TAKE)
            TRIAL_CHECK(trial, event->t_ns % interval_ns == 0 && event->t_ns - *due <= interval_ns);
    }
}

static void run_polling_looks_only_every_interval(void **state)
{
    (void)state;
    static const uint64_t intervals_ns[] = {1, 700, 1000, 30011, 7777777};
    for (size_t i = 0; i < sizeof intervals_ns / sizeof *intervals_ns; i++)
        for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
            struct outcome outcome;
            struct trial trial = {
                .strategy = *s,
                .sleeps = {.count = 100, .scale_ns = 100000, .tick_ns = 1},
                .limit = 10,
                .queue = 10,
                .poll_interval_ns = intervals_ns[i],
            };
            if (!((*s)->flags & AC_POLLED))
                continue;
            trial_run_virtual(&trial, &outcome);
            check_looks(&trial, &outcome);
            outcome_free(&outcome);
        }
}

/* The control that keeps no order: a stack. */
static void run_floor_takes_the_latest_finish_first(void **state)
{
    (void)state;
    extern const struct ac_strategy ac_strategy_floor;
    struct outcome outcome;
    struct trial trial = {
        .strategy = &ac_strategy_floor,
        .sleeps = {.count = 500, .scale_ns = 100, .tick_ns = 10, .order = AC_SHUFFLE},
        .limit = 20,
        .queue = 1,
    };
    uint32_t stack[500];
    size_t depth = 0;
    trial_run_virtual(&trial, &outcome);
    for (size_t e = 0; e < outcome.event_count; e++) {
        const struct event *event = &outcome.events[e];
        if (event->kind == AC_EVENT_FINISH)
            stack[depth++] = event->number;
        if (event->kind == AC_EVENT_TAKE)
            assert_int_equal(event->number, stack[--depth]);
    }
    assert_true(outcome.measures.take.max > 0);
    outcome_free(&outcome);
}

/* Without measures the run does the same, and knows how long it took. */
static void run_without_measures_does_the_same(void **state)
{
    (void)state;
    struct ac_sleeps sleeps = {.count = 50, .scale_ns = second_ns, .tick_ns = 1};
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        struct ac_sleep_workload workload;
        struct scene scene;
        ac_sleep_workload_init(&workload, &sleeps);
        open_scene(&scene, *s, &workload.workload, 4);
        while (ac_next(scene.run))
            ;
        assert_true(ac_complete(scene.run));
        assert_int_equal(ac_counts(scene.run)->taken, 50);
        assert_true(ac_wall_ns(scene.run) >= second_ns);
        close_scene(&scene);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(run_interrupted_ends_and_gives_everything_back),
        cmocka_unit_test(run_ends_with_the_error_of_its_source),
        cmocka_unit_test(run_interrupted_while_it_pulls_stops_pulling),
        cmocka_unit_test(run_completes_where_the_source_ends_before_its_count),
        cmocka_unit_test(run_past_the_virtual_clocks_end_is_an_overflow),
        cmocka_unit_test(run_try_never_turns_the_loop),
        cmocka_unit_test(run_polling_looks_only_every_interval),
        cmocka_unit_test(run_floor_takes_the_latest_finish_first),
        cmocka_unit_test(run_without_measures_does_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
