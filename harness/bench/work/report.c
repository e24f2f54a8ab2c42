/* report.c -- see report.h. */
#include "report.h"

#include <jansson.h>

/* The value of a member, or of its part. */
static const json_t *report_find(const json_t *report, const char *name, const char *part)
{
    const json_t *value = json_object_get(report, name);
    return part ? json_object_get(value, part) : value;
}

bool work_read_report(const char *path, const struct work_report_figure figures[],
                      struct rows *rows, size_t row)
{
    json_t *report = json_load_file(path, 0, NULL);
    double cpu_ns = json_number_value(report_find(report, "cpu_user_ns", NULL)) +
                    json_number_value(report_find(report, "cpu_sys_ns", NULL));
    bool is_report = json_is_number(report_find(report, "cpu_user_ns", NULL));
    for (; figures->column; figures++) {
        const json_t *value = report_find(report, figures->name, figures->part);
        if (json_is_number(value))
            rows_set_number(rows, row, figures->column, json_number_value(value));
        else if (json_is_string(value))
            rows_set(rows, row, figures->column, json_string_value(value));
    }
    if (is_report)
        rows_set_number(rows, row, "own_cpu_ns", cpu_ns);
    json_decref(report);
    return is_report;
}
