/* report.c -- see report.h. */
#include "report.h"

#include <stdio.h>
#include <string.h>

#include "check.h"

const char report_tsv_header[] =
    "strategy\tworkload\tclock\ttasks\tlimit\tcomplete\tpulled\tlaunched\tdropped\tcompleted\t"
    "failed\ttimed_out\tcancelled\ttaken\twall_ns\tideal_ns\texcess_ns\tcpu_user_ns\tcpu_sys_ns\t"
    "peak_rss_bytes\tpeak_heap_bytes\tmax_waiting\tmax_in_flight\tmax_unread\tturns\t"
    "lateness_p50_ns\tlateness_p99_ns\tlateness_max_ns\tdelivery_p50_ns\tdelivery_p99_ns\t"
    "delivery_max_ns\tdisplacement_launch_mean\tdisplacement_launch_max\t"
    "displacement_take_mean\tdisplacement_take_max\tmakespan_ns\tidle_slots\twake_cost_ns\t"
    "queueing_p50_ns\tqueueing_p99_ns\tqueueing_max_ns\tresponse_p50_ns\tresponse_p99_ns\t"
    "response_max_ns\n";

/* All that JSON holds, in order; a group's keys after its name. */
static const char *const counts[] = {"tasks",          "pulled",          "launched",
                                     "dropped",        "completed",       "failed",
                                     "timed_out",      "cancelled",       "taken",
                                     "wall_ns",        "cpu_user_ns",     "cpu_sys_ns",
                                     "peak_rss_bytes", "peak_heap_bytes", "max_waiting",
                                     "max_in_flight",  "max_unread",      "turns"};
static const char *const groups[][5] = {{"lateness_ns", "p50", "p99", "max"},
                                        {"delivery_ns", "p50", "p99", "max"},
                                        {"displacement", "launch_mean", "launch_max", "take_mean",
                                         "take_max"}};

json_int_t report_whole(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (!json_is_integer(value))
        fail_msg("%s is no whole number", key);
    return json_integer_value(value);
}

/* Of nothing there is no figure, and of anything there is one. */
static void check_defined(const json_t *row, const char *name, const json_t *value, bool defined)
{
    if (defined ? !json_is_number(value) : !json_is_null(value))
        fail_msg("%s: %s is %s", json_string_value(json_object_get(row, "strategy")), name,
                 defined ? "no number" : "not null");
}

static void check_groups(const json_t *row)
{
    json_int_t launched = report_whole(row, "launched"), taken = report_whole(row, "taken");
    json_int_t finished = launched - report_whole(row, "cancelled");
    for (size_t g = 0; g < 3; g++) {
        const json_t *group = json_object_get(row, groups[g][0]);
        size_t key = 1;
        for (; key < 5 && groups[g][key]; key++) {
            bool of_launches = strncmp(groups[g][key], "launch", 6) == 0;
            check_defined(row, groups[g][0], json_object_get(group, groups[g][key]),
                          of_launches ? launched
                          : g         ? taken
                                      : finished);
        }
        assert_int_equal(json_object_size(group), key - 1);
    }
    check_defined(row, "makespan_ns", json_object_get(row, "makespan_ns"), finished);
}

void report_check_fields(const json_t *row)
{
    static const char *const names[] = {"strategy", "workload", "clock"};
    static const char *const nullable[] = {"limit", "ideal_ns", "excess_ns"};
    for (size_t i = 0; i < 3; i++) {
        assert_true(json_is_string(json_object_get(row, names[i])));
        const json_t *value = json_object_get(row, nullable[i]);
        assert_true(json_is_null(value) || json_is_integer(value));
    }
    assert_true(json_is_boolean(json_object_get(row, "complete")));
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        assert_true(report_whole(row, counts[i]) >= 0);
    check_groups(row);
    for (size_t g = 0; g < 2; g++) {
        const json_t *group = json_object_get(row, g ? "response_ns" : "queueing_ns");
        for (size_t key = 1; key < 4; key++) {
            const json_t *value = json_object_get(group, groups[0][key]);
            assert_true(json_is_null(value) || json_is_integer(value));
        }
        assert_int_equal(json_object_size(group), 3);
    }
    const json_t *idle = json_object_get(row, "idle_slots");
    assert_true(json_is_number(idle) || json_is_null(idle));
    assert_non_null(json_object_get(row, "wake_cost_ns"));
    assert_int_equal(json_object_size(row), 3 + 3 + 1 + sizeof counts / sizeof *counts + 3 + 3 + 2);
}

void report_check_accounts(const json_t *row)
{
    json_int_t pulled = report_whole(row, "pulled"), launched = report_whole(row, "launched");
    bool endless = json_is_null(json_object_get(row, "tasks"));
    assert_true(endless || pulled <= report_whole(row, "tasks"));
    assert_int_equal(pulled, launched + report_whole(row, "dropped"));
    assert_int_equal(launched, report_whole(row, "completed") + report_whole(row, "failed") +
                                   report_whole(row, "timed_out") + report_whole(row, "cancelled"));
    assert_true(report_whole(row, "taken") <= report_whole(row, "completed") +
                                                  report_whole(row, "failed") +
                                                  report_whole(row, "timed_out"));
}

void report_check_complete(const json_t *row, json_int_t tasks)
{
    report_check_accounts(row);
    assert_true(json_is_true(json_object_get(row, "complete")));
    assert_int_equal(report_whole(row, "tasks"), tasks);
    assert_int_equal(report_whole(row, "completed"), tasks);
    assert_int_equal(report_whole(row, "taken"), tasks);
}

void report_check_incomplete(const json_t *row)
{
    report_check_accounts(row);
    assert_true(json_is_false(json_object_get(row, "complete")));
    assert_true(json_is_null(json_object_get(row, "excess_ns")));
}

json_t *report_parse(const struct program *program)
{
    json_error_t error;
    json_t *report = json_loads(program->output, JSON_REJECT_DUPLICATES, &error);
    PROGRAM_CHECK(*program, report != NULL);
    return report;
}

json_t *report_of(const char *command)
{
    struct program program = program_run("%s --format json", command);
    PROGRAM_CHECK(program, program.status == 0 && !*program.errors);
    json_t *report = report_parse(&program);
    program_free(&program);
    return report;
}
