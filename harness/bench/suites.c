/* suites.c -- the table of the suites; see suite.h. */
#include "suite.h"

#include <string.h>

const struct suite *const suites[] = {&suite_strategies, &suite_peers,    &suite_exec,
                                      &suite_work,       &suite_adoption, NULL};

const struct suite *suite_of_command(const char *word)
{
    for (size_t i = 1; suites[i]; i++)
        if (strcmp(suites[i]->name, word) == 0)
            return suites[i];
    return suites[0];
}

static bool suite_has_columns(const struct suite *suite, const struct rows *rows)
{
    size_t count = 0;
    while (count < rows->columns && suite->columns[count] &&
           strcmp(suite->columns[count], rows->names[count]) == 0)
        count++;
    return !suite->columns[count] && count == rows->columns;
}

const struct suite *suite_of_rows(const struct rows *rows)
{
    for (size_t i = 1; suites[i]; i++)
        if (suite_has_columns(suites[i], rows))
            return suites[i];
    return suites[0];
}
