/* test_work_calls.c -- what each call of a run does by itself, between the takes of its consumer. With every
 * strategy, on the test's own clock.
 */
#include "../harness/engine/measures.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/work_run.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

enum { TASKS = 30 };

/* So many tasks, each of which lasts so long. */
static void tasks_of(uint32_t count, uint32_t ms)
{
    work_init(&work, count);
    for (uint32_t i = 1; i <= count; i++)
        work.plans[i].end_ms = ms;
}

static void call_next(void)
{
    const struct ac_task *task = ac_next(run);
    assert_non_null(task);
    work_taken(&work, task);
}

static void take_all(uint64_t count)
{
    for (const struct ac_task *task; (task = ac_next(run));)
        work_taken(&work, task);
    assert_int_equal(ac_counts(run)->taken, count);
}

static void a_limit_of_0_is_1(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            tasks_of(TASKS, 1);
            work_run_open(*s, 0);
            call_next();
            ac_set_limit(run, 0);
            assert_int_equal(run->limit, 1);
            take_all(TASKS);
            work_run_close();
        }
}

/* The program may prepare much before it takes. Then the first take fills. */
static void nothing_is_pulled_before_the_first_take(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            tasks_of(TASKS, 1);
            work_run_open(*s, 0);
            ac_set_limit(run, 5);
            ac_more(run);
            ac_set_limit(run, 3);
            assert_int_equal(ac_counts(run)->pulled, 0);
            assert_null(ac_try(run));
            assert_in_range(ac_counts(run)->launched, 1, TASKS);
            take_all(TASKS);
            work_run_close();
        }
}

/* --- the loop hears when the thread goes back to the program --- */

static uint32_t started_before; /* tasks, when it heard so last */
static unsigned heard;

static void on_stamp(struct ac_loop *loop, uint64_t now_ns)
{
    (void)loop;
    if (now_ns)
        return; /* the instant of a take */
    heard++;
    started_before = work.started;
}

static void call_set_limit(void)
{
    ac_set_limit(run, 4);
}

static void call_more(void)
{
    ac_more(run);
}

static void call_turn(void)
{
    ac_turn(run);
}

static void call_pass(void)
{
    ac_pass(run, work.now_ns + WORK_MS);
}

static void call_try(void)
{
    const struct ac_task *task = ac_try(run);
    if (task)
        work_taken(&work, task);
}

static void call_next_before(void)
{
    const struct ac_task *task = ac_next_before(run, work.now_ns + WORK_MS);
    if (task)
        work_taken(&work, task);
}

/* Whatever the call has launched. */
static void a_call_gives_the_thread_back(void **state)
{
    (void)state;
    void (*const calls[])(void) = {call_next, call_set_limit, call_turn, call_try,
                                   call_more, call_pass,      call_try,  call_next_before};
    for
        EACH_STRATEGY(s)
        {
            tasks_of(TASKS, 1);
            work.loop.stamp = on_stamp;
            work_run_open(*s, 0);
            for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
                heard = 0;
                calls[i]();
                if (!heard || started_before != work.started)
                    fail_msg("%s: call %zu keeps the thread", (*s)->name, i);
            }
            take_all(TASKS);
            work_run_close();
        }
}

/* --- the end --- */

/* A run that was stopped is over when its consumer sees it, and not when it took the last task. */
static void a_stopped_run_lasts_until_its_end_is_seen(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            struct ac_measures measures = {.busy_ns = 0};
            tasks_of(TASKS, 3);
            work_run_config(*s);
            work_run_config_open();
            ac_measure(run, &measures);
            call_next();
            ac_stop(run, false);
            const struct ac_counts *c = ac_counts(run);
            while (c->taken < c->launched) {
                ac_pass(run, work.now_ns + WORK_MS);
                call_try();
            }
            bool complete = ac_complete(run);
            uint64_t seen_ns = work.now_ns + 20 * WORK_MS;
            uint64_t end_ns = complete ? work.now_ns : seen_ns;
            ac_pass(run, seen_ns);
            assert_int_equal(work.now_ns, seen_ns);
            assert_null(ac_try(run));
            assert_true(ac_over(run));
            assert_int_equal(ac_wall_ns(run), end_ns);
            work_run_close();
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_limit_of_0_is_1),
        cmocka_unit_test(nothing_is_pulled_before_the_first_take),
        cmocka_unit_test(a_call_gives_the_thread_back),
        cmocka_unit_test(a_stopped_run_lasts_until_its_end_is_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
