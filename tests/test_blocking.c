/* test_blocking.c -- a consumer that keeps the thread, as one that computes does: what was launched sleeps
 * meanwhile. On a clock of the test's own, which only sleeping and the consumer move: so every instant is
 * exact, on the loop of the real clock. The linker puts it in the place of the real one.
 */
#include <string.h>

#include "../harness/engine/measures.h"
#include "../harness/loops/attach.h"
#include "../harness/loops/uv.h"
#include "../harness/workloads/sleep.h"
#include "../strategies/strategies.h"
#include "support/check.h"

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

enum { TASKS = 8, MS = 1000000 };

static uint64_t clock_ns, reads, start_ns;

uint64_t __wrap_uv_hrtime(void);
uint64_t __wrap_uv_hrtime(void)
{
    reads++;
    return clock_ns;
}

/* Who sleeps until then wakes at once, and it is then. */
int __real_ac_wake_set(struct ac_wake *wake, uint64_t deadline_ns);
int __wrap_ac_wake_set(struct ac_wake *wake, uint64_t deadline_ns);
int __wrap_ac_wake_set(struct ac_wake *wake, uint64_t deadline_ns)
{
    if (deadline_ns > clock_ns)
        clock_ns = deadline_ns;
    return __real_ac_wake_set(wake, 1);
}

static uv_loop_t uv;
static struct ac_loop_uv loop;
static struct ac_measures measures;
static struct ac_sleeps sleeps;
static struct ac_sleep_workload workload;

static struct ac_config config_of(const struct ac_strategy *strategy)
{
    sleeps = (struct ac_sleeps){.count = TASKS, .scale_ns = 100 * MS, .same = true, .tick_ns = 1};
    ac_sleep_workload_init(&workload, &sleeps);
    measures = (struct ac_measures){.busy_ns = 0};
    clock_ns = start_ns = 5 * MS;
    reads = 0;
    return (struct ac_config){.size = sizeof(struct ac_config),
                              .strategy = strategy,
                              .workload = &workload.workload,
                              .loop = &loop.loop,
                              .limit = 1,
                              .queue = 1,
                              .poll_interval_ns = 10 * MS}; /* a clock that stands is not watched */
}

/* A run on a loop of its own. */
static struct ac_run *open_run(const struct ac_config *config, bool measured)
{
    struct ac_run *run;
    assert_int_equal(uv_loop_init(&uv), 0);
    assert_int_equal(ac_loop_uv_init(&loop, &uv), 0);
    assert_int_equal(ac_open(&run, config), 0);
    if (measured)
        ac_measure(run, &measures);
    return run;
}

static void close_run(struct ac_run *run)
{
    ac_close(run);
    ac_loop_uv_close(&loop);
    assert_int_equal(uv_loop_close(&uv), 0);
}

/* The first task, and then each use of a result, in which the next one sleeps. */
static void blocking_a_consumer_delays_no_sleep(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int measured = 0; measured < 2; measured++) {
        struct ac_config config = config_of(*s);
        struct ac_run *run = open_run(&config, measured);
        for (unsigned taken = 0; ac_next(run); taken++)
            clock_ns += 100 * MS;
        uint64_t looks_ns = (*s)->flags & AC_POLLED ? (TASKS - 1) * 10 * MS : 0;
        assert_int_equal(clock_ns - start_ns, (TASKS + 1) * 100 * MS + looks_ns);
        assert_true(ac_complete(run));
        if (measured && !((*s)->flags & AC_NO_LIMIT))
            assert_int_equal(measures.lateness.max, 0);
        close_run(run);
    }
}

/* Longer uses: each sleep is over in the middle of one, and late by the rest. */
static void blocking_for_longer_is_lateness(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            struct ac_config config = config_of(*s);
            struct ac_run *run = open_run(&config, true);
            while (ac_next(run))
                clock_ns += 150 * MS;
            if (!((*s)->flags & AC_NO_LIMIT))
                assert_int_equal(measures.lateness.max, 50 * MS);
            close_run(run);
        }
}

/* Also where it gets no result: a deadline comes before, or it lets the loop go on for a while. */
static void blocking_after_no_result_delays_none_either(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            struct ac_config config = config_of(*s);
            struct ac_run *run = open_run(&config, true);
            assert_null(ac_next_before(run, start_ns));
            clock_ns += 40 * MS;
            ac_pass(run, clock_ns + 20 * MS);
            clock_ns += 40 * MS;
            assert_non_null(ac_next_before(run, clock_ns));
            assert_int_equal(clock_ns - start_ns, 100 * MS);
            close_run(run);
        }
}

/* A source that has one task, and once it is fed the others. */
static struct ac_workload late_source;
static bool fed;
static unsigned given;

static int next_when_fed(struct ac_workload *from, struct ac_item *item)
{
    from->wake_ns = UINT64_MAX;
    if (given == TASKS)
        return AC_SUPPLY_END;
    if (given && !fed)
        return AC_SUPPLY_NONE;
    *item = (struct ac_item){.number = ++given, .duration_ns = 100 * MS};
    return AC_SUPPLY_TASK;
}

