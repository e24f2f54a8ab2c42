/* test_response.c -- queueing and response: how long tasks that turn up by themselves wait for a slot, and for
 * their take. Against the events of the run, and the instants that the source has said.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../harness/engine/measures.h"
#include "../harness/engine/memory.h"
#include "../harness/loops/virtual.h"
#include "../harness/workloads/arrivals.h"
#include "../harness/workloads/sleep.h"
#include "../strategies/strategies.h"
#include "support/check.h"
#include "support/files.h"
#include "support/random.h"
#include "support/report.h"

enum { MS = 1000000, MOST = 200 };

#define EACH_STRATEGY(s) (const struct ac_strategy *const *s = ac_strategies; *s; s++)

/* --- a run, and its measures by hand --- */

struct world {
    uint64_t count, limit, queue, every_ns, adds, consume_ns, window;
    bool ordered, unmeasured, undated;
    enum ac_order order;
};

static struct {
    uint64_t every_ns, heap_peak_bytes;
    uint32_t places[MOST + 1]; /* of each task among the pulls */
    uint64_t pulled;
    struct ac_histogram queueing, response; /* as the events have it */
    struct ac_measures measures;
} seen;

static void note(void *context, uint64_t now_ns, enum ac_event event, uint32_t number)
{
    (void)context;
    if (event == AC_EVENT_PULL && number <= MOST)
        seen.places[number] = (uint32_t)seen.pulled++;
    uint64_t there_ns = number <= MOST ? seen.places[number] * seen.every_ns : now_ns;
    if (event == AC_EVENT_LAUNCH)
        ac_histogram_add(&seen.queueing, now_ns - there_ns);
    else if (event == AC_EVENT_TAKE)
        ac_histogram_add(&seen.response, now_ns - there_ns);
}

static void run_world(const struct ac_strategy *strategy, const struct world *w)
{
    struct ac_sleeps sleeps = {
        .count = w->count, .scale_ns = 50 * MS, .tick_ns = 1, .order = w->order, .seed = 1};
    struct ac_sleep_workload workload;
    struct ac_arrivals arrivals;
    struct ac_loop_virtual loop;
    struct ac_run *run;
    uint64_t before = ac_heap_bytes();
    memset(&seen, 0, sizeof seen);
    seen.every_ns = w->every_ns;
    ac_sleep_workload_init(&workload, &sleeps);
    ac_arrivals_init(&arrivals, &workload.workload, w->every_ns, w->adds);
    arrivals.workload.dated &= !w->undated;
    ac_loop_virtual_init(&loop);
    struct ac_config config = {.size = sizeof(struct ac_config),
                               .strategy = strategy,
                               .workload = &arrivals.workload,
                               .loop = &loop.loop,
                               .limit = w->limit,
                               .queue = w->queue,
                               .window = w->window,
                               .ordered = w->ordered,
                               .trace = note};
    ac_heap_reset_peak();
    assert_int_equal(ac_open(&run, &config), 0);
    if (!w->unmeasured)
        ac_measure(run, &seen.measures);
    while (ac_next(run)) {
        ac_pass(run, loop.now_ns + w->consume_ns);
        ac_arrivals_done(&arrivals, run);
    }
    assert_true(ac_complete(run));
    ac_close(run);
    ac_loop_virtual_free(&loop);
    seen.heap_peak_bytes = ac_heap_peak_bytes() - before;
    assert_int_equal(ac_heap_bytes(), before);
}

static void check_same(const struct ac_histogram *measured, const struct ac_histogram *events)
{
    assert_memory_equal(measured, events, sizeof *events);
}

static bool cannot(const struct ac_strategy *strategy, const struct world *w)
{
    return w->window && strategy->flags & (AC_NO_LIMIT | AC_HOLDS_ALL);
}

