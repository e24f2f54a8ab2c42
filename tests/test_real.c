/* test_real.c -- small runs on the real clock, on a uv_loop.
 *
 * Nothing here depends on how fast the machine is: a run may be as late as it likes, never early.
 */
#include <uv.h>

#include "../harness/engine/memory.h"
#include "../harness/loops/uv.h"
#include "../harness/workloads/ideal.h"
#include "../strategies/strategies.h"
#include "support/trial.h"

static const uint64_t ms = 1000000;

static void close_loop(uv_loop_t *uv)
{
    assert_int_equal(uv_run(uv, UV_RUN_DEFAULT), 0); /* nothing is left on it */
    assert_int_equal(uv_loop_close(uv), 0);
}

static void run_real(const struct trial *trial, uv_loop_t *uv, struct outcome *outcome)
{
    struct ac_loop_uv loop;
    assert_int_equal(ac_loop_uv_init(&loop, uv), 0);
    trial_run(trial, &loop.loop, outcome);
    ac_loop_uv_close(&loop);
}

static uint64_t duration_of(const struct ac_sleeps *sleeps, uint32_t number)
{
    return ac_round_up(sleeps->scale_ns / number, sleeps->tick_ns);
}

/* By the trace: each task goes through its life in order, and no finish is early. */
static void check_events(const struct trial *trial, const struct outcome *outcome)
{
    enum { MOST = 1000 };
    uint64_t launch_ns[MOST + 1] = {0}, last_ns = 0, in_flight = 0;
    uint8_t life[MOST + 1] = {0};
    TRIAL_CHECK(trial, outcome->event_count == 4 * trial->sleeps.count);
    for (size_t i = 0; i < outcome->event_count; i++) {
        const struct event *event = &outcome->events[i];
        TRIAL_CHECK(trial, event->number >= 1 && event->number <= trial->sleeps.count);
        TRIAL_CHECK(trial, life[event->number]++ == event->kind);
        TRIAL_CHECK(trial, event->t_ns >= last_ns);
        last_ns = event->t_ns;
        if (event->kind == AC_EVENT_LAUNCH) {
            launch_ns[event->number] = event->t_ns;
            TRIAL_CHECK(trial, ++in_flight <= trial_slots(trial));
        }
        if (event->kind == AC_EVENT_FINISH) {
            in_flight--;
            TRIAL_CHECK(trial, event->t_ns - launch_ns[event->number] >=
                                   duration_of(&trial->sleeps, event->number));
        }
    }
}

static void check_outcome(const struct trial *trial, const struct outcome *outcome)
{
    const struct ac_counts *counts = &outcome->counts;
    uint64_t count = trial->sleeps.count, slots = trial_slots(trial);
    struct ac_ideal ideal;
    int interrupted = 0;
    TRIAL_CHECK(trial, outcome->error == 0 && outcome->complete);
    TRIAL_CHECK(trial, counts->taken == count && counts->finished == count);
    TRIAL_CHECK(trial, counts->max_in_flight == (slots < count ? slots : count));
    TRIAL_CHECK(trial, outcome->measures.lateness.total == count);
    TRIAL_CHECK(trial, outcome->measures.delivery.total == count);
    TRIAL_CHECK(trial, outcome->measures.launch.max == 0);
    TRIAL_CHECK(trial, ac_ideal(&trial->sleeps, slots, &interrupted, &ideal) == 0);
    TRIAL_CHECK(trial, outcome->wall_ns >= ideal.wall_ns);
    if (!trial->untraced)
        check_events(trial, outcome);
}

static struct trial trial_of(const struct ac_strategy *strategy, uint64_t count, uint64_t limit)
{
    return (struct trial){
        .strategy = strategy,
        .sleeps = {.count = count, .scale_ns = 10 * ms, .tick_ns = 1},
        .limit = limit,
        .queue = 3,
    };
}

static void real_runs_are_never_early_and_lose_nothing(void **state)
{
    (void)state;
    static const uint64_t limits[] = {1, 2, 10, 300};
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
        for (int i = 0; i < 4; i++) {
            struct trial trial = trial_of(*s, 200, limits[i]);
            struct outcome outcome;
            uv_loop_t uv;
            uint64_t before = ac_heap_bytes();
            assert_int_equal(uv_loop_init(&uv), 0);
            trial.sleeps.order = (enum ac_order)(i % 3);
            run_real(&trial, &uv, &outcome);
            close_loop(&uv);
            check_outcome(&trial, &outcome);
            outcome_free(&outcome);
            TRIAL_CHECK(&trial, ac_heap_bytes() == before);
        }
}

static void real_tasks_of_no_duration_are_tasks_like_any_other(void **state)
{
    (void)state;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
        for (uint64_t count = 0; count < 30; count += 7) {
            struct trial trial = trial_of(*s, count, 4);
            struct outcome outcome;
            uv_loop_t uv;
            trial.sleeps.scale_ns = 0;
            assert_int_equal(uv_loop_init(&uv), 0);
            run_real(&trial, &uv, &outcome);
            close_loop(&uv);
            check_outcome(&trial, &outcome);
            outcome_free(&outcome);
        }
}

