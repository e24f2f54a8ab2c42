/* test_trace_viewers.c -- support/viewers.h lays a trace out as the viewers do: each of their rules, in
 * the smallest trace that shows it, and a fault that it catches.
 */
#include <stdio.h>
#include <string.h>

#include "support/check.h"
#include "support/viewers.h"

#define TASK_AT(slot, number, ts, dur)                                                         \
    "{\"ph\":\"X\",\"pid\":1,\"tid\":" #slot ",\"ts\":" #ts ",\"dur\":" #dur ",\"cat\":\"c\"," \
    "\"name\":\"task " #number "\"}"
#define TASK(number, ts, dur) TASK_AT(101, number, ts, dur)
#define START_AT(slot, id, ts)                                                                    \
    "{\"ph\":\"s\",\"pid\":1,\"tid\":" #slot ",\"ts\":" #ts ",\"cat\":\"c\",\"name\":\"result\"," \
    "\"id\":" #id "}"
#define START(id, ts) START_AT(101, id, ts)
#define TAKE(number, ts)                            \
    "{\"ph\":\"i\",\"pid\":1,\"tid\":1,\"ts\":" #ts \
    ",\"s\":\"t\",\"cat\":\"c\",\"name\":\"take " #number "\"}"
#define END_OF(pid, id, ts)                                                               \
    "{\"ph\":\"f\",\"pid\":" #pid ",\"tid\":1,\"ts\":" #ts ",\"bp\":\"e\",\"cat\":\"c\"," \
    "\"name\":\"result\",\"id\":" #id "}"
#define END(id, ts) END_OF(1, id, ts)

/* The first reason of either viewer, or NULL. */
static const char *why_not(const char *unit, const char *events, struct viewers *seen)
{
    static char why[VIEWERS_WHY];
    char text[4096];
    snprintf(text, sizeof text, "{\"displayTimeUnit\":\"%s\",\"traceEvents\":[%s]}", unit, events);
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    if (!root)
        fail_msg("not JSON: %s", text);
    bool good = viewers_check(root, seen, why);
    json_decref(root);
    return good ? NULL : why;
}

static void check(const char *unit, const char *events, const char *expected)
{
    struct viewers seen;
    const char *why = why_not(unit, events, &seen);
    if (!why != !expected || (why && !strstr(why, expected)))
        fail_msg("'%s' where '%s' is right: %s", why ? why : "good", expected ? expected : "good",
                 events);
}

static void viewers_join_a_task_to_its_take(void **state)
{
    (void)state;
    struct viewers seen;
    const char *events =
        TASK(1, 0.000, 2.000) "," START(7, 1.999) "," TASK(2, 2.000, 0.002) "," START(
            8, 2.001) "," TAKE(1, 2.000) "," END(7, 2.000) "," TAKE(2, 2.002) "," END(8, 2.002);
    const char *why = why_not("ns", events, &seen);
    if (why)
        fail_msg("%s", why);
    assert_true(seen.slices == 4 && seen.starts == 2 && seen.flows == 2);
}

static void viewers_may_find_a_start_without_an_end(void **state)
{
    (void)state;
    check("ns", TASK(1, 0.000, 2.000) "," START(7, 1.999), NULL);
    check("ns", "", NULL);
}

/* Apart in ns, and together in us. */
static void catapult_rounds_to_the_unit_of_display(void **state)
{
    (void)state;
    const char *events = TAKE(1, 5.001) "," TAKE(2, 5.499);
    check("ns", events, NULL);
    check("ms", events, "Catapult: 'take 2' lies inside 'take 1'");
    check("ms", TAKE(1, 5.499) "," TAKE(2, 5.500), NULL); /* 5 and 6 us */
    check("ms", TASK(1, 0.000, 2.000) "," TASK(2, 2.000, 0.499), "lies inside");
    check("ms", TASK(1, 0.000, 2.000) "," TASK(2, 2.000, 0.500), NULL);
}

static void catapult_lays_what_is_contained_inside(void **state)
{
    (void)state;
    check("ns", TASK(1, 0.000, 2.000) "," TASK(2, 2.000, 0.000),
          "Catapult: 'task 2' lies inside 'task 1'");
    check("ns", TASK(1, 0.000, 2.000) "," TASK(2, 0.500, 1.000), "'task 2' lies inside 'task 1'");
    check("ns", TASK(1, 0.000, 0.000) "," TASK(2, 0.000, 0.000), "'task 2' lies inside 'task 1'");
    check("ns", TASK(1, 0.000, 2.000) "," TASK_AT(102, 2, 0.500, 1.000), NULL);
    check("ns", TASK(1, 0.000, 0.000) "," TASK(2, 0.000, 1.000), NULL);
}

