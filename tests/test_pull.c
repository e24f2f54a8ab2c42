/* test_pull.c -- what a pull makes of the answers of its source. With every strategy, on the test's own clock. */
#include <errno.h>

#include <uv.h>

#include "../harness/loops/attach.h"
#include "../harness/loops/loops.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/work_run.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

/* Two tasks, of which one is there; the source answers `lack` until the other is. */
static void prepare(const struct ac_strategy *strategy, int lack)
{
    work_init(&work, 2);
    work.ready = 1;
    work.lack = lack;
    work.plans[1].end_ms = work.plans[2].end_ms = 5;
    work_run_config(strategy);
}

/* An event brings the other task, and the workload has not said so yet. The next pull gets it. */
static void pull_asks_a_source_again_that_waits_for_an_event(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            if ((*s)->flags & (AC_HOLDS_ALL | AC_NO_LIMIT | AC_QUEUES))
                continue; /* they pull in `fill`, or behind a launch */
            prepare(*s, AC_SUPPLY_EVENT);
            work_run_config_open();
            assert_null(ac_try(run));
            work.ready = 2;
            work_run_take(1, 0);
            assert_int_equal(ac_counts(run)->launched, 2);
            work_run_take(2, 0);
            work_run_close();
        }
}

/* A clock that only the run moves on would never come to an instant that is not to come. */
static void pull_ends_a_run_whose_source_waits_for_the_past(void **state)
{
    (void)state;
    static const uint64_t wakes_ms[] = {0, 3, 10};
    for
        EACH_STRATEGY(s)
    for (size_t i = 0; i < sizeof wakes_ms / sizeof *wakes_ms; i++) {
        prepare(*s, AC_SUPPLY_NONE);
        work.now_ns = 10 * WORK_MS;
        work.ready = 0;
        work.workload.wake_ns = wakes_ms[i] * WORK_MS;
        work.loop.standing_ns = &work.now_ns;
        work_run_config_open();
        assert_null(ac_next(run));
        assert_int_equal(ac_error(run), -EINVAL);
        ac_close(run);
        assert_null(work_close(&work));
    }
}

/* Inside `next` it says that there is more, and then it has none: that is what counts. */
static unsigned asked;
static bool boasts;

static void boast(struct work *self, enum work_call call, uint32_t number)
{
    if (call != WORK_NEXT || number <= self->ready)
        return;
    asked++;
    if (boasts)
        ac_more(run);
}

static unsigned count_asking(const struct ac_strategy *strategy, bool wish)
{
    prepare(strategy, AC_SUPPLY_EVENT);
    work.hook = boast;
    boasts = wish;
    asked = 0;
    work_run_config_open();
    for (int i = 0; i < 3; i++)
        assert_null(ac_try(run));
    work_run_take(1, 0);
    assert_null(ac_try(run));
    work_run_close();
    return asked;
}

static void pull_heeds_what_the_source_answers(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    assert_int_equal(count_asking(*s, true), count_asking(*s, false));
}

/* Nothing is in flight, and an event brings the end of the source: an attached program is told. */
static unsigned detached;

static void on_detached(struct ac_run *ended)
{
    assert_true(ac_complete(ended));
    detached++;
}

static void on_result(struct ac_run *of, const struct ac_task *task)
{
    (void)of;
    work_taken(&work, task);
}

static void end_source(uv_timer_t *timer)
{
    if (!ac_counts(run)->taken)
        return;
    work.workload.count = 1;
    ac_more(run);
    uv_close((uv_handle_t *)timer, NULL);
}

static void pull_tells_an_attached_program_of_the_end(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            uv_loop_t uv;
            uv_timer_t timer;
            prepare(*s, AC_SUPPLY_EVENT);
            work.plans[1] = (struct work_plan){.start = AC_DONE};
            struct ac_config *config = work_run_config(*s);
            config->loop = NULL;
            detached = 0;
            assert_int_equal(uv_loop_init(&uv), 0);
            assert_int_equal(ac_attach_push(&run, &uv, config, on_result, on_detached), 0);
            uv_timer_init(&uv, &timer);
            uv_timer_start(&timer, end_source, 1, 1);
            uv_run(&uv, UV_RUN_DEFAULT);
            assert_int_equal(detached, 1);
            assert_null(work_close(&work));
            assert_int_equal(uv_loop_close(&uv), 0);
        }
}

/* One task, that turns up after 100 ms, and says so. */
static int next_later(struct ac_workload *later, struct ac_item *item)
{
    item->number = 1;
    item->duration_ns = WORK_MS;
    later->wake_ns = 100 * WORK_MS;
    return ++asked == 1 ? AC_SUPPLY_NONE : asked == 2 ? AC_SUPPLY_TASK : AC_SUPPLY_END;
}

/* Turns of the loop before that instant ask nobody. And a run that is over lets no time pass. */
static void pull_asks_a_source_that_waits_at_its_instant(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            struct ac_workload later = {.size = sizeof later,
                                        .count = AC_UNCOUNTED,
                                        .next = next_later};
            struct ac_config config = {
                .size = sizeof config, .strategy = *s, .workload = &later, .limit = 2, .queue = 2};
            asked = 0;
            assert_int_equal(ac_loop_open_virtual(&config.loop, NULL), 0);
            assert_int_equal(ac_open(&run, &config), 0);
            for (uint64_t ms = 10; ms < 100; ms += 10)
                assert_null(ac_next_before(run, ms * WORK_MS));
            assert_int_equal(asked, 1);
            assert_non_null(ac_next(run));
            assert_null(ac_next(run));
            assert_true(ac_over(run));
            uint64_t end_ns = ac_loop_now(config.loop);
            assert_int_equal(end_ns, 101 * WORK_MS);
            ac_pass(run, end_ns + WORK_MS);
            assert_int_equal(ac_loop_now(config.loop), end_ns);
            ac_close(run);
            ac_loop_close(config.loop);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pull_asks_a_source_again_that_waits_for_an_event),
        cmocka_unit_test(pull_heeds_what_the_source_answers),
        cmocka_unit_test(pull_tells_an_attached_program_of_the_end),
        cmocka_unit_test(pull_asks_a_source_that_waits_at_its_instant),
        cmocka_unit_test(pull_ends_a_run_whose_source_waits_for_the_past),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
