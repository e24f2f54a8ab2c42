/* test_ideal_consumer.c -- the ideal of a consumer that is busy with each result: against every schedule of
 * a few short tasks, against the oracle's finishes, and what it holds.
 */
#include <errno.h>
#include <stdio.h>

#include "../harness/engine/memory.h"
#include "../harness/workloads/durations.h"
#include "../harness/workloads/ideal.h"
#include "support/check.h"
#include "support/oracle.h"
#include "support/random.h"

enum { MOST = 4, LONGEST = 3 };

static const int not_interrupted = 0;

/* --- every schedule --- */

/* A few tasks, in pull order; which have started, and when; and the best last take so far. */
struct small {
    unsigned count, limit, busy;
    bool ordered;
    unsigned durations[MOST], starts[MOST], horizon, best;
};

/* Each order in which the rest can be taken, each result as soon as it can be. */
static void take_in_each_order(struct small *s, unsigned taken, unsigned takes, unsigned last)
{
    if (takes == s->count && last < s->best)
        s->best = last;
    for (unsigned i = 0; i < s->count; i++) {
        unsigned finish = s->starts[i] + s->durations[i], free = takes ? last + s->busy : 0;
        if (taken & 1u << i || (s->ordered && i != takes))
            continue;
        take_in_each_order(s, taken | 1u << i, takes + 1, finish > free ? finish : free);
    }
}

static unsigned running_at(const struct small *s, unsigned count, unsigned instant)
{
    unsigned running = 0;
    for (unsigned i = 0; i < count; i++)
        running += s->starts[i] + s->durations[i] > instant;
    return running;
}

/* Each instant at which the next task can start, not before the one before it, up to that at which all
 * would have been done one after the other. */
static void start_at_each_instant(struct small *s, unsigned next)
{
    if (next == s->count) {
        take_in_each_order(s, 0, 0, 0);
        return;
    }
    for (unsigned at = next ? s->starts[next - 1] : 0; at <= s->horizon; at++)
        if (running_at(s, next, at) < s->limit) {
            s->starts[next] = at;
            start_at_each_instant(s, next + 1);
        }
}

static struct small draw_small(struct random_draws *draws)
{
    struct small s = {.count = 1 + (unsigned)draw_below(draws, MOST), .best = UINT32_MAX};
    s.limit = 1 + (unsigned)draw_below(draws, s.count + 1);
    s.busy = (unsigned)draw_below(draws, 5);
    s.ordered = draw_below(draws, 2);
    for (unsigned i = 0; i < s.count; i++)
        s.horizon += s.durations[i] = (unsigned)draw_below(draws, LONGEST + 1);
    return s;
}

static uint64_t ideal_of_small(const struct small *s)
{
    char text[8 * MOST] = "";
    size_t length = 0;
    for (unsigned i = 0; i < s->count; i++)
        length += (size_t)snprintf(text + length, sizeof text - length, "%s%uns", i ? "," : "",
                                   s->durations[i]);
    struct ac_sleeps sleeps = {.count = s->count, .tick_ns = 1};
    struct ac_durations_problem problem;
    struct ac_ideal_consumer consumer = {.busy_ns = s->busy, .ordered = s->ordered};
    struct ac_ideal ideal;
    assert_int_equal(ac_durations_open(&sleeps.durations, &(struct ac_durations_wish){.text = text},
                                       &problem),
                     0);
    assert_int_equal(ac_ideal_for(&sleeps, s->limit, &consumer, &not_interrupted, &ideal), 0);
    ac_durations_close(sleeps.durations);
    return ideal.wall_ns;
}

static void ideal_is_the_least_of_every_schedule(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < repetitions(long_form() ? 20000 : 2000); seed++) {
        struct random_draws draws = {seed};
        struct small s = draw_small(&draws);
        start_at_each_instant(&s, 0);
        assert_int_equal(ideal_of_small(&s), s.best);
    }
}

/* --- larger worlds --- */

/* The k-th result of N is followed by N - k others, each a `busy` apart at the least; and one of these
 * bounds is met. */
static uint64_t last_take(const struct oracle *oracle, const struct ac_ideal_consumer *consumer)
{
    const struct oracle_task *tasks = consumer->ordered ? oracle->tasks : oracle->finished;
    uint64_t last_ns = 0;
    for (uint64_t k = 0; k < oracle->count; k++) {
        uint64_t bound_ns = tasks[k].due_ns + (oracle->count - 1 - k) * consumer->busy_ns;
        last_ns = bound_ns > last_ns ? bound_ns : last_ns;
    }
    return last_ns;
}