/* The callers of a full pool pull late; what counts is when the task was there, in every strategy. */
static void response_counts_from_when_a_task_was_there(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < repetitions(400); seed++) {
        struct random_draws draws = {seed};
        struct world w = {
            .count = draw_below(&draws, MOST),
            .limit = 1 + draw_below(&draws, 12),
            .queue = 1 + draw_below(&draws, 12),
            .every_ns = 1 + draw_below(&draws, 4 * MS),
            .consume_ns = draw_below(&draws, 2) * draw_below(&draws, 6 * MS),
            .order = (enum ac_order)draw_below(&draws, 3),
            .ordered = draw_below(&draws, 2),
            .window = draw_below(&draws, 2) * (1 + draw_below(&draws, 20)),
        };
        for
            EACH_STRATEGY(s)
            {
                if (cannot(*s, &w))
                    continue;
                run_world(*s, &w);
                assert_int_equal(seen.measures.queueing.total, w.count);
                check_same(&seen.measures.queueing, &seen.queueing);
                check_same(&seen.measures.response, &seen.response);
            }
    }
}

static void response_is_of_nothing_where_the_source_does_not_say(void **state)
{
    (void)state;
    const struct world worlds[] = {
        {.count = 20, .limit = 3, .queue = 3},
        {.count = 20, .limit = 3, .queue = 3, .adds = 2},
        {.count = 20, .limit = 3, .queue = 3, .every_ns = MS, .adds = 2},
    };
    for
        EACH_STRATEGY(s)
    for (size_t i = 0; i < sizeof worlds / sizeof *worlds; i++) {
        run_world(*s, &worlds[i]);
        assert_int_equal(seen.measures.delivery.total, 20);
        assert_int_equal(seen.measures.queueing.total, 0);
        assert_int_equal(seen.measures.response.total, 0);
    }
}

/* 8 bytes for each task alive, where they are needed; nothing elsewhere, and nothing for each task. */
static void response_takes_memory_only_where_it_is_measured(void **state)
{
    (void)state;
    struct world w = {.count = 100, .limit = 5, .queue = 5, .every_ns = 1000};
    for
        EACH_STRATEGY(s)
        {
            w.undated = true;
            run_world(*s, &w);
            uint64_t plain = seen.heap_peak_bytes;
            w.undated = false;
            run_world(*s, &w);
            if (!((*s)->flags & (AC_NO_LIMIT | AC_HOLDS_ALL)))
                assert_int_equal(seen.heap_peak_bytes, plain + 8 * 64);
            w.unmeasured = true;
            run_world(*s, &w);
            assert_int_equal(seen.heap_peak_bytes, plain);
            w.unmeasured = false;
            if ((*s)->flags & (AC_NO_LIMIT | AC_HOLDS_ALL))
                continue;
            struct world longer = w;
            longer.count = 20 * w.count;
            run_world(*s, &longer);
            assert_int_equal(seen.heap_peak_bytes, plain + 8 * 64);
        }
}

/* --- a source of one's own --- */

static int next_odd(struct ac_workload *workload, struct ac_item *item)
{
    static uint32_t number;
    if (number == workload->count)
        return AC_SUPPLY_END;
    *item = (struct ac_item){.number = ++number, .duration_ns = 10 * MS};
    item->there_ns = number == 1 ? 3 * MS : 25 * MS; /* before the start, and after it */
    return AC_SUPPLY_TASK;
}

static void response_of_a_source_of_ones_own_is_as_it_says(void **state)
{
    (void)state;
    struct ac_workload workload = {.size = sizeof(struct ac_workload),
                                   .count = 2,
                                   .next = next_odd,
                                   .dated = true};
    struct ac_loop_virtual loop;
    struct ac_run *run;
    ac_loop_virtual_init(&loop);
    loop.now_ns = 8 * MS;
    memset(&seen, 0, sizeof seen);
    struct ac_config config = {.size = sizeof(struct ac_config),
                               .strategy = ac_strategies[0],
                               .workload = &workload,
                               .loop = &loop.loop,
                               .limit = 2,
                               .queue = 1};
    assert_int_equal(ac_open(&run, &config), 0);
    ac_measure(run, &seen.measures);
    while (ac_next(run))
        ;
    ac_close(run);
    ac_loop_virtual_free(&loop);
    assert_int_equal(seen.measures.queueing.max, 5 * MS);
    assert_int_equal(seen.measures.queueing.buckets[0],
                     1); /* it was launched before it was there */
    assert_int_equal(seen.measures.response.max, 15 * MS);
    assert_int_equal(seen.measures.response.total, 2);
}

/* --- the command line --- */