/* Between two calls the program makes room, or feeds the source: what may be launched then sleeps. */
static void blocking_after_a_change_delays_no_sleep(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int feeds = 0; feeds < 2; feeds++) {
        struct ac_config config = config_of(*s);
        struct ac_run *run;
        if ((*s)->flags & AC_SERIAL)
            continue;
        late_source = (struct ac_workload){.size = sizeof(struct ac_workload),
                                           .count = TASKS,
                                           .next = next_when_fed};
        fed = !feeds;
        given = 0;
        config.workload = &late_source;
        config.limit = feeds ? TASKS : 1;
        run = open_run(&config, true);
        assert_non_null(ac_next(run));
        fed = true;
        if (feeds)
            ac_more(run);
        else
            ac_set_limit(run, TASKS);
        uint64_t changed_ns = clock_ns;
        clock_ns += 100 * MS; /* all of them are due at its end */
        while (ac_next(run))
            ;
        assert_true(ac_complete(run));
        assert_true(clock_ns - changed_ns <= 110 * MS); /* with a look */
        close_run(run);
    }
}

/* One task at once, and one after 30 ms. */
static int next_in_time(struct ac_workload *from, struct ac_item *item)
{
    from->wake_ns = start_ns + 30 * MS;
    if (given == 2)
        return AC_SUPPLY_END;
    if (given == 1 && from->now_ns < from->wake_ns)
        return AC_SUPPLY_NONE;
    *item = (struct ac_item){.number = ++given, .duration_ns = 10 * MS};
    return AC_SUPPLY_TASK;
}

static uint64_t taken; /* once detached */

static void note_taken(struct ac_run *run)
{
    taken = ac_counts(run)->taken;
}

static void take_one(struct ac_run *run, const struct ac_task *task)
{
    (void)run;
    assert_non_null(task);
}

/* Something else on the loop keeps the thread once the second has been launched. */
static void keep_thread(uv_check_t *check)
{
    if (given < 2)
        return;
    clock_ns += 50 * MS;
    uv_close((uv_handle_t *)check, NULL);
}

/* The source alone has woken the loop, nothing has finished, and the program is told nothing. */
static void blocking_of_others_on_the_loop_is_lateness(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            struct ac_config config = config_of(*s);
            struct ac_run *run;
            uv_check_t check;
            late_source = (struct ac_workload){.size = sizeof(struct ac_workload),
                                               .count = 2,
                                               .next = next_in_time,
                                               .timed = true};
            given = 0;
            config.workload = &late_source;
            assert_int_equal(uv_loop_init(&uv), 0);
            uv_check_init(&uv, &check);
            uv_check_start(&check, keep_thread);
            assert_int_equal(ac_attach_push(&run, &uv, &config, take_one, note_taken), 0);
            ac_measure(run, &measures);
            uv_run(&uv, UV_RUN_DEFAULT);
            assert_int_equal(taken, 2);
            /* with uv_timer the loop has armed the wake-up before, which moves this clock */
            uint64_t armed_ns = ac_wake_resolution_ns > 1 ? 10 * MS : 0;
            assert_int_equal(measures.lateness.max, 40 * MS + armed_ns);
            assert_int_equal(uv_loop_close(&uv), 0);
        }
}

static void use(struct ac_run *run, const struct ac_task *task)
{
    (void)run;
    (void)task;
    clock_ns += 100 * MS;
}

static void use_all(struct ac_run *run)
{
    clock_ns += 30 * MS; /* before it asks for anything */
    while (ac_try(run))
        clock_ns += 70 * MS;
    if (ac_over(run))
        ac_detach(run, false, note_taken);
}

static void blocking_a_program_with_a_loop_delays_no_sleep(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int push = 0; push < 2; push++) {
        struct ac_config config = config_of(*s);
        struct ac_run *run;
        uint64_t uses_ns = TASKS * 100;
        assert_int_equal(uv_loop_init(&uv), 0);
        if (push) {
            assert_int_equal(ac_attach_push(&run, &uv, &config, use, note_taken), 0);
        } else {
            assert_int_equal(ac_attach(&run, &uv, &config, use_all), 0);
            if ((*s)->flags & AC_NO_LIMIT)
                uses_ns = TASKS * 70 + 30;
            else if ((*s)->slot == AC_SLOT_TO_TAKE)
                uses_ns += (TASKS - 1) * 30;
        }
        uv_run(&uv, UV_RUN_DEFAULT);
        assert_int_equal(taken, TASKS);
        assert_int_equal(clock_ns - start_ns, (100 + uses_ns) * MS);
        assert_int_equal(uv_loop_close(&uv), 0);
    }
}

/* What stamping costs: with measures nothing, since each take has read the clock; without, a read a take. */
static void blocking_reads_the_clock_no_oftener_than_needed(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
    for (int measured = 0; measured < 2; measured++) {
        struct ac_config config = config_of(*s);
        struct ac_run *run;
        if ((*s)->flags & (AC_NO_LIMIT | AC_POLLED))
            continue;
        run = open_run(&config, measured);
        while (ac_next(run))
            ;
        unsigned a_task =
            ac_wake_resolution_ns > 1 ? 4 : 3; /* to sleep, awake, at the take; of uv_timer */
        assert_true(reads <= TASKS * a_task + 6);
        close_run(run);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocking_a_consumer_delays_no_sleep),
        cmocka_unit_test(blocking_for_longer_is_lateness),
        cmocka_unit_test(blocking_after_no_result_delays_none_either),
        cmocka_unit_test(blocking_after_a_change_delays_no_sleep),
        cmocka_unit_test(blocking_of_others_on_the_loop_is_lateness),
        cmocka_unit_test(blocking_a_program_with_a_loop_delays_no_sleep),
        cmocka_unit_test(blocking_reads_the_clock_no_oftener_than_needed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
