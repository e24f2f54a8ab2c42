/* report.c -- JSON and TSV, made from the columns; see report.h. */
#include "report.h"

#include <inttypes.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

static const struct column {
    enum ac_column_kind kind;
    const char *name, *group, *key;
    size_t offset; /* of the field in struct ac_report */
} columns[] = {
#define COLUMN(kind, name, group, key) {kind, #name, group, key, offsetof(struct ac_report, name)},
    AC_COLUMNS(COLUMN)
#undef COLUMN
};
enum { COLUMNS = sizeof columns / sizeof *columns };

static void print_whole(uint64_t value, FILE *stream)
{
    if (value == AC_NULL)
        fputs("null", stream);
    else
        fprintf(stream, "%" PRIu64, value);
}

static void print_value(const struct ac_report *report, const struct column *column,
                        const char *quote, FILE *stream)
{
    const void *at = (const char *)report + column->offset;
    switch (column->kind) {
    case AC_NAME:
        fprintf(stream, "%s%s%s", quote, *(const ac_column_AC_NAME *)at, quote);
        break;
    case AC_FLAG:
        fputs(*(const ac_column_AC_FLAG *)at ? "true" : "false", stream);
        break;
    case AC_NUMBER:
        fprintf(stream, "%" PRIu64, *(const ac_column_AC_NUMBER *)at);
        break;
    case AC_NUMBER_OR_NULL:
        print_whole(*(const ac_column_AC_NUMBER_OR_NULL *)at, stream);
        break;
    case AC_SIGNED_OR_NULL:
        if (*(const ac_column_AC_SIGNED_OR_NULL *)at == AC_NULL_SIGNED)
            fputs("null", stream);
        else
            fprintf(stream, "%" PRId64, *(const ac_column_AC_SIGNED_OR_NULL *)at);
        break;
    case AC_MEAN_OR_NULL:
        if (isnan(*(const ac_column_AC_MEAN_OR_NULL *)at))
            fputs("null", stream);
        else
            fprintf(stream, "%.3f", *(const ac_column_AC_MEAN_OR_NULL *)at);
        break;
    }
}

void ac_report_json(const struct ac_report *report, FILE *stream)
{
    const char *group = "";
    for (int i = 0; i < COLUMNS; i++) {
        const struct column *column = &columns[i];
        bool entering = strcmp(column->group, group) != 0;
        fprintf(stream, "%s%s", entering && *group ? "}" : "", i ? ", " : "{");
        if (entering && *column->group)
            fprintf(stream, "\"%s\": {", column->group);
        fprintf(stream, "\"%s\": ", column->key);
        print_value(report, column, "\"", stream);
        group = column->group;
    }
    fprintf(stream, "%s}\n", *group ? "}" : "");
}

void ac_report_tsv(const struct ac_report *report, FILE *stream)
{
    for (int i = 0; i < COLUMNS; i++)
        fprintf(stream, "%s%c", columns[i].name, i + 1 < COLUMNS ? '\t' : '\n');
    for (int i = 0; i < COLUMNS; i++) {
        print_value(report, &columns[i], "", stream);
        fputc(i + 1 < COLUMNS ? '\t' : '\n', stream);
    }
}
