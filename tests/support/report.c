/* report.c -- see report.h. */
#include "report.h"

#include <stdio.h>
#include <string.h>

#include "../../harness/report/cpu_columns.h"
#include "check.h"

#define TAB_AND_NAME(kind, name, group, key) "\t" #name
static const char tabs_and_names[] = AC_COLUMNS(TAB_AND_NAME) "\n";
const char *const report_tsv_header = tabs_and_names + 1;

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

static void check_of_what_happened(const json_t *row)
{
    json_int_t launched = report_whole(row, "launched"), taken = report_whole(row, "taken");
    json_int_t finished = launched - report_whole(row, "cancelled");
    const char *workload = json_string_value(json_object_get(row, "workload"));
    bool late = finished && strcmp(workload, "sleep") == 0; /* no other has due instants */
    const struct {
        const char *group, *key;
        bool defined;
    } figures[] = {
        {"lateness_ns", "p50", late},
        {"lateness_ns", "p99", late},
        {"lateness_ns", "max", late},
        {"delivery_ns", "p50", taken},
        {"delivery_ns", "p99", taken},
        {"delivery_ns", "max", taken},
        {"displacement", "launch_mean", launched},
        {"displacement", "launch_max", launched},
        {"displacement", "take_mean", taken},
        {"displacement", "take_max", taken},
    };
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        check_defined(row, figures[i].key,
                      json_object_get(json_object_get(row, figures[i].group), figures[i].key),
                      figures[i].defined);
    check_defined(row, "makespan_ns", json_object_get(row, "makespan_ns"), finished);
}

static bool is_of_kind(const json_t *value, enum ac_column_kind kind)
{
    switch (kind) {
    case AC_NAME:
        return json_is_string(value);
    case AC_FLAG:
        return json_is_boolean(value);
    case AC_NUMBER:
        return json_is_integer(value) && json_integer_value(value) >= 0;
    case AC_NUMBER_OR_NULL:
        return json_is_null(value) || (json_is_integer(value) && json_integer_value(value) >= 0);
    case AC_SIGNED_OR_NULL:
        return json_is_null(value) || json_is_integer(value);
    default:
        return json_is_null(value) || json_is_real(value);
    }
}

/* Those of a run; then, of one that computes, its own. */
static const struct {
    enum ac_column_kind kind;
    const char *group, *key;
} columns[] = {
#define COLUMN(kind, name, group, key) {kind, group, key},
    AC_COLUMNS(COLUMN) AC_CPU_COLUMNS(COLUMN)};

#define ONE(kind, name, group, key) +1
enum { OF_A_RUN = 0 AC_COLUMNS(ONE), OF_COMPUTING = 0 AC_CPU_COLUMNS(ONE) };

void report_check_fields(const json_t *row)
{
    const char *workload = json_string_value(json_object_get(row, "workload"));
    size_t count = OF_A_RUN + (workload && strcmp(workload, "cpu") == 0 ? OF_COMPUTING : 0);
    size_t groups = 0, found = 0;
    for (size_t i = 0; i < count; i++) {
        bool grouped = *columns[i].group;
        const json_t *place = grouped ? json_object_get(row, columns[i].group) : row;
        if (!is_of_kind(json_object_get(place, columns[i].key), columns[i].kind))
            fail_msg("%s %s is not of its kind", columns[i].group, columns[i].key);
        if (grouped && strcmp(columns[i].group, columns[i - 1].group) != 0) {
            groups++;
            found += json_object_size(place);
        }
    }
    assert_int_equal(json_object_size(row) - groups + found, count);
    check_of_what_happened(row);
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