static void check_spread(const json_t *row, const char *group, double p50, json_int_t max)
{
    const json_t *spread = json_object_get(row, group);
    double measured = (double)report_whole(spread, "p50");
    assert_true(measured >= p50 && measured <= p50 * 33 / 32);
    assert_int_equal(report_whole(spread, "max"), max);
    assert_true(report_whole(spread, "p99") <= max);
}

/* Task i is there at 5 (i - 1) ms, launched at 10 (i - 1) ms and taken at 10 i ms. */
static void cli_a_source_that_is_faster_than_the_slots_makes_tasks_wait(void **state)
{
    (void)state;
    for
        EACH_STRATEGY(s)
        {
            char command[128];
            if ((*s)->flags & AC_NO_LIMIT)
                continue;
            snprintf(command, sizeof command,
                     "run -s %s -n 1000 %s --sleep 10ms --every 5ms --clock virtual", (*s)->name,
                     (*s)->flags & AC_SERIAL ? "" : "-l 1");
            json_t *row = report_of(command);
            report_check_fields(row);
            check_spread(row, "queueing_ns", 499 * 5e6, 4995000000);
            check_spread(row, "response_ns", 499 * 5e6 + 10e6, 5005000000);
            json_decref(row);
        }
}

static void cli_response_is_null_where_it_is_not_defined(void **state)
{
    (void)state;
    static const char *const options[] = {"-n 9 -l 2", "-n 9 -l 2 --adds 2",
                                          "-n 9 -l 2 --every 1ms --adds 2", "-n 0 --every 1ms"};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        char command[128];
        snprintf(command, sizeof command, "run -s callback --clock virtual %s", options[i]);
        json_t *row = report_of(command);
        for (int j = 0; j < 2; j++) {
            const json_t *spread = json_object_get(row, j ? "response_ns" : "queueing_ns");
            assert_true(json_is_null(json_object_get(spread, "p50")));
            assert_true(json_is_null(json_object_get(spread, "p99")));
            assert_true(json_is_null(json_object_get(spread, "max")));
        }
        json_decref(row);
        struct program text = program_run("%s", command);
        PROGRAM_CHECK(text, !strstr(text.output, "queueing") && !strstr(text.output, "response"));
        program_free(&text);
        struct program tsv = program_run("%s --format tsv", command);
        PROGRAM_CHECK(tsv, strstr(tsv.output, "\tnull\tnull\tnull\tnull\tnull\tnull\n"));
        program_free(&tsv);
    }
}

static void cli_response_is_shown_to_people(void **state)
{
    (void)state;
    static const char options[] = "-n 3 --sleep 10ms --every 5ms --clock virtual";
    struct program text = program_run("run -s callback -l 1 %s", options);
    PROGRAM_CHECK(text, strstr(text.output, "\n  queueing   p50 5.112 ms, p99 10.000 ms, max "
                                            "10.000 ms: from a task's arrival to its launch\n"
                                            "  response   p50 15.204 ms, p99 20.000 ms, max "
                                            "20.000 ms: from a task's arrival to its take\n"));
    program_free(&text);
    struct program table = program_run("compare -l 1 %s", options);
    PROGRAM_CHECK(table, strstr(table.output, "queue p99  resp p99"));
    PROGRAM_CHECK(table, strstr(table.output, "  10.0 ms   20.0 ms  "));
    program_free(&table);
    struct program histogram = program_run("run -s callback -l 1 %s --format tsv --histogram %s",
                                           options, scratch_path("histogram"));
    PROGRAM_CHECK(histogram, histogram.status == 0);
    char *rows = file_read(scratch_path("histogram"), NULL);
    assert_non_null(
        strstr(rows, "\nqueueing\t0\t1\nqueueing\t5111807\t1\nqueueing\t10223615\t1\n"));
    assert_non_null(strstr(rows, "\nresponse\t10223615\t1\n"));
    free(rows);
    program_free(&histogram);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(response_counts_from_when_a_task_was_there),
        cmocka_unit_test(response_is_of_nothing_where_the_source_does_not_say),
        cmocka_unit_test(response_takes_memory_only_where_it_is_measured),
        cmocka_unit_test(response_of_a_source_of_ones_own_is_as_it_says),
        cmocka_unit_test(cli_a_source_that_is_faster_than_the_slots_makes_tasks_wait),
        cmocka_unit_test(cli_response_is_null_where_it_is_not_defined),
        cmocka_unit_test(cli_response_is_shown_to_people),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
