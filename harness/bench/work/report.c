/* report.c -- see report.h. */
#include "report.h"

#include <jansson.h>

/* The number of a member, or of its part; NULL is no number. */
static const json_t *report_find(const json_t *report, const char *name, const char *part)
{
    const json_t *value = json_object_get(report, name);
    return part ? json_object_get(value, part) : value;
}

bool work_read_report(const char *path, struct rows *rows, size_t row)
{
    static const struct {
        const char *column, *name, *part;
    } figures[] = {{"spawn_mean_ns", "spawn_ns", "mean"},
                   {"own_next_start_ns", "next_start_ns", "p50"},
                   {"own_max_unread", "max_unread", NULL}};
    json_t *report = json_load_file(path, 0, NULL);
    double cpu_ns = json_number_value(report_find(report, "cpu_user_ns", NULL)) +
                    json_number_value(report_find(report, "cpu_sys_ns", NULL));
    bool is_report = json_is_number(report_find(report, "cpu_user_ns", NULL));
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        const json_t *number = report_find(report, figures[i].name, figures[i].part);
        if (json_is_number(number))
            rows_set_number(rows, row, figures[i].column, json_number_value(number));
    }
    if (is_report)
        rows_set_number(rows, row, "own_cpu_ns", cpu_ns);
    json_decref(report);
    return is_report;
}
