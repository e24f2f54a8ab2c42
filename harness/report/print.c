/* print.c -- see print.h. */
#include "print.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

static void print_whole(uint64_t value, FILE *stream)
{
    if (value == AC_NULL)
        fputs("null", stream);
    else
        fprintf(stream, "%" PRIu64, value);
}

static void print_value(const void *values, const struct ac_column *column, const char *quote,
                        FILE *stream)
{
    const void *at = (const char *)values + column->offset;
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

void ac_print_json(const struct ac_column *columns, size_t count, const void *values, FILE *stream)
{
    const char *group = "";
    for (size_t i = 0; i < count; i++) {
        const struct ac_column *column = &columns[i];
        bool entering = strcmp(column->group, group) != 0;
        fprintf(stream, "%s%s", entering && *group ? "}" : "", i ? ", " : "");
        if (entering && *column->group)
            fprintf(stream, "\"%s\": {", column->group);
        fprintf(stream, "\"%s\": ", column->key);
        print_value(values, column, "\"", stream);
        group = column->group;
    }
    if (*group)
        fputs("}", stream);
}

void ac_print_names(const struct ac_column *columns, size_t count, FILE *stream)
{
    for (size_t i = 0; i < count; i++)
        fprintf(stream, "%s%s", i ? "\t" : "", columns[i].name);
}

void ac_print_tsv(const struct ac_column *columns, size_t count, const void *values, FILE *stream)
{
    for (size_t i = 0; i < count; i++) {
        if (i)
            fputc('\t', stream);
        print_value(values, &columns[i], "", stream);
    }
}