static void ideal_of_a_busy_consumer_is_the_oracles_in_seeded_worlds(void **state)
{
    (void)state;
    static const uint64_t scales[] = {0, 1, 100, 1000000000};
    static const uint64_t busy[] = {0, 1, 7, 1000000, 30000000, 2000000000};
    for (uint64_t seed = 0; seed < repetitions(3000); seed++) {
        struct random_draws draws = {seed};
        struct ac_sleeps sleeps = {
            .count = draw_below(&draws, 200),
            .scale_ns = scales[draw_below(&draws, 4)],
            .tick_ns = 1 + draw_below(&draws, 2) * 6,
            .order = (enum ac_order)draw_below(&draws, 3),
            .seed = seed,
        };
        struct ac_ideal_consumer consumer = {.busy_ns = busy[draw_below(&draws, 6)],
                                             .ordered = draw_below(&draws, 2)};
        uint64_t limit = 1 + draw_below(&draws, sleeps.count + 3), before = ac_heap_bytes();
        struct oracle oracle;
        struct ac_ideal ideal;
        oracle_make(&oracle, &sleeps, NULL, limit);
        assert_int_equal(ac_ideal_for(&sleeps, limit, &consumer, &not_interrupted, &ideal), 0);
        assert_int_equal(ideal.wall_ns, last_take(&oracle, &consumer));
        assert_int_equal(ideal.longest_ns, oracle.longest_ns);
        assert_int_equal(ac_heap_bytes(), before);
        oracle_free(&oracle);
    }
}

/* --- what it holds, and where it ends --- */

static uint64_t peak_of(uint64_t count, uint64_t limit, uint64_t busy_ns, bool ordered)
{
    struct ac_sleeps sleeps = {.count = count, .scale_ns = 1000, .tick_ns = 1};
    struct ac_ideal_consumer consumer = {.busy_ns = busy_ns, .ordered = ordered};
    struct ac_ideal ideal;
    uint64_t before = ac_heap_bytes();
    ac_heap_reset_peak();
    assert_int_equal(ac_ideal_for(&sleeps, limit, &consumer, &not_interrupted, &ideal), 0);
    return ac_heap_peak_bytes() - before;
}

static void ideal_holds_8_bytes_a_slot_and_nothing_a_task(void **state)
{
    (void)state;
    for (int ordered = 0; ordered < 2; ordered++) {
        assert_int_equal(peak_of(100, 10, 5, ordered), 80);
        assert_int_equal(peak_of(100000, 10, 5, ordered), 80);
        assert_int_equal(peak_of(0, 10, 5, ordered), 0);
    }
    assert_int_equal(peak_of(1000, 5000, 5, false), 8000); /* it has to put them in order */
    assert_int_equal(peak_of(1000, 5000, 5, true), 0);
    assert_int_equal(peak_of(1000, 5000, 0, false), 0);
}

static void ideal_of_a_consumer_past_the_clock_is_an_overflow(void **state)
{
    (void)state;
    struct ac_ideal_consumer consumer = {.busy_ns = (uint64_t)INT64_MAX - 1};
    for (int i = 0; i < 4; i++) {
        struct ac_sleeps sleeps = {.count = 1, .scale_ns = 1, .same = true, .tick_ns = 1};
        struct ac_ideal ideal;
        uint64_t before = ac_heap_bytes(), limit = i & 1 ? 1 : 5;
        consumer.ordered = i & 2;
        assert_int_equal(ac_ideal_for(&sleeps, limit, &consumer, &not_interrupted, &ideal), 0);
        assert_int_equal(ideal.wall_ns, 1);
        sleeps.count = 2;
        assert_int_equal(ac_ideal_for(&sleeps, limit, &consumer, &not_interrupted, &ideal), 0);
        assert_int_equal(ideal.wall_ns, INT64_MAX);
        sleeps.count = 3;
        assert_int_equal(ac_ideal_for(&sleeps, limit, &consumer, &not_interrupted, &ideal),
                         -EOVERFLOW);
        assert_int_equal(ac_heap_bytes(), before);
    }
}

static void ideal_of_a_busy_consumer_stops_when_interrupted(void **state)
{
    (void)state;
    struct ac_sleeps sleeps = {.count = 1000, .scale_ns = 1000, .tick_ns = 1};
    struct ac_ideal_consumer consumer = {.busy_ns = 5};
    struct ac_ideal ideal;
    volatile int interrupted = 1;
    uint64_t before = ac_heap_bytes();
    for (uint64_t limit = 10; limit <= 1000; limit *= 10)
        assert_int_equal(ac_ideal_for(&sleeps, limit, &consumer, &interrupted, &ideal), -EINTR);
    assert_int_equal(ac_heap_bytes(), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ideal_is_the_least_of_every_schedule),
        cmocka_unit_test(ideal_of_a_busy_consumer_is_the_oracles_in_seeded_worlds),
        cmocka_unit_test(ideal_holds_8_bytes_a_slot_and_nothing_a_task),
        cmocka_unit_test(ideal_of_a_consumer_past_the_clock_is_an_overflow),
        cmocka_unit_test(ideal_of_a_busy_consumer_stops_when_interrupted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
