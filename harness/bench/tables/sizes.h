/* sizes.h -- one stage's points as the columns of a table: N grows, or the limit. */
#ifndef AC_BENCH_TABLES_SIZES_H
#define AC_BENCH_TABLES_SIZES_H

#include "../strategies/summary.h"

/* The figures shown, each in a grid of its own. */
enum sizes_figure { CPU_PER_TASK, HEAP, RESIDENT };

struct sizes {
    const char *stage;
    size_t count;
    const char **points;
    char **headings; /* the strategy, a column a point, and room for one more; ends with NULL */
};

/* Collects the points of a stage, in the order they ran, all or (like) those with the same N;
 * by_limit: the limit is what grows. The caller frees. */
void sizes_collect(struct sizes *sizes, const struct summaries *list, const char *stage,
                   bool by_limit, const char *like);
void sizes_free(struct sizes *sizes);

/* The figure of a summary; NAN where that is NULL. */
double sizes_value(const struct summary *s, enum sizes_figure figure);

bool sizes_same_tasks(const char *point, const char *other);

/* "N=1000" of a point, as a heading; the caller frees it. */
char *sizes_tasks(const char *point);

#endif