static void real_polling_at_an_interval_takes_everything(void **state)
{
    (void)state;
    static const uint64_t intervals_ns[] = {1, 300000, 4000000};
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++)
        for (int i = 0; i < 3 && (*s)->flags & AC_POLLED; i++) {
            struct trial trial = trial_of(*s, 50, 5);
            struct outcome outcome;
            uv_loop_t uv;
            trial.poll_interval_ns = intervals_ns[i];
            assert_int_equal(uv_loop_init(&uv), 0);
            run_real(&trial, &uv, &outcome);
            close_loop(&uv);
            check_outcome(&trial, &outcome);
            outcome_free(&outcome);
        }
}

/* Runs one after another on the same uv_loop: each with a loop of its own, then with the same. */
static void real_runs_can_follow_each_other_on_one_uv_loop(void **state)
{
    (void)state;
    struct ac_loop_uv loop;
    struct outcome outcome;
    uv_loop_t uv;
    assert_int_equal(uv_loop_init(&uv), 0);
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        struct trial trial = trial_of(*s, 30, 5);
        run_real(&trial, &uv, &outcome);
        check_outcome(&trial, &outcome);
        outcome_free(&outcome);
    }
    assert_int_equal(ac_loop_uv_init(&loop, &uv), 0);
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        struct trial trial = trial_of(*s, 30, 5);
        trial_run(&trial, &loop.loop, &outcome);
        check_outcome(&trial, &outcome);
        outcome_free(&outcome);
    }
    ac_loop_uv_close(&loop);
    close_loop(&uv);
}

/* The user's own handle on the same loop: it gets its turns, and may end the run from inside one.
 */
struct visitor {
    uv_timer_t timer;
    unsigned visits;
    struct ac_run *run; /* to be interrupted; or NULL */
};

static void on_visit(uv_timer_t *timer)
{
    struct visitor *visitor = timer->data;
    visitor->visits++;
    if (visitor->run)
        ac_interrupt(visitor->run);
}

static void visit(struct visitor *visitor, uv_loop_t *uv)
{
    visitor->timer.data = visitor;
    assert_int_equal(uv_timer_init(uv, &visitor->timer), 0);
    assert_int_equal(uv_timer_start(&visitor->timer, on_visit, 1, 1), 0);
}

static void real_loop_gives_turns_to_other_handles(void **state)
{
    (void)state;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        struct trial trial = trial_of(*s, 5, 5);
        struct visitor visitor = {.visits = 0};
        struct outcome outcome;
        uv_loop_t uv;
        assert_int_equal(uv_loop_init(&uv), 0);
        visit(&visitor, &uv);
        run_real(&trial, &uv, &outcome);
        TRIAL_CHECK(&trial, visitor.visits > 0);
        check_outcome(&trial, &outcome);
        uv_close((uv_handle_t *)&visitor.timer, NULL);
        close_loop(&uv);
        outcome_free(&outcome);
    }
}

static void real_run_can_be_interrupted_from_inside_a_turn(void **state)
{
    (void)state;
    for (const struct ac_strategy *const *s = ac_strategies; *s; s++) {
        struct ac_sleeps sleeps = {.count = 3, .scale_ns = 86400000 * ms, .tick_ns = 1};
        struct ac_sleep_workload workload;
        struct visitor visitor = {.visits = 0};
        struct ac_loop_uv loop;
        uv_loop_t uv;
        uint64_t before = ac_heap_bytes();
        assert_int_equal(uv_loop_init(&uv), 0);
        assert_int_equal(ac_loop_uv_init(&loop, &uv), 0);
        ac_sleep_workload_init(&workload, &sleeps);
        struct ac_config config = {.size = sizeof(struct ac_config),
                                   .strategy = *s,
                                   .workload = &workload.workload,
                                   .loop = &loop.loop,
                                   .limit = 2,
                                   .queue = 2};
        assert_int_equal(ac_open(&visitor.run, &config), 0);
        visit(&visitor, &uv);
        assert_null(ac_next(visitor.run));
        assert_int_equal(ac_error(visitor.run), 0);
        assert_false(ac_complete(visitor.run));
        ac_close(visitor.run);
        visitor.run = NULL; /* the timer still gets its turns */
        ac_loop_uv_close(&loop);
        uv_close((uv_handle_t *)&visitor.timer, NULL);
        close_loop(&uv);
        assert_int_equal(ac_heap_bytes(), before);
    }
}

int main(void)
{
    uv_replace_allocator(ac_malloc, ac_realloc, ac_calloc, ac_free);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(real_runs_are_never_early_and_lose_nothing),
        cmocka_unit_test(real_tasks_of_no_duration_are_tasks_like_any_other),
        cmocka_unit_test(real_polling_at_an_interval_takes_everything),
        cmocka_unit_test(real_runs_can_follow_each_other_on_one_uv_loop),
        cmocka_unit_test(real_loop_gives_turns_to_other_handles),
        cmocka_unit_test(real_run_can_be_interrupted_from_inside_a_turn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