/* Where one ends and the next begins it is the one that ends. */
static void catapult_takes_the_earlier_of_two_that_touch(void **state)
{
    (void)state;
    const char *tasks = TASK(1, 0.000, 2.000) "," TASK(2, 2.000, 2.000) ",";
    char events[1024];
    snprintf(events, sizeof events, "%s%s", tasks,
             START(8, 2.000) "," TAKE(2, 4.000) "," END(8, 4.000));
    check("ns", events, "Catapult: the flow of 'task 1' ends in 'take 2'");
    snprintf(events, sizeof events, "%s%s", tasks,
             START(8, 2.001) "," TAKE(2, 4.000) "," END(8, 4.000));
    check("ns", events, NULL);
}

static void viewers_need_a_slice_at_both_ends(void **state)
{
    (void)state;
    check("ns", TASK(1, 1.000, 2.000) "," START(7, 0.999), "Catapult: flow 7 starts in no task");
    check("ns", TASK(1, 1.000, 2.000) "," START(7, 3.001), "Catapult: flow 7 starts in no task");
    check("ns", TASK(1, 1.000, 2.000) "," START_AT(102, 7, 2.000), "flow 7 starts in no task");
    check("ns", TASK(1, 0.000, 2.000) "," START(7, 1.000) "," TAKE(1, 3.000) "," END(7, 3.001),
          "the flow of 'task 1' ends in ''");
    check("ns", TASK(1, 0.000, 2.000) "," START(7, 1.000) "," TAKE(2, 3.000) "," END(7, 3.000),
          "the flow of 'task 1' ends in 'take 2'");
}

static void viewers_follow_a_flow_by_its_stamps(void **state)
{
    (void)state;
    check("ns", TASK(1, 0.000, 4.000) "," START(7, 3.999) "," TAKE(1, 3.000) "," END(7, 3.000),
          "flow 7 ends before it starts");
    check("ns", TAKE(1, 3.000) "," END(7, 3.000), "flow 7 ends before it starts");
}

/* Catapult knows a flow by its id alone, so that of one process ends that of another; for Perfetto an id
 * is never free again. */
static void viewers_know_a_flow_by_its_id(void **state)
{
    (void)state;
    const char *first = TASK(1, 0.000, 2.000) "," START(7, 1.000) ",";
    char events[1024];
    snprintf(events, sizeof events, "%s%s", first, TASK(2, 2.000, 2.000) "," START(7, 3.000));
    check("ns", events, "Catapult: a second flow of the same id, 7");
    snprintf(events, sizeof events, "%s%s", first, END_OF(2, 7, 3.000));
    check("ns", events, "the flow of 'task 1' ends in ''");
    snprintf(events, sizeof events, "%s%s", first,
             TAKE(1, 2.000) "," END(7, 2.000) "," TASK(2, 2.000, 2.000) "," START(7, 3.000));
    check("ns", events, "Perfetto: a second flow of the same id, 7");
    snprintf(events, sizeof events, "%s%s", first, START(8, 1.001));
    check("ns", events, "two flows start in 'task 1'");
}

static void perfetto_drops_what_overlaps(void **state)
{
    (void)state;
    check("ns", TASK(1, 0.000, 2.000) "," TASK(2, 1.000, 2.000), "Perfetto: 'task 2' lies inside");
}

/* At one stamp Perfetto goes by the order of the file. */
static void perfetto_wants_the_slice_before_its_flow(void **state)
{
    (void)state;
    check("ns", START(7, 1.000) "," TASK(1, 1.000, 2.000), "Perfetto: flow 7 starts in no task");
    check("ns", TASK(1, 1.000, 2.000) "," START(7, 1.000), NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(viewers_join_a_task_to_its_take),
        cmocka_unit_test(viewers_may_find_a_start_without_an_end),
        cmocka_unit_test(catapult_rounds_to_the_unit_of_display),
        cmocka_unit_test(catapult_lays_what_is_contained_inside),
        cmocka_unit_test(catapult_takes_the_earlier_of_two_that_touch),
        cmocka_unit_test(viewers_need_a_slice_at_both_ends),
        cmocka_unit_test(viewers_follow_a_flow_by_its_stamps),
        cmocka_unit_test(viewers_know_a_flow_by_its_id),
        cmocka_unit_test(perfetto_drops_what_overlaps),
        cmocka_unit_test(perfetto_wants_the_slice_before_its_flow),
    };
    return cmocka_run_group_tests_name("trace_viewers", tests, NULL, NULL);
}
