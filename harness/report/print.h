/* print.h -- rows of columns as JSON and TSV. */
#ifndef AC_REPORT_PRINT_H
#define AC_REPORT_PRINT_H

#include <stddef.h>
#include <stdio.h>

#include "columns.h"

struct ac_column {
    enum ac_column_kind kind;
    const char *name, *group, *key;
    size_t offset; /* of its value in a struct */
};

/* For use as ROW, where `AC_COLUMN_STRUCT` names the struct: a column, and a comma. */
#define AC_COLUMN(kind, name, group, key) \
    {kind, #name, group, key, offsetof(AC_COLUMN_STRUCT, name)},

/* Prints the members of a JSON object, with commas between them. */
void ac_print_json(const struct ac_column *columns, size_t count, const void *values, FILE *stream);

/* Prints the names, or the values, with tabs between them. */
void ac_print_names(const struct ac_column *columns, size_t count, FILE *stream);
void ac_print_tsv(const struct ac_column *columns, size_t count, const void *values, FILE *stream);

#endif
