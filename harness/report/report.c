/* report.c -- JSON and TSV, made from the columns; see report.h. */
#include "report.h"

#include "print.h"

#define AC_COLUMN_STRUCT struct ac_report
static const struct ac_column columns[] = {AC_COLUMNS(AC_COLUMN)};
enum { COLUMNS = sizeof columns / sizeof *columns };

void ac_report_json_members(const struct ac_report *report, FILE *stream)
{
    ac_print_json(columns, COLUMNS, report, stream);
}

void ac_report_json(const struct ac_report *report, FILE *stream)
{
    fputs("{", stream);
    ac_report_json_members(report, stream);
    if (report->cpu)
        ac_cpu_report_json(report->cpu, stream);
    fputs("}\n", stream);
}

static void report_tsv_names(FILE *stream)
{
    ac_print_names(columns, COLUMNS, stream);
}

static void report_tsv_values(const struct ac_report *report, FILE *stream)
{
    ac_print_tsv(columns, COLUMNS, report, stream);
}

void ac_report_tsv(const struct ac_report *report, FILE *stream)
{
    report_tsv_names(stream);
    if (report->cpu)
        ac_cpu_report_tsv_names(stream);
    fputc('\n', stream);
    report_tsv_values(report, stream);
    if (report->cpu)
        ac_cpu_report_tsv_values(report->cpu, stream);
    fputc('\n', stream);
}

void ac_report_tsv_with(const struct ac_report *report, const struct ac_column *own, size_t count,
                        const void *values, FILE *stream)
{
    report_tsv_names(stream);
    fputc('\t', stream);
    ac_print_names(own, count, stream);
    fputc('\n', stream);
    report_tsv_values(report, stream);
    fputc('\t', stream);
    ac_print_tsv(own, count, values, stream);
    fputc('\n', stream);
}
